#include "hunt/relationship.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "hunt/evidence.h"
#include "hunt/known_as.h"
#include "hunt/ratio.h"
#include "hunt/roster_signs.h"

namespace letterlock::hunt {
namespace {

using relations::kDay;

// Shorter silences are holidays.
constexpr UnixTime kShortestSilence = 60 * kDay;
constexpr std::uint32_t kFewestMessages = 5;
constexpr double kRelationWeight = 0.25;
constexpr double kOfSilence = 0.4, kOfDays = 0.1;
constexpr double kOfCircle = 0.4, kOfNewPairs = 0.2;
constexpr double kOfThread = 0.35, kLeastOfThread = -0.4;
// How an intruder's mail stands to conversations: a stated model, not learnt (docs/detection.md).
// By ThreadClass.
constexpr double kIntruder[relations::kThreadClasses] = {0.65, 0.05, 0.02, 0.08, 0.05, 0.15};
// Who came back this recently is still just back: the second message counts nearly as the first.
constexpr UnixTime kJustBack = 3 * kDay;

std::string_view thread_words(relations::ThreadClass thread) {
  switch (thread) {
    case relations::ThreadClass::start:
      return "It begins a conversation";
    case relations::ThreadClass::claims_only:
      return "Its subject says that it answers and no thread field does";
    case relations::ThreadClass::unknown_parent:
      return "It answers a message that has not been seen";
    case relations::ThreadClass::mine:
      return "It goes on in a conversation of the sender's";
    case relations::ThreadClass::to_me:
      return "It answers in a conversation sent to the sender";
    case relations::ThreadClass::other:
      return "It answers in a conversation that the sender had no part in";
  }
  return "";
}

struct Silence {
  UnixTime length = 0;
  UnixTime longest_before = 0;  // the longest earlier pause
  UnixTime typical = 0;
  std::uint32_t pauses = 0, as_long = 0;
  std::uint32_t n = 0;
  bool just_back = false;  // the silence ended with an earlier message
};

// `heard` is the last sign of life in the other direction: who is being written to and answers is
// not coming back on their own.
Silence silence_of(const relations::Rhythm& rhythm, UnixTime heard, UnixTime at) {
  Silence silence;
  silence.n = rhythm.messages;
  silence.typical = rhythm.typical_pause();
  silence.pauses = rhythm.pause_count();
  const UnixTime now = at - std::max(rhythm.last, heard);
  if (now < kJustBack && rhythm.returned_after > kShortestSilence &&
      at - rhythm.returned_at < kJustBack &&
      heard < rhythm.returned_at - rhythm.returned_after + kDay) {
    silence.just_back = true;
    silence.length = rhythm.returned_after;
    silence.longest_before = rhythm.longest_before_return;
    silence.typical = std::min(silence.typical, silence.longest_before);
    silence.as_long = rhythm.pauses_as_long(silence.length) - 1;
    --silence.pauses;
    return silence;
  }
  silence.length = now;
  silence.longest_before = rhythm.longest_pause;
  silence.as_long = rhythm.pauses_as_long(now);
  return silence;
}

bool is_long(const Silence& silence) {
  return silence.n >= kFewestMessages && silence.length >= kShortestSilence &&
         silence.length > 4 * silence.typical && 2 * silence.length > 3 * silence.longest_before;
}

std::string days(UnixTime length) { return fmt::format("{} days", length / kDay); }

// `others`: the sender's other addresses, which are counted too.
Reason reason_for(const Silence& silence, const store::MessageRecord& message,
                  std::string_view sender, const std::vector<KnownAs>& others,
                  std::string_view towards) {
  Reason reason;
  reason.detector = "relationship";
  reason.code = towards.empty() ? "back_after_silence" : "back_after_silence_to_recipient";
  reason.n = silence.n;
  reason.cause = fmt::format("silence:{}", sender);
  std::string by = in_quotes(sender);
  for (const KnownAs& other : others) by += ", also as " + in_quotes(other.address) + ",";
  reason.text = fmt::format(
      "{} wrote {}{} messages{} and then none for {}{}. The longest earlier pause was {}, a usual "
      "one {}.",
      by, silence.n > 1 ? "" : "only ", silence.n,
      towards.empty() ? std::string() : " to " + in_quotes(towards), days(silence.length),
      silence.just_back ? " until shortly before this one" : "", days(silence.longest_before),
      silence.typical < kDay ? "less than a day" : days(silence.typical));
  reason.innocent =
      "People come back: after leave, another job, an election, or simply with a new matter.";
  reason.evidence.push_back(in_field(message.id, "From", "the sender"));
  reason.evidence.push_back(in_field(message.id, "Date", "when the message says it was sent"));
  return reason;
}

// How rarely this sender pauses so long: minus the logarithm of the share of pauses.
double rarity_of(const relations::Rhythm& rhythm, UnixTime at) {
  const UnixTime gap = at - rhythm.last;
  const bool just_back = gap < kJustBack && at - rhythm.returned_at < kJustBack;
  const UnixTime pause = just_back ? rhythm.returned_after : gap;
  if (pause <= relations::kSession) return 0;
  const double pauses = rhythm.pause_count();
  const double as_long = rhythm.pauses_as_long(pause) - (just_back ? 1.0 : 0.0);
  const double days = static_cast<double>(pause) / kDay;
  return (kOfSilence * -std::log((std::max(0.0, as_long) + 0.5) / (pauses + 1)) +
          kOfDays * std::log1p(days)) *
         (just_back ? 0.8 : 1);
}

}  // namespace

Expected<double> Relationship::weigh(const Context& context, const store::MessageRecord& message,
                                     const relations::Look& look) {
  silence_ = people_ = thread_ = 0;
  part_ = roster_ = roster_weight(context, message, look);
  if (look.at == 0 || look.history_of_person() == 0) return part_;
  silence_ = rarity_of(look.person_state->sent, look.at);
  if (look.all_pairs > 0 && look.all_pairs <= relations::kMassRecipients) {
    const auto unknown = static_cast<double>(look.unknown_recipients);
    const double alike = look.person_state->circles.nearest(look.recipients) *
                         (1 - unknown / static_cast<double>(look.all_pairs));
    people_ = kOfCircle * (1 - alike) + kOfNewPairs * static_cast<double>(look.new_pairs) /
                                            static_cast<double>(look.all_pairs);
  }
  const auto number = static_cast<std::size_t>(look.thread);
  const double usual = usual_share(context.baseline, look, relations::thread_key(look.thread));
  thread_ = std::max(kLeastOfThread, kOfThread * ratio(kIntruder[number], usual));
  part_ = roster_ + kRelationWeight * (silence_ + people_ + thread_);
  return part_;
}

void Relationship::parts(std::vector<Term>& into) const {
  into.push_back({"silence", silence_});
  into.push_back({"people", people_});
  into.push_back({"thread_class", thread_});
}

void Relationship::explain(const Context& context, const store::MessageRecord& message,
                           const relations::Look& look, Assessment& assessment) {
  if (roster_ > 0) {
    auto signs = roster_signs(context, message, look);
    for (Reason& reason : signs.reasons) assessment.reasons.push_back(std::move(reason));
  }
  if (look.at == 0 || look.history_of_person() < kFewestMessages) return;
  explain_silence(context, message, look, assessment);
  const auto say = [&](double part, std::string_view code, std::string text) {
    if (kRelationWeight * part < 0.25) return;
    Reason reason;
    reason.detector = "relationship";
    reason.code = code;
    reason.weight = kRelationWeight * part;
    reason.n = look.history_of_person();
    reason.text = std::move(text);
    reason.innocent = "Every correspondence has a first message, and circles of people change.";
    reason.evidence.push_back(in_field(message.id, "To", "the recipients"));
    assessment.reasons.push_back(std::move(reason));
  };
  say(people_, "recipients_unusual",
      fmt::format(
          "{} of its {} recipients have never been written to by this sender, and no recent "
          "message of the {} went to a like circle.",
          look.new_pairs, look.all_pairs, look.history_of_person()));
  say(thread_, "thread_unusual",
      fmt::format("{}, which is rare for this sender ({:.0f} % of what could be told of {} "
                  "messages).",
                  thread_words(look.thread),
                  100 * usual_share(context.baseline, look, relations::thread_key(look.thread)),
                  look.history()));
}

void Relationship::explain_silence(const Context& context, const store::MessageRecord& message,
                                   const relations::Look& look, Assessment& assessment) const {
  const double weight = kRelationWeight * silence_;
  const Silence whole = silence_of(look.person_state->sent, 0, look.at);
  if (is_long(whole)) {
    Reason reason = reason_for(whole, message, look.from, known_as(context, look), {});
    reason.weight = weight;
    if (context.ground.answers_another(message.id)) {
      reason.text += " It answers a message that the case holds.";
    }
    assessment.reasons.push_back(std::move(reason));
    assessment.propose("Did you write to me again on that day?", 0.1);
    return;
  }
  for (const auto& address : message.addresses) {
    if (address.role != store::AddressRole::to) continue;
    const auto there = context.baseline.pair(look.from, address.address);
    if (!there) continue;
    const auto back = context.baseline.pair(address.address, look.from);
    const Silence silence = silence_of(*there, back ? back->last : 0, look.at);
    if (!is_long(silence)) continue;
    Reason reason =
        reason_for(silence, message, look.from, known_as(context, look), address.address);
    reason.weight = 0;  // said, not counted: the sender was writing to others
    assessment.reasons.push_back(std::move(reason));
    return;
  }
}

}  // namespace letterlock::hunt
