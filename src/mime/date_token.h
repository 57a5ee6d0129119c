// The words, numbers and marks of a date, comments left out. Internal to src/mime.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace letterlock::mime {

struct DateToken {
  enum class Kind : std::uint8_t { none, number, word, mark } kind = Kind::none;
  std::string_view text;
  std::size_t begin = 0;
  std::uint32_t value = 0;  // of a number of up to 9 digits
  bool is(char mark) const { return kind == Kind::mark && text[0] == mark; }
  bool is_number(std::size_t least, std::size_t most) const {
    return kind == Kind::number && text.size() >= least && text.size() <= most;
  }
  std::size_t end() const { return begin + text.size(); }
};

// The tokens up to the first semicolon, and those after the last (a trace field ends in "; date").
struct DateTokens {
  std::vector<DateToken> first, last;
};
DateTokens date_tokens(std::string_view text);

}  // namespace letterlock::mime
