// Authentication as this sender normally shows it: a habit lost counts (always signed, now not;
// another selector), one that is there never speaks for anybody.
#pragma once

#include "hunt/detector.h"
#include "hunt/ratio.h"

namespace letterlock::hunt {

class Authentication final : public Detector {
 public:
  std::string_view family() const override { return "authentication"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;

 private:
  HabitRatio strangest_;
  double part_ = 0;
};

}  // namespace letterlock::hunt
