#include "hunt/client.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/ascii.h"
#include "hunt/evidence.h"

namespace letterlock::hunt {
namespace {

using content::TraitKind;

// Kinds that say much the same are one group, of which the strangest counts.
struct Group {
  std::array<TraitKind, 3> kinds;
  std::size_t size;
  double weight;
};
constexpr double kOfClient = 0.35, kOfNetwork = 0.6;
constexpr std::array<Group, 12> kGroups = {{
    {{TraitKind::mailer_family, TraitKind::mailer}, 2, kOfClient},
    {{TraitKind::message_id_shape, TraitKind::message_id_host}, 2, kOfClient},
    {{TraitKind::boundary, TraitKind::structure}, 2, kOfClient / 2},
    {{TraitKind::header_order, TraitKind::header_case}, 2, kOfClient / 2},
    {{TraitKind::charset, TraitKind::encoding}, 2, kOfClient / 2},
    {{TraitKind::html_generator, TraitKind::flowed, TraitKind::line_width}, 3, kOfClient / 2},
    {{TraitKind::thread_index, TraitKind::language_field, TraitKind::priority}, 3, kOfClient / 2},
    {{TraitKind::mime_version}, 1, kOfClient / 2},
    {{TraitKind::zone}, 1, kOfClient},
    {{TraitKind::network}, 1, kOfNetwork},
    {{TraitKind::origin_domain, TraitKind::origin_host}, 2, kOfNetwork},
    {{TraitKind::protocol, TraitKind::tenant}, 2, kOfNetwork / 2},
}};

constexpr double kMostOfAGroup = 4;
constexpr double kCap = 4;
constexpr double kWeight = 0.5;
// The share of intruders who come with a client and a path of their own.
constexpr double kOwnTools = 0.4;
constexpr double kWorthSaying = 1;

}  // namespace

Expected<double> Client::weigh(const Context& context, const store::MessageRecord& /*message*/,
                               const relations::Look& look) {
  double sum = 0;
  groups_ = 0;
  for (const Group& group : kGroups) {
    HabitRatio strangest;
    for (std::size_t i = 0; i < group.size; ++i) {
      const HabitRatio one = kind_ratio(context.baseline, look, group.kinds[i]);
      if (i == 0 || one.value > strangest.value) strangest = one;
    }
    strangest.value = group.weight * std::clamp(strangest.value, -kMostOfAGroup, kMostOfAGroup);
    sum += strangest.value;
    found_[groups_++] = strangest;
  }
  part_ = kWeight * std::min(kCap, std::log(kOwnTools * std::exp(sum) + 1 - kOwnTools));
  return part_;
}

void Client::parts(std::vector<Term>& into) const {
  double client = 0, network = 0;
  for (std::size_t i = 0; i < groups_; ++i) {
    (i + 3 < groups_ ? client : network) += found_[i].value;
  }
  into.push_back({"client", client});
  into.push_back({"network", network});
}

void Client::explain(const Context& context, const store::MessageRecord& message,
                     const relations::Look& look, Assessment& assessment) {
  if (part_ < 0.3) return;
  std::sort(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(groups_),
            [](const HabitRatio& a, const HabitRatio& b) { return a.value > b.value; });
  double all = 0;
  std::size_t said = 0;
  while (said < groups_ && said < 3 && found_[said].value >= kWorthSaying * 0.3) {
    all += found_[said++].value;
  }
  for (std::size_t i = 0; i < said; ++i) {
    Reason reason = habit_reason(context, message, look, found_[i]);
    reason.detector = "client";
    reason.code = "client_new_to_sender";
    reason.weight = part_ * found_[i].value / all;
    reason.cause = fmt::format("client:{:08x}", found_[i].key);
    reason.innocent = "People change laptop, program, employer and network, or travel.";
    assessment.reasons.push_back(std::move(reason));
  }
  if (said > 0) assessment.propose("From which device and program did you send this?", part_ / 2);
}

std::string_view kind_words(TraitKind kind) {
  switch (kind) {
    case TraitKind::network:
      return "the network it was handed in from";
    case TraitKind::origin_domain:
    case TraitKind::origin_host:
      return "the server that took it";
    case TraitKind::protocol:
      return "the way it was handed in";
    case TraitKind::tenant:
      return "the Microsoft 365 tenant";
    case TraitKind::mailer_family:
    case TraitKind::mailer:
      return "the sending program";
    case TraitKind::message_id_shape:
    case TraitKind::message_id_host:
      return "the form of its Message-ID";
    case TraitKind::boundary:
      return "the form of its MIME boundary";
    case TraitKind::structure:
      return "its MIME structure";
    case TraitKind::header_order:
      return "the order of its header fields";
    case TraitKind::header_case:
      return "the spelling of its header fields";
    case TraitKind::zone:
      return "the time zone of its clock";
    case TraitKind::thread_index:
      return "Outlook's thread index";
    case TraitKind::language_field:
      return "the language it declares";
    case TraitKind::message_kind:
      return "the sort of message";
    case TraitKind::letter_case:
      return "the use of capital letters";
    case TraitKind::punctuation:
      return "the punctuation";
    case TraitKind::emoji:
      return "the use of smileys";
    case TraitKind::text_length:
      return "the length of its text";
    case TraitKind::greeting:
      return "the greeting";
    case TraitKind::closing:
      return "the closing";
    case TraitKind::signature:
      return "the signature block";
    case TraitKind::language:
      return "the language";
    case TraitKind::quoting:
      return "the place of the answer and the quoted text";
    case TraitKind::signer:
    case TraitKind::selector:
      return "the DKIM signature";
    case TraitKind::signature_form:
      return "the form of the DKIM signature";
    case TraitKind::return_path:
      return "the return path";
    case TraitKind::spf:
      return "the SPF result";
    case TraitKind::dkim:
      return "the DKIM result";
    case TraitKind::dmarc:
      return "the DMARC result";
    case TraitKind::arc:
      return "the ARC seal";
    default:
      return content::trait_name(kind);
  }
}

namespace {

// Earlier messages that the habit rests on.
std::uint64_t messages_that_show(const relations::Look& look, TraitKind kind) {
  const auto& results = relations::kResultKinds;
  const auto result = std::find(results.begin(), results.end(), kind);
  if (result == results.end() || look.state == nullptr) return look.history();
  return look.state->results[static_cast<std::size_t>(result - results.begin())];
}

// Counts decay, so only their share is true.
std::string share_words(const relations::HabitCount& count) {
  const double share = count.all > 0 ? 100 * count.of_value / count.all : 0;
  return share < 0.1 ? std::string("hardly any") : fmt::format("{:.1f} %", share);
}

}  // namespace

Reason habit_reason(const Context& context, const store::MessageRecord& message,
                    const relations::Look& look, const HabitRatio& habit) {
  const auto kind = static_cast<TraitKind>(relations::kind_of(habit.key));
  const store::TraitFact* trait = trait_of(message, habit.key);
  Reason reason;
  reason.n = messages_that_show(look, kind);
  reason.text = fmt::format(
      "{}{} is {}; {} of this sender's {}{} had it (later ones count more), {:.1f} % of all mail "
      "in the case has it.",
      to_upper(kind_words(kind).front()), kind_words(kind).substr(1),
      trait ? in_quotes(trait->value) : std::string("not there"), share_words(habit.count),
      earlier_messages(reason.n),
      relations::is_result(static_cast<std::uint8_t>(kind)) ? " with a receiver's result" : "",
      100 * context.baseline.population().share(habit.key));
  if (trait != nullptr && trait->where.length > 0) {
    reason.evidence.push_back(in_octets(message.id, trait->where, std::string(kind_words(kind))));
  } else {
    reason.evidence.push_back(in_field(message.id, "From", "the sender"));
  }
  return reason;
}

}  // namespace letterlock::hunt
