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
  std::uint64_t absent = 0;  // not found although a mailbox should hold it
  // Not found, and no mailbox of its parties covers the time; or not looked for everywhere.
  std::uint64_t cannot_say = 0;
  std::uint64_t not_searched = 0;  // of these, whose text would have cost too much to look for
};

// What a message claims to repeat or answer, and whether that is so.
enum class TruthClass : std::uint8_t {
  fine,              // nothing is claimed, or what is claimed is held
  forward_known,     // forwards what the case holds
  forward_unknown,   // forwards what the case does not hold
  forward_no_block,  // the subject says "Fwd:", and nothing is forwarded
  reply_no_thread,   // the subject says "Re:", and no thread field does
  differs,           // repeats a held message with other words or links
};
inline constexpr std::size_t kTruthClasses = 6;

class ThreadTruth final : public Detector {
 public:
  std::string_view family() const override { return "thread"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;
  const TruthCounts& counts() const { return counts_; }
  // Of the message last weighed.
  bool contradicts() const;
  // Its truth class, for Look::keys.
  relations::HabitKey habit() const;

 private:
  TruthCounts counts_;
  Assessment found_;
  TruthClass class_ = TruthClass::fine;
  double of_class_ = 0, part_ = 0;
};

}  // namespace letterlock::hunt
