#include "sources/from_line.h"

#include <array>
#include <bit>
#include <cstring>

#include "base/ascii.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace letterlock::sources {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::size_t kLongestFieldName = 200;

struct Parts {
  unsigned month = 0, day = 0;
  int year = 0, seconds = -1, zone_minutes = 0;
};

std::optional<int> number(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// "13:05", "13:05:07"; -1 for anything else.
int seconds_of_day(std::string_view token) {
  const std::size_t colon = token.find(':');
  if (colon == std::string_view::npos) return -1;
  const auto hour = number(token.substr(0, colon));
  const auto minute = number(token.substr(colon + 1, 2));
  std::string_view rest = token.substr(std::min(token.size(), colon + 3));
  int second = 0;
  if (!rest.empty()) {
    const auto read = rest.front() == ':' ? number(rest.substr(1, 2)) : std::nullopt;
    if (!read || rest.size() > 3) return -1;
    second = *read;
  }
  if (!hour || !minute || *hour > 23 || *minute > 59 || second > 60) return -1;
  return *hour * 3600 + *minute * 60 + second;
}

void read_token(std::string_view token, Parts& parts) {
  if (token.size() > 1 && token.back() == ',') token.remove_suffix(1);
  if (const int seconds = seconds_of_day(token); seconds >= 0) {
    parts.seconds = seconds;
    return;
  }
  if (token.size() == 5 && (token[0] == '+' || token[0] == '-')) {
    if (const auto zone = number(token.substr(1))) {
      parts.zone_minutes = (*zone / 100 * 60 + *zone % 100) * (token[0] == '-' ? -1 : 1);
    }
    return;
  }
  if (const auto value = number(token)) {
    if (token.size() == 4 && *value >= 1900) {
      parts.year = *value;
    } else if (token.size() <= 2 && parts.day == 0 && *value >= 1 && *value <= 31) {
      parts.day = static_cast<unsigned>(*value);
    } else if (token.size() == 2 && parts.seconds >= 0 && parts.year == 0) {
      parts.year = *value + (*value < 70 ? 2000 : 1900);
    }
    return;
  }
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (token.size() >= 3 && starts_with_ignore_case(token, kMonths[i])) {
      parts.month = static_cast<unsigned>(i) + 1;
      return;
    }
  }
}

}  // namespace

std::optional<FromLine> parse_from_line(std::string_view line) {
  if (!line.starts_with("From ")) return std::nullopt;
  FromLine from;
  std::string_view rest = line.substr(5);
  Parts parts;
  bool first = true;
  for (std::size_t tokens = 0; tokens < 40 && !rest.empty(); ++tokens) {
    while (!rest.empty() && is_wsp(rest.front())) rest.remove_prefix(1);
    std::size_t length = 0;
    while (length < rest.size() && !is_wsp(rest[length])) ++length;
    const std::string_view token = rest.substr(0, length);
    rest.remove_prefix(length);
    // The first token is the sender, who may be called "may" or "2004".
    if (first) {
      from.sender = token;
    } else if (!token.empty()) {
      read_token(token, parts);
    }
    first = false;
  }
  from.dated = parts.month && parts.day && parts.year && parts.seconds >= 0;
  if (from.dated) {
    from.date = days_from_civil(parts.year, parts.month, parts.day) * 86400 + parts.seconds -
                parts.zone_minutes * 60;
  }
  return from;
}

bool is_field_line(std::string_view line) {
  std::size_t i = 0;
  while (i < line.size() && i < kLongestFieldName && line[i] > ' ' && line[i] < 0x7F &&
         line[i] != ':') {
    ++i;
  }
  if (i == 0) return false;
  while (i < line.size() && is_wsp(line[i])) ++i;
  return i < line.size() && line[i] == ':';
}

std::size_t find_line_start(std::string_view text, std::size_t from, char first) {
  if (from == 0 && !text.empty() && text[0] == first) return 0;
  std::size_t i = from == 0 ? 1 : from;
#if defined(__SSE2__)
  const __m128i newline = _mm_set1_epi8('\n');
  const __m128i wanted = _mm_set1_epi8(first);
  for (; i + 16 <= text.size(); i += 16) {
    const auto* at = text.data() + i;
    const __m128i before = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at - 1));
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const int both = _mm_movemask_epi8(
        _mm_and_si128(_mm_cmpeq_epi8(before, newline), _mm_cmpeq_epi8(here, wanted)));
    if (both != 0) return i + static_cast<std::size_t>(std::countr_zero(unsigned(both)));
  }
#endif
  while (i < text.size()) {
    const void* hit = std::memchr(text.data() + i - 1, '\n', text.size() - i);
    if (hit == nullptr) break;
    i = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data()) + 1;
    if (text[i] == first) return i;
    ++i;
  }
  return std::string_view::npos;
}

}  // namespace letterlock::sources
