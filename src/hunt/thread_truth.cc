#include "hunt/thread_truth.h"

#include <fmt/core.h>

#include <algorithm>

#include "content/content.h"
#include "hunt/claims.h"
#include "hunt/evidence.h"
#include "hunt/ratio.h"

namespace letterlock::hunt {
namespace {

// How an intruder's mail stands to the truth: a stated model, not learnt (docs/detection.md). By
// TruthClass.
constexpr double kIntruder[kTruthClasses] = {0.75, 0.01, 0.12, 0.05, 0.05, 0.02};
constexpr double kLeastOfClass = -0.3, kMostOfClass = 4, kMostOfReasons = 6;

TruthClass class_of(const store::MessageRecord& message, const TruthCounts& before,
                    const TruthCounts& after) {
  const bool forwards =
      std::any_of(message.quotes.begin(), message.quotes.end(), [](const auto& quote) {
        return static_cast<content::Quote::Kind>(quote.kind) != content::Quote::Kind::reply;
      });
  if (after.differs > before.differs) return TruthClass::differs;
  if (forwards) {
    const bool unknown = after.absent > before.absent || after.cannot_say > before.cannot_say;
    return unknown ? TruthClass::forward_unknown : TruthClass::forward_known;
  }
  if (message.claims_forward && message.quotes.empty()) return TruthClass::forward_no_block;
  if (message.claims_reply && !message.has_references) return TruthClass::reply_no_thread;
  return TruthClass::fine;
}

// What claims nothing, or forwards what is held, is no sign, however much else its sender claims;
// subjects written by hand are a weak one.
double most_of(TruthClass of) {
  if (of == TruthClass::fine || of == TruthClass::forward_known) return 0;
  return of == TruthClass::forward_no_block || of == TruthClass::reply_no_thread ? 2 : kMostOfClass;
}

std::string_view words_of(TruthClass of) {
  switch (of) {
    case TruthClass::fine:
      return "Claims nothing that is not so";
    case TruthClass::forward_known:
      return "Forwards a message that the case holds";
    case TruthClass::forward_unknown:
      return "Forwards a message that the case does not hold";
    case TruthClass::forward_no_block:
      return "Its subject says that it forwards something, and it does not";
    case TruthClass::reply_no_thread:
      return "Its subject says that it answers, and no thread field does";
    case TruthClass::differs:
      return "Repeats a message with other words or links";
  }
  return "";
}

}  // namespace

Expected<double> ThreadTruth::weigh(const Context& context, const store::MessageRecord& message,
                                    const relations::Look& look) {
  found_ = {};
  const TruthCounts before = counts_;
  if (auto done = examine_claims(context, message, found_, counts_); !done) {
    return fail(std::move(done));
  }
  class_ = class_of(message, before, counts_);
  const double usual = usual_share(context.baseline, look, habit());
  of_class_ = std::clamp(ratio(kIntruder[static_cast<std::size_t>(class_)], usual), kLeastOfClass,
                         most_of(class_));
  double of_reasons = 0;
  for (const Reason& reason : found_.reasons) of_reasons += reason.weight;
  // Two views of the same thing: the stronger counts.
  part_ = std::max(of_class_, std::min(of_reasons, kMostOfReasons));
  return part_;
}

void ThreadTruth::parts(std::vector<Term>& into) const {
  into.push_back({"truth_class", of_class_});
  into.push_back({"thread_truth", part_});
}

void ThreadTruth::explain(const Context& /*context*/, const store::MessageRecord& message,
                          const relations::Look& look, Assessment& assessment) {
  double left = part_;
  std::stable_sort(found_.reasons.begin(), found_.reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.weight > b.weight; });
  for (Reason& reason : found_.reasons) {
    reason.weight = std::clamp(reason.weight, 0.0, std::max(0.0, left));
    left -= reason.weight;
    assessment.reasons.push_back(std::move(reason));
  }
  assessment.propose(std::move(found_.ask), found_.ask_weight);
  found_ = {};
  if (left < 0.4 || class_ == TruthClass::fine) return;
  Reason reason;
  reason.detector = "thread_truth";
  reason.code = "thread_claim_unusual";
  reason.weight = left;
  reason.n = look.history();
  reason.text = fmt::format("{}; this sender's {} hardly ever did.", words_of(class_),
                            earlier_messages(look.history()));
  reason.innocent = "People forward what only they received, and write subjects by hand.";
  reason.evidence.push_back(in_field(message.id, "Subject", "what the subject claims"));
  assessment.reasons.push_back(std::move(reason));
}

bool ThreadTruth::contradicts() const {
  return std::any_of(found_.reasons.begin(), found_.reasons.end(),
                     [](const Reason& reason) { return reason.contradicts; });
}

relations::HabitKey ThreadTruth::habit() const {
  const char value = static_cast<char>('a' + static_cast<int>(class_));
  return relations::habit_key(relations::kTruthClassKind, {&value, 1});
}

}  // namespace letterlock::hunt
