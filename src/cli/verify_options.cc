#include "cli/verify_options.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "mime/address.h"

namespace letterlock::cli {
namespace {

// "2024-06-01" as days since 1970-01-01.
std::optional<std::int64_t> day_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) -> std::optional<unsigned> {
    unsigned value = 0;
    const auto end = std::from_chars(text.data() + at, text.data() + at + size, value);
    if (end.ec != std::errc() || end.ptr != text.data() + at + size) return std::nullopt;
    return value;
  };
  const auto year = number(0, 4);
  const auto month = number(5, 2);
  const auto day = number(8, 2);
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) {
    return std::nullopt;
  }
  return days_from_civil(*year, *month, *day);
}

// A small file that an option names.
Expected<std::string> read_text(const std::string& path) {
  constexpr std::size_t kMostOctets = 64u << 20;
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorCode::not_found, "{}: {}", path, std::strerror(errno));
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) {
    return fail(ErrorCode::io, "{}: not a regular file", path);
  }
  std::string text;
  char block[64 * 1024];
  while (file.read(block, sizeof block), file.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMostOctets) return fail(ErrorCode::limit, "{}: over 64 MB", path);
  }
  return text;
}

}  // namespace

Expected<leak::TakenOver> taken_over_of(const std::string& text) {
  constexpr std::int64_t kDay = 86'400;
  const std::size_t equals = text.rfind('=');
  const std::size_t dots = text.find("..", equals == std::string::npos ? 0 : equals);
  if (equals != std::string::npos && dots != std::string::npos) {
    const auto from = day_of(std::string_view(text).substr(equals + 1, dots - equals - 1));
    const auto until = day_of(std::string_view(text).substr(dots + 2));
    Arena arena;
    const auto mailboxes = mime::parse_addresses(std::string_view(text).substr(0, equals), arena);
    if (from && until && *from <= *until && mailboxes.size() == 1) {
      return leak::TakenOver{mime::normalized(mailboxes.front()), *from * kDay,
                             (*until + 1) * kDay - 1};
    }
  }
  return fail(ErrorCode::usage,
              "--taken-over {}: give ADDRESS=FROM..UNTIL, such as "
              "ada@x.example=2024-06-01..2024-06-17",
              text);
}

Expected<leak::ExamineOptions> examine_options_of(const Options& options, UnixTime now) {
  leak::ExamineOptions examine_options;
  examine_options.verdict.dkim.now = now;
  for (const std::string& text : options.taken_over) {
    auto window = taken_over_of(text);
    if (!window) return fail(std::move(window));
    examine_options.verdict.taken_over.push_back(std::move(*window));
  }
  if (!options.block_headers.empty()) {
    auto text = read_text(options.block_headers);
    if (!text) return fail(std::move(text));
    auto headers = leak::parse_block_headers(*text);
    if (!headers) {
      return fail(headers.error().code, "{}: {}", options.block_headers, headers.error().message);
    }
    examine_options.timestamps.headers = std::move(*headers);
  }
  if (!options.tsa_roots.empty()) {
    auto text = read_text(options.tsa_roots);
    if (!text) return fail(std::move(text));
    examine_options.timestamps.roots = std::move(*text);
  }
  return examine_options;
}

}  // namespace letterlock::cli
