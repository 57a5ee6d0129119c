// Different hand, by writing: words, greeting and closing, signature, language against this
// sender's own, and whether an answer has anything to do with what it answers.
#pragma once

#include <array>

#include "hunt/detector.h"
#include "hunt/ratio.h"

namespace letterlock::hunt {

class Writing final : public Detector {
 public:
  std::string_view family() const override { return "writing"; }
  Expected<double> weigh(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) override;
  void parts(std::vector<Term>& into) const override;
  void explain(const Context& context, const store::MessageRecord& message,
               const relations::Look& look, Assessment& assessment) override;

 private:
  double of_words(const Context& context, const store::MessageRecord& message,
                  const relations::Look& look) const;
  double of_thread(const Context& context, const store::MessageRecord& message,
                   const relations::Look& look) const;
  static constexpr std::size_t kKinds = 8;
  std::array<HabitRatio, kKinds> habits_{};
  double words_ = 0, thread_ = 0, part_ = 0, uncut_ = 0;
};

}  // namespace letterlock::hunt
