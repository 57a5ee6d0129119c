// Reads one date out of text (RFC 5322 sections 3.3 and 4.3 and what else mail has). Internal to
// src/mime; date.h is the door.
#pragma once

#include <optional>
#include <string_view>

#include "mime/date.h"

namespace letterlock::mime {

enum class DateProblem : std::uint8_t { none, malformed, out_of_range };

struct DateReading {
  std::optional<DateTime> date;
  // Why there is no date; or, beside a date, that its zone is out of range and not used.
  DateProblem problem = DateProblem::none;
};

DateReading read_date(std::string_view text);

}  // namespace letterlock::mime
