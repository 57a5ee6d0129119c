// The shortlist: scored messages folded by cause and cut to a budget.
#pragma once

#include <vector>

#include "hunt/hunt.h"
#include "hunt/notes.h"

namespace letterlock::hunt {

// A message chosen: its place in the notes.
struct Choice {
  std::size_t place = 0;
  bool outside_budget = false;            // Finding::outside_budget
  std::vector<store::MessageId> repeats;  // Finding::repeats
};

// Messages of one sender that share a cause (one lure to many, a patch series with one new link)
// within `kFoldWithin` become one finding: the strongest, the others its repeats. Then
// contradictions come first, the rest follows by score up to the budget. `beyond` is the number of
// findings that had the points but not the rank.
struct Shortlist {
  std::vector<Choice> findings;
  std::vector<Choice> besides;  // HuntResult::besides
  std::uint64_t beyond = 0;
};
Shortlist shortlist(const Notes& notes, const HuntOptions& options, std::uint64_t budget);

// How many findings the options allow: of so many messages, in so many days.
std::uint64_t budget_of(const HuntOptions& options, std::uint64_t messages, UnixTime days);

inline constexpr UnixTime kFoldWithin = 14 * relations::kDay;

}  // namespace letterlock::hunt
