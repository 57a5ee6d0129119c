// What sort of message it is (prose or patch, beginning or answer) and where its sender usually
// writes in an answer, against this sender's habit.
//
// Where everybody writes prose that begins a thread this says nothing; where somebody never does,
// much.
#pragma once

#include "hunt/detector.h"
#include "hunt/ratio.h"

namespace letterlock::hunt {

class Kind final : public Detector {
 public:
  std::string_view family() const override { return "kind"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;

 private:
  double of_kind_ = 0, of_quoting_ = 0;
  relations::HabitKey kind_key_ = 0, quoting_key_ = 0;
};

}  // namespace letterlock::hunt
