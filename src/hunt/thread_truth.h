// Is what a message quotes or answers true? The quoted block's claim against what the case holds.
#pragma once

#include <cstdint>

#include "hunt/detector.h"

namespace letterlock::hunt {

// How the claims of all messages came out.
struct TruthCounts {
  std::uint64_t claims = 0;   // quoted blocks that name an original
  std::uint64_t held = 0;     // found, and nothing differs that matters
  std::uint64_t differs = 0;  // found, with other text or other links
  std::uint64_t quoted_elsewhere = 0;
  std::uint64_t absent = 0;      // not found although a mailbox should hold it
  std::uint64_t cannot_say = 0;  // not found, and no mailbox of its parties covers the time
};

class ThreadTruth final : public Detector {
 public:
  std::string_view name() const override { return "thread_truth"; }
  Expected<void> assess(const Context& context, const store::MessageRecord& message,
                        Assessment& assessment) override;
  const TruthCounts& counts() const { return counts_; }

 private:
  TruthCounts counts_;
};

}  // namespace letterlock::hunt
