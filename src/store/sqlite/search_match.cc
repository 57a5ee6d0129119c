#include "store/sqlite/search_match.h"

#include <string>

#include "base/ascii.h"

namespace letterlock::store::sqlite {
namespace {

// `part` in `text`, with neither letter nor digit before and after it.
bool contains_between_borders(std::string_view text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + 1)) {
    const std::size_t end = at + part.size();
    if ((at == 0 || !is_alnum(text[at - 1])) && (end == text.size() || !is_alnum(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_at_or_below(std::string_view host, std::string_view domain) {
  return host.ends_with(domain) &&
         (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

bool is_path_at_or_below(std::string_view path, std::string_view asked) {
  return path.starts_with(asked) && (path.size() == asked.size() || path[asked.size()] == '/');
}

bool address_matches(std::string_view written, std::string_view asked) {
  const std::string address = lower_ascii(written);
  const std::size_t sign = address.rfind('@');
  if (asked.find('@') != std::string_view::npos) {
    return asked.front() == '@' ? address.ends_with(asked) : address == asked;
  }
  if (sign == std::string::npos) return contains_between_borders(address, asked);
  const std::string_view all(address);
  return is_at_or_below(all.substr(sign + 1), asked) ||
         contains_between_borders(all.substr(0, sign), asked);
}

bool contains_ignoring_case(std::string_view text, std::string_view lower_part) {
  return lower_ascii(text).find(lower_part) != std::string::npos;
}

std::optional<std::int64_t> as_number(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace letterlock::store::sqlite
