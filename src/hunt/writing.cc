#include "hunt/writing.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "hunt/client.h"
#include "hunt/evidence.h"

namespace letterlock::hunt {
namespace {

using content::TraitKind;

constexpr TraitKind kWritingKinds[] = {
    TraitKind::language,    TraitKind::greeting, TraitKind::closing,     TraitKind::signature,
    TraitKind::letter_case, TraitKind::emoji,    TraitKind::punctuation, TraitKind::text_length};
constexpr double kLeastOfWriting = -1.5, kMostOfWriting = 4;
constexpr double kOfRareWords = 0.08, kOfHabits = 0.2, kOfThread = 0.2;
constexpr double kOfGreeting = 0.55, kOfClosing = 0.3;
constexpr double kMostOfAHabit = 3;
constexpr std::size_t kFewestWords = 4;

double weight_of(TraitKind kind) {
  if (kind == TraitKind::greeting) return kOfGreeting;
  return kind == TraitKind::closing ? kOfClosing : kOfHabits;
}

}  // namespace

// Each word's share for somebody else (the case's words, flattened) against this sender's.
double Writing::of_words(const Context& context, const store::MessageRecord& message,
                         const relations::Look& look) const {
  const auto& words = message.writing.words;
  if (words.size() < kFewestWords || !look.state) return 0;
  double sum = 0;
  for (const std::uint32_t word : words) {
    const double other = context.baseline.words().flat_share(word);
    const double own = relations::word_share(look.state->words, context.baseline.words(), word);
    sum += std::clamp(std::log(other / own), -2.0, 2.5);
  }
  const double mean = sum / std::sqrt(static_cast<double>(words.size()) + 8);
  return kOfRareWords * std::clamp(0.9 * mean, -3.0, 6.0);
}

// How much of what it says its conversation has said: rare words count more.
double Writing::of_thread(const Context& context, const store::MessageRecord& message,
                          const relations::Look& look) const {
  const auto& words = message.writing.words;
  if (!look.conversation || look.conversation->words() < 20 || words.size() < kFewestWords) {
    return 0;
  }
  double shared = 0, all = 0;
  for (const std::uint32_t word : words) {
    const double weight =
        -std::log(std::min(1.0, context.baseline.words().messages_with(word) + 0.001));
    all += weight;
    if (look.conversation->has_word(word)) shared += weight;
  }
  return all > 0 ? kOfThread * (0.35 - shared / all) / 0.2 : 0;
}

Expected<double> Writing::weigh(const Context& context, const store::MessageRecord& message,
                                const relations::Look& look) {
  words_ = of_words(context, message, look);
  thread_ = of_thread(context, message, look);
  uncut_ = words_ + thread_;
  habits_ = {};
  // Without words of its own a message has no writing to compare.
  for (std::size_t i = 0; i < kKinds && !message.writing.words.empty(); ++i) {
    habits_[i] = kind_ratio(context.baseline, look, kWritingKinds[i]);
    habits_[i].value =
        weight_of(kWritingKinds[i]) * std::clamp(habits_[i].value, -kMostOfAHabit, kMostOfAHabit);
    uncut_ += habits_[i].value;
  }
  part_ = std::clamp(uncut_, kLeastOfWriting, kMostOfWriting);
  return part_;
}

void Writing::parts(std::vector<Term>& into) const {
  into.push_back({"words", words_});
  into.push_back({"words_in_thread", thread_});
  for (std::size_t i = 0; i < kKinds; ++i) {
    into.push_back({content::trait_name(kWritingKinds[i]), habits_[i].value});
  }
}

void Writing::explain(const Context& context, const store::MessageRecord& message,
                      const relations::Look& look, Assessment& assessment) {
  if (part_ < 0.4) return;
  double against = std::max(0.0, words_) + std::max(0.0, thread_);
  for (const HabitRatio& habit : habits_) against += std::max(0.0, habit.value);
  const double share = part_ / against;
  const auto say = [&](Reason reason, std::string_view code, double part) {
    reason.detector = "writing";
    reason.code = code;
    reason.weight = part * share;
    reason.innocent = "People write otherwise in haste, from a telephone, or on another subject.";
    assessment.reasons.push_back(std::move(reason));
  };
  if (words_ * share >= 0.3) {
    Reason reason;
    reason.n = look.history();
    reason.text = fmt::format(
        "Of its {} different words, {} have not been used in this sender's {} earlier messages.",
        message.writing.words.size(),
        std::count_if(message.writing.words.begin(), message.writing.words.end(),
                      [&](std::uint32_t word) { return look.state->words.of(word) == 0; }),
        look.history());
    reason.evidence.push_back(in_field(message.id, "From", "the sender"));
    say(std::move(reason), "words_foreign_to_sender", words_);
  }
  if (thread_ * share >= 0.3) {
    Reason reason;
    reason.n = look.conversation->messages();
    reason.text = fmt::format(
        "It answers in a conversation of {} messages and shares hardly any "
        "telling word with it.",
        look.conversation->messages());
    reason.evidence.push_back(in_field(message.id, "Subject", "the conversation it stands in"));
    say(std::move(reason), "words_foreign_to_conversation", thread_);
  }
  for (const HabitRatio& habit : habits_) {
    if (habit.value * share < 0.3) continue;
    say(habit_reason(context, message, look, habit), "writing_habit_broken", habit.value);
  }
}

}  // namespace letterlock::hunt
