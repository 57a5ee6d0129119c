// The shortlist: scored messages folded by cause and cut to a budget.
#pragma once

#include <vector>

#include "hunt/hunt.h"

namespace letterlock::hunt {

// Messages of one sender that share a cause (one lure to many, a patch series with one new link)
// within `kFoldWithin` become one finding: the strongest, the others its repeats. Then
// contradictions come first, the rest follows by score up to the budget. `beyond` is the number of
// findings that had the points but not the rank.
struct Shortlist {
  std::vector<Finding> findings;
  std::vector<Finding> besides;  // HuntResult::besides
  std::uint64_t beyond = 0;
};
Shortlist shortlist(std::vector<Finding> scored, const HuntOptions& options, std::uint64_t budget);

inline constexpr UnixTime kFoldWithin = 14 * relations::kDay;

}  // namespace letterlock::hunt
