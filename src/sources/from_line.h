// The line that separates messages in an mbox: "From sender date" (RFC 4155 appendix A, and what
// real writers make of it).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace letterlock::sources {

struct FromLine {
  bool dated = false;            // a month, a day, a time and a year stand in it
  std::optional<UnixTime> date;  // that, in UTC unless the line names a zone by offset
  std::string_view sender;
};

// `line` without its line ending. nullopt where it does not begin with "From ".
std::optional<FromLine> parse_from_line(std::string_view line);

// A field name, optional white space and a colon: the line that follows a From line.
bool is_field_line(std::string_view line);

// The first index i >= `from` where a line begins with `first`: text[i] == first and i == 0 or
// text[i - 1] == '\n'. npos where there is none. Runs at memory speed.
std::size_t find_line_start(std::string_view text, std::size_t from, char first);

}  // namespace letterlock::sources
