// Date fields (RFC 5322 sections 3.3 and 4.3) in every shape that real mail has.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "mime/message.h"

namespace letterlock::mime {

struct DateTime {
  UnixTime utc = 0;
  std::int16_t zone_minutes = 0;  // east of UTC, as written; 0 where unknown
  // "-0000" and unknown letters say that the zone is not known (RFC 5322 section 3.3).
  bool zone_known = false;
  std::string_view zone_text;  // as written: "+0200", "EST", "GMT"; empty where there is none
  bool obsolete = false;       // not RFC 5322's own form, but read all the same
};

// nullopt where no date could be read. Reads RFC 5322, RFC 822 (two-digit years), RFC 850, asctime,
// ISO 8601, dates without seconds or zone or weekday, US order with AM/PM, month names in full,
// comments, trailing garbage.
std::optional<DateTime> parse_date(std::string_view text);

// The Date field of the top-level header, with its Defects recorded.
std::optional<DateTime> date_of(const Message& message);

}  // namespace letterlock::mime
