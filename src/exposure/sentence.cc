#include <fmt/format.h>

#include "exposure/deeds.h"
#include "exposure/rules.h"

namespace letterlock::exposure {

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", text); }

namespace {

using store::Act;

// What is sent lies in Drafts as far as the record goes: of no interest to a reader.
std::string messages_of(const store::Event& event, bool with_folder = true) {
  std::string text = event.messages.size() == 1 ? "one message"
                                                : fmt::format("{} messages", event.messages.size());
  if (event.messages.size() == 1 && !event.messages.front().subject.empty()) {
    text += " " + in_quotes(event.messages.front().subject);
  }
  if (!with_folder) return text;
  std::string folder;
  if (!event.folders.empty()) folder = event.folders.front().path;
  if (folder.empty() && !event.messages.empty()) folder = event.messages.front().folder;
  if (!folder.empty()) text += " in " + folder;
  return text;
}

std::string folders_of(const store::Event& event) {
  std::string text;
  for (const auto& folder : event.folders) {
    if (!text.empty()) text += ", ";
    text += folder.path.empty() ? folder.id : folder.path;
  }
  return text.empty() ? std::string("a folder that the record has lost") : text;
}

std::string to_recipients(const store::Event& event) {
  if (event.recipients.empty()) return {};
  return fmt::format(" to {}", fmt::join(event.recipients, ", "));
}

std::string with_target(const store::Event& event, std::string_view what) {
  std::string text(what);
  if (!event.target.empty()) text += " " + in_quotes(event.target);
  const std::string parameters = parameters_in_words(event);
  if (!parameters.empty()) text += ": " + parameters;
  return text;
}

std::string sign_in_text(const store::Event& event) {
  std::string text = event.act == Act::sign_in ? "signed in" : "failed to sign in";
  if (!event.app_name.empty()) text += " to " + event.app_name;
  if (event.act == Act::sign_in_failed && !event.error_code.empty()) {
    text += fmt::format(" (error {}{}{})", event.error_code, event.error_text.empty() ? "" : ": ",
                        event.error_text);
  }
  return text;
}

}  // namespace

std::string sentence(const store::Event& event) {
  switch (event.act) {
    case Act::sign_in:
    case Act::sign_in_failed:
      return sign_in_text(event);
    case Act::sign_out:
      return "signed out";
    case Act::mailbox_login:
      return "opened the mailbox";
    case Act::mail_read:
      return "opened " + messages_of(event);
    case Act::mail_synced:
      return "synced " + folders_of(event);
    case Act::folder_opened:
      return "opened the folder " + folders_of(event);
    case Act::attachment_opened:
      return "opened an attachment of " + messages_of(event);
    case Act::mail_searched:
      return "searched for " + in_quotes(event.query);
    case Act::mail_sent:
    case Act::mail_sent_as:
    case Act::mail_sent_on_behalf:
      return "sent " + messages_of(event, false) + to_recipients(event);
    case Act::mail_moved:
    case Act::mail_copied:
      return fmt::format("{} {}", event.act == Act::mail_moved ? "moved" : "copied",
                         messages_of(event));
    case Act::mail_moved_to_deleted_items:
      return "moved to Deleted Items: " + messages_of(event);
    case Act::mail_soft_deleted:
      return "deleted from Deleted Items (recoverable): " + messages_of(event);
    case Act::mail_hard_deleted:
      return "purged: " + messages_of(event);
    case Act::mail_created:
      return "created " + messages_of(event);
    case Act::mail_updated:
      return "changed " + messages_of(event);
    case Act::inbox_rule_set:
      return "set an inbox rule: " + describe(rule_of(event));
    case Act::inbox_rule_removed:
      return "removed the inbox " + describe(rule_of(event));
    case Act::inbox_rule_enabled:
      return "enabled the inbox " + describe(rule_of(event));
    case Act::inbox_rule_disabled:
      return "disabled the inbox " + describe(rule_of(event));
    case Act::forwarding_set:
      return "forwarded the mailbox to " + in_quotes(forwarded_to(event));
    case Act::forwarding_removed:
      return "ended the forwarding of the mailbox";
    case Act::file_accessed:
    case Act::file_downloaded:
    case Act::file_synced:
      return with_target(event, event.act == Act::file_accessed ? "opened the file"
                                : event.act == Act::file_synced ? "synced the file"
                                                                : "downloaded the file");
    default:
      if (std::string order = order_sentence(event); !order.empty()) return order;
      return with_target(event, event.operation.empty() ? store::act_name(event.act)
                                                        : std::string_view(event.operation));
  }
}

}  // namespace letterlock::exposure
