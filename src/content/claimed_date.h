// Dates as mail clients write them for people, in many languages: "Mon, Oct 5, 2020 at 3:14 PM",
// "05.10.2020 um 15:14", "2020年10月5日(月) 15:14". Not the Date field (mime/date.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace letterlock::content {

struct ClaimedDate {
  UnixTime utc = 0;  // a missing zone is read as UTC
  bool has_zone = false;
  std::size_t begin = 0;  // in the text: from the first to the last octet that was read
  std::size_t end = 0;
};

// The first date in `text` (its first 400 octets). All-numeric dates with slashes are read as
// month/day where AM or PM follows, else as day/month; 13 and more decides itself.
std::optional<ClaimedDate> find_claimed_date(std::string_view text);

}  // namespace letterlock::content
