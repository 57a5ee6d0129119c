// Relationship: a correspondent back after a silence, recipients never combined before, how the
// message stands to the conversation it says that it belongs to, and what a roster says.
#pragma once

#include "hunt/detector.h"

namespace letterlock::hunt {

class Relationship final : public Detector {
 public:
  std::string_view family() const override { return "relationship"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;

 private:
  void explain_silence(const Context& context, const store::MessageRecord& message,
                       const relations::Look& look, Assessment& assessment) const;
  double silence_ = 0, people_ = 0, thread_ = 0, part_ = 0;
  double roster_ = 0;  // within part_
};

}  // namespace letterlock::hunt
