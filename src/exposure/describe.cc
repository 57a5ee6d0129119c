// A MessageExposure in words.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "exposure/exposure.h"

namespace letterlock::exposure {
namespace {

constexpr std::size_t kPage = 500;

std::string when(UnixTime at) {
  std::string text = format_utc(at);
  if (text.size() < 16) return text;
  text.resize(16);
  text[10] = ' ';
  return text + " UTC";
}

std::string joined_words(const MessageExposure& exposure) {
  if (exposure.joined != JoinedBy::subject_size_time) return {};
  return exposure.certainty == Certainty::possible
             ? " (the record has no Message-ID: found by subject, size, folder and time, which fit "
               "other messages too)"
             : " (the record has no Message-ID: found by subject, size, folder and time)";
}

std::string access_words(const ExposureResult& result, const MessageExposure& exposure,
                         std::string_view what) {
  const UsedRecord& record = result.records[result.record_lists[exposure.first_record]];
  std::string text = fmt::format("{} in context {} ({}, {})", what, context_label(record.context),
                                 when(record.time.until), record.operation);
  if (exposure.records > 1) {
    text +=
        fmt::format(" and {} more record{}", exposure.records - 1, exposure.records > 2 ? "s" : "");
  }
  const AccessContext& context = result.contexts[record.context];
  if (!context.like_the_owner.empty()) text += "; " + context.like_the_owner;
  return text + joined_words(exposure) + ".";
}

std::string blind_sentence(const MessageExposure& exposure) {
  return "It lay there while access was open. No record names it, and that proves nothing: " +
         blind_words(exposure.blind) + ".";
}

std::string why(const ExposureResult& result, const MessageExposure& exposure) {
  const ReachedMailbox& mailbox = result.mailboxes[exposure.mailbox];
  const auto folder = [&] {
    return result.records[result.record_lists[exposure.first_record]].folder;
  };
  switch (exposure.basis) {
    case Basis::arrived_after:
      return fmt::format("It arrived after access was ended on {}: {}.",
                         when(mailbox.eviction.value_or(0)), mailbox.eviction_text);
    case Basis::gone_before:
      return fmt::format("A record shows it purged before the first access on {}.",
                         when(mailbox.entry));
    case Basis::outside_folder:
      return fmt::format("Only {} was opened to the context, and it did not lie there.",
                         fmt::join(mailbox.folders, ", "));
    case Basis::no_record:
      return "It lay there while access was open; the log is complete for that time and has no "
             "record "
             "of access to it.";
    case Basis::blind:
      return blind_sentence(exposure);
    case Basis::perhaps_forwarded:
      return access_words(result, exposure,
                          "It may have been forwarded: part of the rule's condition cannot be "
                          "checked on it; the rule was set");
    case Basis::handled:
      return access_words(result, exposure,
                          "It was moved, deleted or changed there, and no record says that it was "
                          "opened: a record names it");
    case Basis::written:
      return access_words(result, exposure,
                          "It was written there: a record names it as sent or "
                          "created");
    case Basis::folder_synced:
      return access_words(result, exposure,
                          fmt::format("Its folder {} was copied to a client", folder()));
    case Basis::mailbox_synced:
      return access_words(
          result, exposure,
          fmt::format("The folder {} of its mailbox was copied to a client; by the provider's rule "
                      "the whole mailbox counts as copied; recorded",
                      folder()));
    case Basis::named_in_read:
      return access_words(result, exposure, "A record names it as opened");
    case Basis::attachment_opened:
      return access_words(result, exposure, "A record names an attachment of it as opened");
    case Basis::attachment_download:
      return access_words(result, exposure, "A record names an attachment of it as downloaded");
    case Basis::message_download:
      return access_words(result, exposure, "A record names it as downloaded");
    case Basis::forwarded_by_rule:
      return access_words(result, exposure,
                          "It arrived while mail was being forwarded by an order that was set");
    case Basis::sent_on:
      return access_words(result, exposure, "It was sent on");
    case Basis::exported:
      return access_words(result, exposure, "It lay in a mailbox that was exported");
    case Basis::leaked_copy:
      return "A copy of it was found among leaked mail.";
  }
  return {};
}

// A class that rests on records has their contexts; else all that reached the mailbox.
std::vector<std::uint32_t> contexts_of(const ExposureResult& result,
                                       const MessageExposure& exposure) {
  if (exposure.exposure == ExposureClass::x0) return {};
  if (exposure.records == 0) return result.mailboxes[exposure.mailbox].contexts;
  std::vector<std::uint32_t> contexts;
  contexts.reserve(exposure.records);
  for (std::uint32_t i = 0; i < exposure.records; ++i) {
    contexts.push_back(result.records[result.record_lists[exposure.first_record + i]].context);
  }
  std::sort(contexts.begin(), contexts.end());
  contexts.erase(std::unique(contexts.begin(), contexts.end()), contexts.end());
  return contexts;
}

ExposedMessage describe(const ExposureResult& result, const MessageExposure& exposure) {
  ExposedMessage message;
  message.exposure = &exposure;
  message.mailbox = result.mailboxes[exposure.mailbox].account;
  message.contexts = contexts_of(result, exposure);
  for (std::uint32_t i = 0; i < exposure.records; ++i) {
    message.records.push_back(result.records[result.record_lists[exposure.first_record + i]].name);
  }
  message.why = why(result, exposure);
  if (exposure.message == store::kNoMessage) {
    const NotHeld& named = result.not_held[exposure.named];
    message.message_id = named.message_id;
    message.subject = named.subject;
    message.why += named.elsewhere == store::kNoMessage
                       ? " Named in the log, not held by the case."
                       : " Named in the log, not held in this mailbox, but in another.";
  }
  return message;
}

}  // namespace

std::string context_label(std::uint32_t context) { return fmt::format("C{}", context + 1); }

Expected<void> each_message(const ExposureResult& result, store::FactStore& facts,
                            const std::function<bool(const ExposedMessage&)>& visit) {
  for (std::size_t begin = 0; begin < result.messages.size(); begin += kPage) {
    const std::size_t end = std::min(begin + kPage, result.messages.size());
    std::vector<store::MessageId> ids;
    for (std::size_t i = begin; i < end; ++i) {
      if (result.messages[i].message != store::kNoMessage)
        ids.push_back(result.messages[i].message);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    auto summaries = facts.summaries(ids);
    if (!summaries) return fail(std::move(summaries));
    std::map<store::MessageId, store::MessageSummary> by_id;
    for (auto& summary : *summaries) by_id.emplace(summary.id, std::move(summary));
    for (std::size_t i = begin; i < end; ++i) {
      ExposedMessage message = describe(result, result.messages[i]);
      if (const auto found = by_id.find(result.messages[i].message); found != by_id.end()) {
        message.held = found->second;
        message.message_id = found->second.message_id;
        message.subject = found->second.subject;
      }
      if (!visit(message)) return {};
    }
  }
  return {};
}

}  // namespace letterlock::exposure
