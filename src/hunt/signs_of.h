// All signs of a message: those of its form, and those that need to know the case's domains.
//
// Asked once for every message in the order of time; learns from each after it has answered. State
// is that of Lookalikes. Not thread-safe.
#pragma once

#include <vector>

#include "base/expected.h"
#include "hunt/detector.h"
#include "hunt/lookalikes.h"
#include "hunt/sign.h"

namespace letterlock::hunt {

class Signs {
 public:
  // Strongest first. An Error only where the case cannot be read: of few messages (device codes)
  // the octets are looked at again.
  Expected<std::vector<Sign>> of(const Context& context, const store::MessageRecord& message);

 private:
  void start(const Ground& ground);
  void add_lookalikes(const Context& context, const store::MessageRecord& message,
                      SignList& out) const;
  bool started_ = false;
  Lookalikes lookalikes_;
};

}  // namespace letterlock::hunt
