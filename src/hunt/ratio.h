// Log-likelihood ratios out of the Baseline's counts.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "relations/baseline.h"
#include "store/facts.h"

namespace letterlock::hunt {

inline constexpr double kMostRatio = 6;

// What somebody else does with share `other` and this sender with share `usual`.
inline double ratio(double other, double usual, double most = kMostRatio) {
  return std::clamp(std::log(std::max(other, 1e-9) / std::max(usual, 1e-9)), -most, most);
}

// A habit shown now against everybody's: how much rarer it is for this sender. Little history says
// little: times n / (n + 4).
struct HabitRatio {
  double value = 0;
  relations::HabitKey key = 0;
  relations::HabitCount count;
};
HabitRatio habit_ratio(const relations::Baseline& baseline, const relations::Look& look,
                       relations::HabitKey key);
// The same for all values of a kind that the message shows; the strangest counts.
HabitRatio kind_ratio(const relations::Baseline& baseline, const relations::Look& look,
                      content::TraitKind kind);

// The trait of this kind whose key is `key`; nullptr where the kind is not shown.
const store::TraitFact* trait_of(const store::MessageRecord& message, relations::HabitKey key);

// This sender's share of a value, with everybody's behind it.
double usual_share(const relations::Baseline& baseline, const relations::Look& look,
                   relations::HabitKey key);

}  // namespace letterlock::hunt
