// Signs as a family of the score: what a link or an address shows by its form, where the sender has
// never linked the place before. Bounded well below what a finding needs.
#pragma once

#include <vector>

#include "hunt/detector.h"
#include "hunt/signs_of.h"

namespace letterlock::hunt {

// Signs that say something where no history is known: not those without weight, nor those that
// LinkShape tells.
bool stands_alone(SignCode code);

class SignDetector final : public Detector {
 public:
  std::string_view family() const override { return "signs"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;

 private:
  void describe(const Context& context, const store::MessageRecord& message);

  Signs signs_;
  std::vector<Sign> found_;  // of the message weighed last, those that count
};

}  // namespace letterlock::hunt
