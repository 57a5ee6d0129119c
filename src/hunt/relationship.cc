#include "hunt/relationship.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "hunt/evidence.h"

namespace letterlock::hunt {
namespace {

using relations::kDay;

// Shorter silences are holidays.
constexpr UnixTime kShortestSilence = 60 * kDay;
constexpr std::uint32_t kFewestMessages = 5;
// Coming back alone is everyday: it stays below HuntOptions::fewest_points.
constexpr double kMost = 2.5;
// Silent towards one person only, while writing to others.
constexpr double kOneRecipientOnly = 0.35;
// Who answers a message was written to first.
constexpr double kAnswering = 0.4;
// Who came back this recently is still just back: the second message counts nearly as the first.
constexpr UnixTime kJustBack = 3 * kDay;

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

double weight_of(const Silence& silence) {
  const double share = (silence.as_long + 0.5) / (silence.pauses + 1.0);
  const double weight = std::clamp(-std::log(share), 0.0, kMost);
  return silence.just_back ? 0.8 * weight : weight;
}

std::string days(UnixTime length) { return fmt::format("{} days", length / kDay); }

Reason reason_for(const Silence& silence, const store::MessageRecord& message,
                  std::string_view sender, std::string_view towards) {
  Reason reason;
  reason.detector = "relationship";
  reason.code = towards.empty() ? "back_after_silence" : "back_after_silence_to_recipient";
  reason.n = silence.n;
  reason.weight = weight_of(silence) * (towards.empty() ? 1 : kOneRecipientOnly);
  reason.cause = fmt::format("silence:{}", sender);
  reason.text = fmt::format(
      "{} wrote {}{} messages{} and then none for {}{}. The longest earlier pause was {}, a usual "
      "one {}.",
      in_quotes(sender), silence.n > 1 ? "" : "only ", silence.n,
      towards.empty() ? std::string() : " to " + in_quotes(towards), days(silence.length),
      silence.just_back ? " until shortly before this one" : "", days(silence.longest_before),
      silence.typical < kDay ? "less than a day" : days(silence.typical));
  reason.innocent =
      "People come back: after leave, another job, an election, or simply with a new matter.";
  reason.evidence.push_back(in_field(message.id, "From", "the sender"));
  reason.evidence.push_back(in_field(message.id, "Date", "when the message says it was sent"));
  return reason;
}

}  // namespace

Expected<void> Relationship::assess(const Context& context, const store::MessageRecord& message,
                                    Assessment& assessment) {
  if (!relations::is_plausible(message.date)) return {};
  const std::string_view sender = relations::sender_of(message);
  const auto* state = context.baseline.correspondent(sender);
  if (!state || state->sent.messages < kFewestMessages || state->broadcasts()) return {};

  const Silence whole = silence_of(state->sent, 0, *message.date);
  if (is_long(whole)) {
    Reason reason = reason_for(whole, message, sender, {});
    if (context.ground.answers_another(message.id)) {
      reason.weight *= kAnswering;
      reason.text += " It answers a message that the case holds.";
    }
    assessment.reasons.push_back(std::move(reason));
    assessment.propose("Did you write to me again on that day?", 0.1);
    return {};
  }
  const Reason* best = nullptr;
  Reason candidate;
  for (const auto& address : message.addresses) {
    if (address.role != store::AddressRole::to) continue;
    const auto* there = context.baseline.pair(sender, address.address);
    if (!there) continue;
    const auto* back = context.baseline.pair(address.address, sender);
    const Silence silence = silence_of(*there, back ? back->last : 0, *message.date);
    if (!is_long(silence)) continue;
    Reason reason = reason_for(silence, message, sender, address.address);
    if (best && reason.weight <= best->weight) continue;
    candidate = std::move(reason);
    best = &candidate;
  }
  if (best) assessment.reasons.push_back(std::move(candidate));
  return {};
}

}  // namespace letterlock::hunt
