#include "hunt/hidden_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "content/content.h"
#include "content/traits.h"
#include "hunt/evidence.h"
#include "mime/message.h"
#include "relations/habits.h"

namespace letterlock::hunt {
namespace {

constexpr auto kKind = static_cast<std::uint8_t>(content::TraitKind::hidden_text);
// Of a sender's messages: more is their way of writing.
constexpr double kOften = 0.3;
constexpr std::size_t kMostEvidence = 4;

std::string_view way_words(content::HidingWay way) {
  switch (way) {
    case content::HidingWay::removed:
      return "taken out of the page";
    case content::HidingWay::invisible:
      return "made invisible";
    case content::HidingWay::tiny:
      return "without size";
    case content::HidingWay::ground:
      return "in the colour of their ground";
  }
  return "";
}

}  // namespace

std::optional<Reason> hidden_text(store::MessageId id, std::string_view octets) {
  const auto message = mime::Message::parse_view(octets);
  if (!message) return std::nullopt;
  content::Content content = content::extract(*message);
  const std::uint32_t letters = content::hidden_letters(content);
  if (letters == 0) return std::nullopt;
  std::stable_sort(content.hidden.begin(), content.hidden.end(),
                   [](const auto& a, const auto& b) { return a.letters > b.letters; });
  const content::Hidden& most = content.hidden.front();
  Reason reason;
  reason.detector = "hidden_text";
  reason.code = "hidden_text";
  const std::size_t places = content.hidden.size();
  reason.text = fmt::format(
      "The HTML holds words that its reader does not see and a program that reads it does: {} "
      "letters {}{}: {}.",
      letters, places == 1 ? std::string() : fmt::format("in {} places, most of them ", places),
      way_words(most.way), in_quotes(most.text, 120));
  reason.innocent =
      "Newsletters hide words every day: for small screens, for lists of messages, to be counted.";
  for (const content::Hidden& one : content.hidden) {
    if (reason.evidence.size() == kMostEvidence) break;
    reason.evidence.push_back(in_text(id, {one.where.entity, one.where.offset, one.where.length},
                                      fmt::format("letters {}", way_words(one.way))));
  }
  return reason;
}

std::optional<Reason> hidden_text(const Context& context, const store::MessageRecord& message,
                                  const relations::Look& look) {
  const bool hides = std::any_of(message.traits.begin(), message.traits.end(),
                                 [](const auto& trait) { return trait.kind == kKind; });
  if (!hides) return std::nullopt;
  double never = 0, all = 0;
  if (look.state != nullptr) {
    const auto count = look.state->habits.count(relations::habit_absent(kKind));
    never = count.of_value;
    all = count.all;
  }
  if (all > 0 && all - never > kOften * all) return std::nullopt;
  const auto octets = context.evidence(message.id);
  if (!octets) return std::nullopt;
  auto reason = hidden_text(message.id, *octets);
  if (!reason) return std::nullopt;
  reason->n = look.history();
  reason->text += all - never < 0.5
                      ? " This sender's mail did not before."
                      : fmt::format(" This sender's mail seldom does (about {:.0f} % of it).",
                                    100 * (all - never) / all);
  return reason;
}

}  // namespace letterlock::hunt
