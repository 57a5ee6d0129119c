// What may be learnt of a message, by how strange it is: otherwise one lure that goes unnoticed
// makes the next one usual. Not thread-safe.
#pragma once

#include "hunt/guarded_repeats.h"
#include "hunt/running_quantile.h"
#include "relations/baseline.h"
#include "store/facts.h"

namespace letterlock::hunt {

struct Lesson {
  relations::Learn learn = relations::Learn::all;
  double trust = 1;  // what it counts for the case, of a whole message
};

class Guard {
 public:
  // Of the next message: its score, and the part of it for what it asks.
  Lesson judge(const store::MessageRecord& message, const relations::Look& look, double score,
               double of_asks);
  // The score that a share `above` of the latest messages exceed.
  double level(double above) const { return latest_.at(above); }

 private:
  RunningQuantile latest_;
  GuardedRepeats repeats_;
};

}  // namespace letterlock::hunt
