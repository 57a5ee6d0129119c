// Gmail's log in Google Workspace: event_info says what happened, message_info to which message. In
// JSON or flattened; {name: value} or [{name, value}], also below "parameter".
#include <charconv>

#include "audit/mapping.h"

namespace letterlock::audit {
namespace {

using simdjson::dom::element;
using store::Act;
using store::Event;

// event_info.mail_event_type, as Google documents it for the Reports API (Gmail activity events).
// In brackets what an act of the vocabulary does not say.
struct GmailEvent {
  int type;
  Act act;
  std::string_view words;
};
constexpr GmailEvent kGmailEvents[] = {
    {0, Act::mail_received, "a stage of delivery"},
    {1, Act::mail_sent, "message sent"},
    {2, Act::mail_received, "message received"},
    {3, Act::mail_updated, "message classified by hand as spam, phishing or neither"},
    {4, Act::mail_updated, "message taken for spam by Gmail after delivery"},
    {5, Act::mail_updated, "message quarantined"},
    {6, Act::mail_updated, "message released from quarantine"},
    {7, Act::mail_read, "message opened for the first time"},
    {8, Act::mail_updated, "message marked as unread"},
    {9, Act::mail_read, "message replied to for the first time"},
    {10, Act::mail_read, "message forwarded for the first time"},
    {11, Act::mail_updated, "message forwarded by a forwarding setting"},
    {12, Act::mail_moved, "message moved to the Inbox"},
    {13, Act::mail_moved_to_deleted_items, "message moved to Trash"},
    {14, Act::mail_moved, "message taken out of Trash"},
    {15, Act::mail_read, "link in the message clicked"},
    {16, Act::attachment_opened, "link in an attachment's preview clicked"},
    {17, Act::attachment_opened, "attachments downloaded"},
    {18, Act::attachment_opened, "attachments saved to Google Drive"},
    {19, Act::attachment_opened, "Drive items of the message saved to the recipient's Drive"},
    {20, Act::mail_updated, "classification label applied"},
    {21, Act::mail_updated, "classification label changed"},
    {22, Act::mail_updated, "classification label removed"},
    {23, Act::mail_updated, "classification label applied to the attachments"},
    {24, Act::mail_updated, "classification label of the attachments changed"},
    {25, Act::mail_updated, "classification label removed from the attachments"},
    {26, Act::mail_moved, "message archived"},
    {27, Act::mail_hard_deleted, "message deleted for good"},
    {28, Act::attachment_opened, "attachments previewed"},
    {29, Act::mail_created, "message saved as a draft"},
    {30, Act::mail_received, "message could not be sent and bounced"},
    {31, Act::mail_read, "message viewed"},
    {32, Act::mail_read, "message downloaded"},
    {33, Act::mail_read, "message accessed by an application for the user"},
    {34, Act::mailbox_permission_granted, "delegation granted"},
};

std::string strip_quotes(std::string_view text) {
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

template <class Visit>
void each(const element& list, Visit visit) {
  simdjson::dom::array entries;
  if (list.get(entries) != simdjson::SUCCESS) return;
  for (const element entry : entries) visit(entry);
}

std::optional<element> named(const element& at, std::string_view name) {
  if (const auto direct = member(at, name)) return direct;
  const auto list = member(at, "parameter");
  std::optional<element> found;
  each(list ? *list : at, [&](const element& one) {
    if (found || member_text(one, "name") != name) return;
    for (const char* key : {"messageValue", "multiMessageValue", "intValue", "value"}) {
      if (!found) found = member(one, key);
    }
  });
  return found;
}

std::string find(const element& at, std::string_view name) {
  const auto value = named(at, name);
  return value && !value->is_object() && !value->is_array() ? strip_quotes(text_of(*value))
                                                            : std::string();
}

// True where the record says which event it is.
bool read_event_type(const element& info, Event& event) {
  const std::string text = find(info, "mail_event_type");
  int type = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), type);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return false;
  std::string words = "unknown";
  event.act = Act::other;
  for (const GmailEvent& one : kGmailEvents) {
    if (one.type != type) continue;
    event.act = one.act;
    words = one.words;
  }
  event.parameters.push_back({"mail_event_type", text, ""});
  event.parameters.push_back({"mail_event", std::move(words), ""});
  if (type == 30) event.outcome = store::Outcome::failed;
  return true;
}

void read_message(const element& info, bool typed, Event& event) {
  store::NamedMessage message;
  message.message_id = message_id_of(find(info, "rfc2822_message_id"));
  message.subject = find(info, "subject");
  std::int64_t size = 0;
  if (const auto value = named(info, "payload_size");
      value && value->get(size) == simdjson::SUCCESS && size >= 0) {
    message.size = static_cast<std::uint64_t>(size);
  }
  std::string sender;
  if (const auto source = named(info, "source")) sender = account_of(find(*source, "address"));
  if (const auto destinations = named(info, "destination")) {
    each(*destinations, [&](const element& one) {
      const auto inner = named(one, "parameter");
      const std::string address = find(inner ? *inner : one, "address");
      if (!address.empty()) event.recipients.push_back(account_of(address));
    });
  }
  if (!message.message_id.empty() || !message.subject.empty()) {
    event.messages.push_back(std::move(message));
  }
  const bool sent = !typed && event.act == Act::mail_received && !sender.empty();
  if (sent && sender == event.actor) event.act = Act::mail_sent;
}

}  // namespace

void read_gmail(const element& parameters, Event& event) {
  bool typed = false;
  if (const auto info = named(parameters, "event_info")) {
    typed = read_event_type(*info, event);
    if (const auto client = named(*info, "client_context")) {
      if (event.client.empty()) event.client = find(*client, "client_type");
    }
  }
  if (const auto info = named(parameters, "message_info")) read_message(*info, typed, event);
  event.mailbox = event.actor;
}

}  // namespace letterlock::audit
