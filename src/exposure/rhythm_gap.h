// Silences that a rhythm does not explain.
#pragma once

#include <span>
#include <vector>

#include "base/clock.h"
#include "exposure/blind_times.h"

namespace letterlock::exposure {

struct Gap {
  UnixTime from = 0, until = 0;  // whole hours without a record
  double chance = 0;             // of such a silence, if the rhythm had gone on
};

// Gaps within `active` whose chance is below `limit`. The rhythm: how often each hour of the day,
// on working days and at weekends, had a record, the silence itself left out of the count.
std::vector<Gap> unusual_gaps(const ActiveHours& active, double limit);

}  // namespace letterlock::exposure
