// The parsers of field values under hostile input. Checked for every input: ranges lie inside the
// field, decoded text is UTF-8, the same text gives the same values twice and outside a message,
// normalizing an address twice changes nothing, a date survives being written and read again.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "mime/address.h"
#include "mime/parameter.h"
#include "mime/unstructured.h"
#include "property.h"

namespace {

using namespace letterlock;
using fuzz::require;
using namespace letterlock::mime;

// Small, so that inputs of fuzzing size reach them.
Limits small_limits() {
  Limits limits;
  limits.addresses = 5;
  limits.parameters = 4;
  limits.comment_depth = 3;
  return limits;
}

void check_normalized(const MailboxView& mailbox) {
  const std::string once = normalized(mailbox);
  if (mailbox.domain.empty()) {
    require(normalized({.display_name = {},
                        .local_part = once,
                        .domain = {},
                        .comment = {},
                        .group = {},
                        .where = {}}) == once);
    return;
  }
  const std::string_view local = std::string_view(once).substr(0, mailbox.local_part.size());
  const std::string_view domain = std::string_view(once).substr(local.size() + 1);
  const MailboxView again{.display_name = {},
                          .local_part = local,
                          .domain = domain,
                          .comment = {},
                          .group = {},
                          .where = {}};
  require(normalized(again) == once || domain.empty());
}

bool same_mailbox(const MailboxView& a, const MailboxView& b) {
  return a.display_name == b.display_name && a.local_part == b.local_part && a.domain == b.domain &&
         a.comment == b.comment && a.group == b.group && a.where.length == b.where.length;
}

void check_addresses(const Message& message, const HeaderField& field) {
  const auto mailboxes = parse_addresses(message, field);
  require(mailboxes.size() <= message.limits().addresses);
  for (const MailboxView& mailbox : mailboxes) {
    require(field.body.contains(mailbox.where));
    for (const std::string_view text : {mailbox.display_name, mailbox.local_part, mailbox.domain,
                                        mailbox.comment, mailbox.group}) {
      require(is_valid_utf8(text));
    }
    require(!mailbox.display_name.empty() || !mailbox.local_part.empty() ||
            !mailbox.domain.empty());
    check_normalized(mailbox);
  }
  Arena arena;
  const auto outside = parse_addresses(message.octets(field.body), arena, message.limits());
  require(
      std::equal(mailboxes.begin(), mailboxes.end(), outside.begin(), outside.end(), same_mailbox));
}

void check_parameters(const Message& message, const HeaderField& field, const ContentTypeView& view,
                      const ContentTypeView& outside) {
  require(view.parameters.size() <= message.limits().parameters);
  require(view.type == outside.type && view.subtype == outside.subtype);
  require(view.parameters.size() == outside.parameters.size());
  for (std::size_t i = 0; i < view.parameters.size(); ++i) {
    const Parameter& parameter = view.parameters[i];
    require(field.body.contains(parameter.where));
    require(!parameter.name.empty() && is_valid_utf8(parameter.value));
    require(parameter.name == outside.parameters[i].name);
    require(parameter.value == outside.parameters[i].value);
  }
}

void check_date(std::string_view text, const std::optional<DateTime>& date) {
  if (!date) return;
  require(date->zone_text.empty() ||
          (date->zone_text.data() >= text.data() &&
           date->zone_text.data() + date->zone_text.size() <= text.data() + text.size()));
  require(date->zone_minutes > -24 * 60 && date->zone_minutes < 24 * 60);
  require(date->zone_known || date->zone_minutes == 0);
  const std::string written = format_utc(date->utc);
  if (written == "?" || written.starts_with("0000")) return;
  const auto again = parse_date(written);
  require(again && again->utc == date->utc);
}

void check_trace(const Message& message, const HeaderField& field) {
  const ReceivedView view = parse_received(message, field);
  for (const std::string_view text : {view.from, view.by, view.via, view.with, view.id, view.for_,
                                      view.from_comment, view.from_ip}) {
    require(is_valid_utf8(text));
  }
  require(view.from_comment.find(view.from_ip) != std::string_view::npos);
  check_date(message.octets(field.body), view.date);
  for (const MessageIdView& id : parse_message_ids(message, field)) {
    require(!id.id.empty() && is_valid_utf8(id.id) && field.body.contains(id.where));
  }
}

void check_text(const Message& message, const HeaderField& field) {
  const std::string_view decoded = decode_unstructured(message, field);
  require(is_valid_utf8(decoded));
  require(decoded == decode_unstructured(message, field));
  Arena arena;
  require(decoded == decode_unstructured(message.octets(field.body), arena));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string octets = "To:";
  octets.append(reinterpret_cast<const char*>(data), size);
  for (const Limits& limits : {Limits(), small_limits()}) {
    auto message = Message::parse(RawMessage::copy_of(octets), limits);
    require(message.has_value());
    if (message->header().empty()) continue;
    const HeaderField& field = message->header()[0];
    const std::string_view body = message->octets(field.body);
    Arena arena;
    check_addresses(*message, field);
    check_parameters(*message, field, parse_content_type(*message, field.body),
                     parse_content_type(body, arena, limits));
    check_parameters(*message, field, parse_disposition(*message, field.body),
                     parse_disposition(body, arena, limits));
    check_date(body, parse_date(body));
    check_trace(*message, field);
    check_text(*message, field);
    for (const Defect& defect : message->defects()) {
      require(defect.where.end() <= message->octets().size());
    }
  }
  return 0;
}
