// What a link looks like, whoever sends it: signs that lures show more often than honest links.
// None of them says anything of a place that this sender has linked before.
#pragma once

#include <string>
#include <vector>

#include "store/facts.h"

namespace letterlock::hunt {

struct LinkShape {
  double weight = 0;               // 0..kMostOfShape
  std::vector<std::string> signs;  // in words: "a free hosting service", "a login in its path"
};
inline constexpr double kMostOfShape = 4;

LinkShape shape_of(const store::LinkFact& link);

}  // namespace letterlock::hunt
