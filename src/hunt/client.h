// Different hand, by machine: client, path and clock against this sender's own history.
//
// A client that matches clears nobody, because who is in the account can use its webmail; a client
// that changed accuses nobody, because people change laptops. So the part is floored and capped.
#pragma once

#include <array>

#include "hunt/detector.h"
#include "hunt/ratio.h"

namespace letterlock::hunt {

class Client final : public Detector {
 public:
  std::string_view family() const override { return "client"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;

 private:
  static constexpr std::size_t kMostKinds = 24;
  std::array<HabitRatio, kMostKinds> found_{};  // by group
  std::size_t groups_ = 0;
  double part_ = 0;
};

// The words for a kind of trait in sentences: "the sending program".
std::string_view kind_words(content::TraitKind kind);

// A sentence on a habit that the message departs from, with what is usual instead.
Reason habit_reason(const Context& context, const store::MessageRecord& message,
                    const relations::Look& look, const HabitRatio& habit);

}  // namespace letterlock::hunt
