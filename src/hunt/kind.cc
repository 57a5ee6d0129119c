#include "hunt/kind.h"

#include <fmt/core.h>

#include <algorithm>

#include "hunt/client.h"

namespace letterlock::hunt {
namespace {

using content::TraitKind;

// What an intruder writes, as shares: a stated model, not learnt (docs/detection.md).
struct Share {
  std::string_view value;
  double share;
};
constexpr Share kKinds[] = {{"prose start", 0.70},
                            {"prose reply", 0.24},
                            {"patch start", 0.02},
                            {"patch reply", 0.02},
                            {"automatic", 0.02}};
constexpr Share kQuoting[] = {{"none", 0.68}, {"top", 0.27}, {"inline", 0.02}, {"bottom", 0.03}};

constexpr double kOfKind = 0.3, kOfQuoting = 0.15;
constexpr double kKindWorthSaying = 0.5;

const store::TraitFact* first_of(const store::MessageRecord& message, TraitKind kind) {
  for (const auto& trait : message.traits) {
    if (trait.kind == static_cast<std::uint8_t>(kind)) return &trait;
  }
  return nullptr;
}

double share_in(std::span<const Share> table, std::string_view value) {
  for (const Share& one : table) {
    if (one.value == value) return one.share;
  }
  return 0.02;
}

}  // namespace

Expected<double> Kind::weigh(const Context& context, const store::MessageRecord& message,
                             const relations::Look& look) {
  of_kind_ = of_quoting_ = 0;
  // What it forwards is weighed by thread truth; once is enough.
  const auto* sort = first_of(message, TraitKind::message_kind);
  if (sort != nullptr && sort->value == "forward") return 0.0;
  if (const auto* trait = first_of(message, TraitKind::message_kind)) {
    kind_key_ = relations::habit_key(trait->kind, trait->value);
    const double usual = usual_share(context.baseline, look, kind_key_);
    of_kind_ = kOfKind * std::clamp(ratio(share_in(kKinds, trait->value), usual), -2.0, 5.0);
  }
  if (const auto* trait = first_of(message, TraitKind::quoting)) {
    quoting_key_ = relations::habit_key(trait->kind, trait->value);
    const double usual = usual_share(context.baseline, look, quoting_key_);
    of_quoting_ =
        kOfQuoting * std::clamp(ratio(share_in(kQuoting, trait->value), usual), -1.0, 3.0);
  }
  return of_kind_ + of_quoting_;
}

void Kind::parts(std::vector<Term>& into) const {
  into.push_back({"message_kind", of_kind_});
  into.push_back({"quoting", of_quoting_});
}

void Kind::explain(const Context& context, const store::MessageRecord& message,
                   const relations::Look& look, Assessment& assessment) {
  const auto say = [&](double part, relations::HabitKey key, std::string_view code) {
    if (part < kKindWorthSaying) return;
    HabitRatio habit;
    habit.key = key;
    if (look.state) habit.count = look.state->habits.count(key);
    Reason reason = habit_reason(context, message, look, habit);
    reason.detector = "kind";
    reason.code = code;
    reason.weight = part;
    reason.innocent = "People write other sorts of messages than they mostly do.";
    assessment.reasons.push_back(std::move(reason));
  };
  say(of_kind_, kind_key_, "kind_unusual");
  say(of_quoting_, quoting_key_, "quoting_unusual");
}

}  // namespace letterlock::hunt
