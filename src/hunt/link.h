// Links: a registrable domain never seen from this sender or in the case, and links that carry
// another URL inside them.
#pragma once

#include "hunt/detector.h"

namespace letterlock::hunt {

class LinkDetector final : public Detector {
 public:
  std::string_view name() const override { return "link"; }
  Expected<void> assess(const Context& context, const store::MessageRecord& message,
                        Assessment& assessment) override;
};

}  // namespace letterlock::hunt
