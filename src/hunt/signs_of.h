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

// Since when the case, and this sender, know what a link leads to: "the case has never had a link
// to “x.example”", "... first on 2024-05-03, 12 days before, from “ben@...”". For a Reason's text.
std::string link_ages(const Context& context, std::string_view sender, std::string_view domain,
                      UnixTime at);

}  // namespace letterlock::hunt
