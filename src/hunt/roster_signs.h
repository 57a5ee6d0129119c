// What a roster adds to the relationship family: mail of somebody whose role has ended, and a first
// approach to a VIP. Nothing without a roster.
#pragma once

#include "hunt/detector.h"

namespace letterlock::hunt {

struct RosterSigns {
  double weight = 0;  // sum of the reasons'
  std::vector<Reason> reasons;
};
RosterSigns roster_signs(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look);
// The sum alone, for messages that nobody will read about.
double roster_weight(const Context& context, const store::MessageRecord& message,
                     const relations::Look& look);

}  // namespace letterlock::hunt
