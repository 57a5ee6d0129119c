// Ask: what the message wants from its reader (log in, open a document, pay, keep a secret, go on
// elsewhere, be quick), against how often this sender asks for it in messages of this length.
#pragma once

#include <array>

#include "hunt/detector.h"
#include "hunt/ratio.h"
#include "hunt/usual_amounts.h"

namespace letterlock::hunt {

// "to sign in or confirm an account".
std::string_view ask_words(content::AskKind kind);

class Ask final : public Detector {
 public:
  std::string_view family() const override { return "ask"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;
  // That the message last weighed is usual; before the Baseline learns it.
  void learn(const relations::Look& look, double trust);

 private:
  std::array<double, content::kAskKinds> found_{};  // of asks that are there
  double lure_words_ = 0;                           // before what is usual is taken off
  double words_ = 0, part_ = 0, uncut_ = 0;
  UsualAmounts usual_words_;
};

}  // namespace letterlock::hunt
