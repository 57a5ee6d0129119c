// Links: a place new to this sender or to the case, links that carry another URL inside them, and
// what a link of an unknown place looks like.
//
// No link proves nothing, so this part is never below 0. A good final page is no comfort, and
// nothing is ever fetched.
#pragma once

#include <optional>

#include "hunt/detector.h"
#include "hunt/link_shape.h"

namespace letterlock::hunt {

class LinkDetector final : public Detector {
 public:
  std::string_view family() const override { return "link"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;

 private:
  struct Candidate {
    const relations::SeenLink* seen = nullptr;
    double of_class = 0, of_shape = 0, of_rarity = 0, of_hop = 0;
    double sum() const { return of_class + of_shape + of_rarity + of_hop; }
  };
  Candidate consider(const Context& context, const store::MessageRecord& message,
                     const relations::Look& look, const relations::SeenLink& seen) const;
  Reason new_domain(const Context& context, const store::MessageRecord& message,
                    const relations::Look& look) const;
  Reason carries(const Context& context, const store::MessageRecord& message,
                 const relations::Look& look) const;
  Reason looks(const store::MessageRecord& message, const relations::Look& look) const;

  std::optional<Candidate> worst_;
  double part_ = 0;
};

}  // namespace letterlock::hunt
