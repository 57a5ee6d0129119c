#include "hunt/authentication.h"

#include <fmt/core.h>

#include <algorithm>

#include "hunt/client.h"

namespace letterlock::hunt {
namespace {

using content::TraitKind;

constexpr TraitKind kKinds[] = {TraitKind::signer, TraitKind::selector, TraitKind::dkim,
                                TraitKind::spf,    TraitKind::dmarc,    TraitKind::return_path};
// Servers' results come and go with the road a message takes: corroborates, never decides.
constexpr double kWeight = 0.2;
constexpr double kMost = 1.5;

}  // namespace

Expected<double> Authentication::weigh(const Context& context,
                                       const store::MessageRecord& /*message*/,
                                       const relations::Look& look) {
  strangest_ = {};
  for (const TraitKind kind : kKinds) {
    const HabitRatio one = kind_ratio(context.baseline, look, kind);
    if (one.value > strangest_.value) strangest_ = one;
  }
  part_ = std::clamp(kWeight * strangest_.value, 0.0, kMost);
  return part_;
}

void Authentication::parts(std::vector<Term>& into) const {
  into.push_back({"authentication", strangest_.value});
}

void Authentication::explain(const Context& context, const store::MessageRecord& message,
                             const relations::Look& look, Assessment& assessment) {
  if (part_ < 0.3) return;
  Reason reason = habit_reason(context, message, look, strangest_);
  reason.detector = "authentication";
  reason.code = "authentication_unusual";
  reason.weight = part_;
  reason.cause = fmt::format("authentication:{:08x}", strangest_.key);
  reason.innocent = "Providers change keys and routes; lists and forwarding break signatures.";
  assessment.reasons.push_back(std::move(reason));
}

}  // namespace letterlock::hunt
