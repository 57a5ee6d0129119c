#include "sources/emlx.h"

#include <fmt/core.h>

#include <charconv>

#include "base/ascii.h"
#include "sources/glimpse.h"

namespace letterlock::sources {
namespace {

// The integer that follows <key>name</key> in Apple's property list; enough for the one kind of
// list that .emlx files carry.
std::optional<std::int64_t> plist_integer(std::string_view plist, std::string_view name) {
  const std::string key = fmt::format("<key>{}</key>", name);
  const std::size_t at = plist.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = trim(plist.substr(at + key.size(), 200));
  for (std::string_view tag : {"<integer>", "<real>", "<string>"}) {
    if (!rest.starts_with(tag)) continue;
    rest.remove_prefix(tag.size());
    std::int64_t value = 0;
    if (std::from_chars(rest.data(), rest.data() + rest.size(), value).ec == std::errc()) {
      return value;
    }
  }
  return std::nullopt;
}

std::string flags_of_bits(std::int64_t bits) {
  std::string letters;
  if (bits & 1 << 0) letters += 'S';
  if (bits & 1 << 1) letters += 'T';
  if (bits & 1 << 2) letters += 'R';
  if (bits & 1 << 4) letters += 'F';
  if (bits & 1 << 6) letters += 'D';
  if (bits & 1 << 8) letters += 'P';
  return sorted_flags(letters);
}

}  // namespace

std::optional<EmlxView> parse_emlx(std::string_view file) {
  std::uint64_t length = 0;
  const auto read = std::from_chars(file.data(), file.data() + file.size(), length);
  const std::size_t newline = file.find('\n');
  if (read.ec != std::errc() || newline == std::string_view::npos) return std::nullopt;
  EmlxView parsed;
  parsed.offset = newline + 1;
  const std::string_view rest = file.substr(newline + 1);
  parsed.truncated = rest.size() < length;
  parsed.message = rest.substr(0, length);
  parsed.missing_parts = parsed.message.find("\nX-Apple-Content-Length:") != std::string_view::npos;
  const std::string_view plist = rest.substr(parsed.message.size());
  if (const auto bits = plist_integer(plist, "flags")) parsed.flags = flags_of_bits(*bits);
  parsed.date = plist_integer(plist, "date-received");
  return parsed;
}

}  // namespace letterlock::sources
