// Relationship: a known correspondent back after a long silence.
#pragma once

#include "hunt/detector.h"

namespace letterlock::hunt {

class Relationship final : public Detector {
 public:
  std::string_view name() const override { return "relationship"; }
  Expected<void> assess(const Context& context, const store::MessageRecord& message,
                        Assessment& assessment) override;
};

}  // namespace letterlock::hunt
