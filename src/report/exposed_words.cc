#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "report/exposed.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using exposure::ExposureClass;

constexpr std::size_t kContextsNamed = 4;  // of one address

// "78 were opened, 831 were copied ..."; "" where nothing was.
std::string touched(const exposure::ExposureResult& result, std::size_t mailbox) {
  std::string text;
  const auto add = [&](ExposureClass level, std::string_view one, std::string_view many) {
    const std::uint64_t count = class_count(result, mailbox, level);
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", grouped(count), count == 1 ? one : many);
  };
  add(ExposureClass::x5, "message was taken", "messages were taken");
  add(ExposureClass::x4, "message was opened", "messages were opened");
  add(ExposureClass::x3, "more was copied to a foreign device and must be assumed read",
      "more were copied to a foreign device and must be assumed read");
  return text;
}

}  // namespace

std::uint64_t class_count(const exposure::ExposureResult& result, std::size_t mailbox,
                          ExposureClass level) {
  return static_cast<std::uint64_t>(
      std::count_if(result.messages.begin(), result.messages.end(), [&](const auto& message) {
        return message.mailbox == mailbox && message.exposure == level;
      }));
}

std::string class_phrase(ExposureClass level, std::uint64_t count) {
  std::string words(exposure::class_words(level));
  if (count != 1 && words.starts_with("was ")) words.replace(0, 3, "were");
  return words;
}

std::vector<const exposure::BlindSpan*> silences(const exposure::ReachedMailbox& mailbox) {
  const UnixTime end = mailbox.eviction.value_or(exposure::kEverUntil);
  const auto& spans = mailbox.coverage.spans;
  std::vector<const exposure::BlindSpan*> list;
  for (const exposure::BlindSpan& span : spans) {
    const bool said = span.reason == exposure::Blind::throttle_limit &&
                      std::any_of(spans.begin(), spans.end(), [&](const auto& other) {
                        return other.reason == exposure::Blind::throttled &&
                               other.from < span.until && span.from < other.until;
                      });
    if (said || span.reason == exposure::Blind::repeated) continue;
    if (span.until > mailbox.entry && span.from < end) list.push_back(&span);
  }
  return list;
}

std::string silence_time(const exposure::BlindSpan& span) {
  return fmt::format("{} to {}",
                     span.from <= exposure::kEverFrom ? "the beginning" : minute(span.from),
                     span.until >= exposure::kEverUntil ? "the end" : minute(span.until));
}

std::string capitalized(std::string_view sentence) {
  std::string text(sentence);
  if (!text.empty()) text.front() = to_upper(text.front());
  return text;
}

std::string access_time(const exposure::ReachedMailbox& mailbox) {
  if (mailbox.eviction) {
    return fmt::format("between {} and {}", minute(mailbox.entry), minute(mailbox.eviction));
  }
  return fmt::format("from {} on; no record shows that it was ended", minute(mailbox.entry));
}

void summarize_exposure(const ExposedOverview& exposed, std::vector<std::string>& established,
                        std::vector<std::string>& departs, std::vector<std::string>& cannot_say) {
  for (std::size_t i = 0; i < exposed.result.mailboxes.size(); ++i) {
    const exposure::ReachedMailbox& mailbox = exposed.result.mailboxes[i];
    departs.push_back(fmt::format("The mailbox “{}” was open to somebody else {}{}.",
                                  mailbox.account, access_time(mailbox),
                                  exposed.result.proposed ? ", as the logs suggest" : ""));
    const std::string what = touched(exposed.result, i);
    if (!what.empty()) {
      established.push_back(fmt::format("In “{}”: {}.", mailbox.account, what));
    }
    const std::uint64_t open =
        mailbox.classes[static_cast<std::size_t>(ExposureClass::x2)];  // that the case holds
    if (open > 0) {
      cannot_say.push_back(
          fmt::format("Whether {} in “{}” {} opened cannot be said: the logs are silent at times "
                      "when {} there.",
                      counted(open, "more message", "more messages"), mailbox.account,
                      open == 1 ? "was" : "were", open == 1 ? "it lay" : "they lay"));
    }
  }
}

std::string_view nobody_found(const exposure::ExposureResult& result) {
  if (!result.contexts.empty() || result.seeds.empty()) {
    return "No record was found to belong to anybody but the accounts' owners. That is no proof "
           "that nobody else was there.";
  }
  return result.proposed
             ? "Nothing was followed: of the records that the logs suggest, none is left by the "
               "accounts, times and values that you named. That says nothing of who was there."
             : "No record matches what you named. Nothing was followed, and that is no proof that "
               "nobody else was there.";
}

std::string_view class_meaning(ExposureClass level) {
  switch (level) {
    case ExposureClass::x5:
      return "It left the mailbox: forwarded, exported, downloaded, or found among leaked mail.";
    case ExposureClass::x4:
      return "A record of the provider names it. That a person read it does not follow.";
    case ExposureClass::x3:
      return "Its folder, or by the provider’s own rule its mailbox, went to a program that reads "
             "without the network from then on. No record of reading can exist.";
    case ExposureClass::x2:
      return "It lay there while access was open and the log was silent for a reason of its own. "
             "Or it was moved or deleted by whoever was there. Nothing shows that it was opened, "
             "and "
             "nothing that it was spared.";
    case ExposureClass::x1:
      return "It lay there, the log of that time is complete, and no record names it.";
    case ExposureClass::x0:
      return "It came after access had ended, or was gone before it began.";
  }
  return "";
}

std::string class_text(const ExposedLine& line) {
  std::string text(class_name(line.exposure));
  if (line.certainty != exposure::Certainty::certain) {
    text += fmt::format(", {}", certainty_name(line.certainty));
  }
  return text;
}

std::string left_out_sentence(const exposure::LeftOut& left_out) {
  std::string same;
  for (std::size_t i = 0; i < std::min(left_out.same_address.size(), kContextsNamed); ++i) {
    same += (same.empty() ? "" : ", ") + exposure::context_label(left_out.same_address[i]);
  }
  if (left_out.same_address.size() > kContextsNamed) same += " ...";
  std::string text =
      same.empty() ? "left out: " : fmt::format("same address as {}, not followed: ", same);
  text += fmt::format("{} of {} [{}], {} to {}: {}", counted(left_out.records, "record", "records"),
                      left_out.account.empty() ? "several accounts" : left_out.account,
                      left_out.value, minute(left_out.first), minute(left_out.last), left_out.text);
  if (!left_out.follow.empty()) {
    text += fmt::format(". To follow it, add {}", left_out.follow);
  }
  return text;
}

std::string context_words(const exposure::AccessContext& context) {
  std::string text = context.address.empty() ? "no address" : context.address;
  if (!context.country.empty()) text += fmt::format(" ({})", context.country);
  const std::string& program = context.client.empty() ? context.user_agent : context.client;
  if (!program.empty()) text += ", " + program;
  if (!context.app.empty() && context.app != program) text += ", application " + context.app;
  if (!context.session.empty()) text += ", session " + context.session;
  return text;
}

}  // namespace letterlock::report
