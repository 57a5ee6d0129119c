// How fast what was usual stops being so.
#pragma once

#include <cmath>
#include <cstdint>

#include "base/clock.h"

namespace letterlock::relations {

// People change client, employer and habits within a year or two; half-life 270 days.
inline constexpr double kHalfLifeDays = 270;

// The share of a count that is left after so long; 1 for a clock that went back.
inline double kept_after(UnixTime passed) {
  return passed <= 0 ? 1.0 : std::exp2(-static_cast<double>(passed) / (kHalfLifeDays * 86'400));
}

// What a sender's `earlier`-th message adds to counts over everybody: a robot's ten thousand
// messages do not make its ways those of the population.
inline double share_of_population(std::uint32_t earlier) { return 1.0 / (1.0 + earlier / 20.0); }

}  // namespace letterlock::relations
