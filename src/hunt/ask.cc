#include "hunt/ask.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/counted.h"
#include "hunt/evidence.h"
#include "hunt/lure_words.h"

namespace letterlock::hunt {
namespace {

using content::AskKind;

// How much of an intruder's mail asks for a given thing: a stated model (docs/detection.md).
constexpr double kIntruderAsks = 0.45;
constexpr double kAbsent = -0.2;
// One ask that is rare here says something, not all: words have other meanings.
constexpr double kMostOfAnAsk = 3, kMostOfAsks = 6;
constexpr double kOfAsks = 0.7, kOfWords = 1;

std::string percent_words(double share) {
  return share < 0.0005 ? std::string("hardly any") : fmt::format("{:.1f} %", 100 * share);
}

// How often this sender's messages ask for it.
std::string own_words(const relations::Look& look, std::uint8_t kind) {
  if (!look.state || look.history() == 0) return "nothing is known of this sender's";
  const auto observed = std::lround(look.state->asks.observed[kind]);
  const double expected = look.state->asks.expected[kind];
  if (observed == 0 && expected < 0.05) return "this sender's did not of late";
  return fmt::format("this sender's did {} of late where {:.1f} would be usual",
                     counted(static_cast<std::uint64_t>(observed), "time", "times"), expected);
}

// Whoever asks for it more often than usual departs from nothing by asking once more.
bool asks_often(const relations::AskRates::Sender& sender, std::size_t kind) {
  return sender.observed[kind] > sender.expected[kind];
}

// Bait is many small things: a question that can be answered does not name them.
std::string question_of(AskKind kind) {
  return kind == AskKind::bait ? std::string("Did you write me this, and what do you want of me?")
                               : fmt::format("Did you ask me {}?", ask_words(kind));
}

}  // namespace

std::string_view ask_words(AskKind kind) {
  switch (kind) {
    case AskKind::login:
      return "to sign in or confirm an account";
    case AskKind::document:
      return "to open or review a document";
    case AskKind::payment:
      return "for money or bank details";
    case AskKind::secrecy:
      return "to keep something between them";
    case AskKind::channel:
      return "to go on by another channel";
    case AskKind::urgency:
      return "to be quick";
    case AskKind::access:
      return "for access, credentials or a code";
    case AskKind::bait:
      return "for a favour, for time or for an answer";
  }
  return "";
}

Expected<double> Ask::weigh(const Context& context, const store::MessageRecord& message,
                            const relations::Look& look) {
  static const relations::AskRates::Sender kNobody;
  const auto& sender = look.state ? look.state->asks : kNobody;
  uncut_ = 0;
  for (std::size_t i = 0; i < content::kAskKinds; ++i) {
    found_[i] = 0;
    if (!look.asks[i] || asks_often(sender, i)) continue;
    const double usual = context.baseline.ask_rates().share_for(sender, look.bin, i);
    found_[i] = std::clamp(ratio(kIntruderAsks, usual), 0.0, kMostOfAnAsk);
    uncut_ += found_[i];
  }
  lure_words_ = lure_words(context.baseline, look, message.writing);
  const double beyond = lure_words_ - usual_words_.usual_for(look.from, look.bin);
  words_ = kOfWords * std::max(0.0, beyond);
  const double asks = kOfAsks * std::min(uncut_, kMostOfAsks);
  const bool any = std::any_of(look.asks.begin(), look.asks.end(), [](bool ask) { return ask; });
  part_ = asks + words_ + (any ? 0 : kAbsent);
  uncut_ += words_;
  return part_;
}

void Ask::learn(const relations::Look& look, double trust) {
  usual_words_.observe(look.from, look.at, look.bin, lure_words_,
                       look.state ? look.state->sent.messages : 0, trust);
}

void Ask::parts(std::vector<Term>& into) const {
  for (std::size_t i = 0; i < content::kAskKinds; ++i) {
    into.push_back({content::ask_name(static_cast<AskKind>(i)), found_[i]});
  }
  into.push_back({"lure_words", words_});
}

void Ask::explain(const Context& context, const store::MessageRecord& message,
                  const relations::Look& look, Assessment& assessment) {
  if (part_ < 0.4) return;
  const double share = part_ / uncut_;
  for (const auto& ask : message.writing.asks) {
    if (ask.kind >= content::kAskKinds || found_[ask.kind] * share < 0.3) continue;
    const auto kind = static_cast<AskKind>(ask.kind);
    Reason reason;
    reason.detector = "ask";
    reason.code = fmt::format("asks_{}", content::ask_name(kind));
    reason.weight = found_[ask.kind] * share;
    reason.n = look.history();
    reason.text =
        fmt::format("Asks {}: {} of messages of this length in the case do; {}.", ask_words(kind),
                    percent_words(context.baseline.ask_rates().share(look.bin, ask.kind)),
                    own_words(look, ask.kind));
    reason.innocent = "Most requests are honest, and the words have other meanings.";
    reason.evidence.push_back(in_text(message.id, ask.where, "what it asks"));
    assessment.propose(question_of(kind), reason.weight);
    assessment.reasons.push_back(std::move(reason));
  }
  if (words_ * share < 0.3) return;
  Reason reason;
  reason.detector = "ask";
  reason.code = "words_of_lures";
  reason.weight = words_ * share;
  reason.n = look.history();
  reason.text =
      "Uses more words that lures are made of and that are rare in this case and from this sender "
      "than messages of this length do.";
  reason.innocent = "A new subject brings new words.";
  reason.evidence.push_back(in_field(message.id, "Subject", "the message with these words"));
  assessment.reasons.push_back(std::move(reason));
}

}  // namespace letterlock::hunt
