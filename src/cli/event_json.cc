#include "cli/event_json.h"

#include "base/json_writer.h"

namespace letterlock::cli {
namespace {

// Members without content are left out: an event has some forty, most of them empty.
void text(JsonWriter& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.member(name, value);
}

void whence(JsonWriter& json, const store::Endpoint& from) {
  if (from.ip) json.member("ip", from.ip->text());
  if (from.port) json.member("port", *from.port);
  text(json, "ip_as_written", from.ip_as_written);
  text(json, "country", from.country);
  text(json, "region", from.region);
  text(json, "city", from.city);
  if (from.as_number) json.member("as_number", *from.as_number);
}

void messages(JsonWriter& json, const store::Event& event) {
  if (event.messages.empty()) return;
  json.key("messages").array();
  for (const store::NamedMessage& message : event.messages) {
    json.object();
    text(json, "message_id", message.message_id);
    text(json, "item_id", message.item_id);
    text(json, "subject", message.subject);
    text(json, "folder", message.folder);
    text(json, "destination", message.destination);
    if (message.size) json.member("size", *message.size);
    if (!message.attachments.empty()) json.strings_member("attachments", message.attachments);
    json.end();
  }
  json.end();
}

void parameters(JsonWriter& json, const store::Event& event) {
  if (event.parameters.empty()) return;
  json.key("parameters").array();
  for (const store::Parameter& one : event.parameters) {
    json.object().member("name", one.name).member("value", one.value);
    text(json, "old_value", one.old_value);
    json.end();
  }
  json.end();
}

}  // namespace

std::string event_json(const store::Event& event, store::EventId same_as) {
  JsonWriter json;
  json.object().member("event", event.id).member("act", store::act_name(event.act));
  if (same_as != store::kNoEvent) json.member("same_as", same_as);
  json.member("operation", event.operation);
  json.time_member("from", event.time ? std::optional(event.time->from) : std::nullopt);
  json.time_member("until", event.time ? std::optional(event.time->until) : std::nullopt);
  json.member("provider", store::provider_name(event.provider));
  text(json, "product", event.product);
  text(json, "record_type", event.record_type);
  text(json, "record_id", event.record_id);
  text(json, "actor", event.actor);
  text(json, "actor_id", event.actor_id);
  text(json, "mailbox", event.mailbox);
  text(json, "mailbox_guid", event.mailbox_guid);
  text(json, "target", event.target);
  text(json, "organization", event.organization);
  whence(json, event.from);
  text(json, "client", event.client);
  text(json, "user_agent", event.user_agent);
  text(json, "app_id", event.app_id);
  text(json, "app_name", event.app_name);
  text(json, "session", event.session);
  text(json, "token", event.token);
  text(json, "device_id", event.device_id);
  text(json, "correlation", event.correlation);
  if (event.logon != store::LogonType::unknown)
    json.member("logon", store::logon_name(event.logon));
  if (event.external_access) json.member("external_access", *event.external_access);
  json.member("outcome", store::outcome_name(event.outcome));
  text(json, "error_code", event.error_code);
  text(json, "error_text", event.error_text);
  messages(json, event);
  if (!event.folders.empty()) {
    json.key("folders").array();
    for (const auto& folder : event.folders) {
      json.object().member("path", folder.path).member("id", folder.id).end();
    }
    json.end();
  }
  if (!event.recipients.empty()) json.strings_member("recipients", event.recipients);
  text(json, "query", event.query);
  parameters(json, event);
  if (event.operation_count) json.member("operation_count", *event.operation_count);
  if (event.throttled) json.member("throttled", true);
  if (event.incomplete) json.member("incomplete", true);
  json.key("record").object().member("sha256", event.place.record.hex());
  json.member("log", event.place.file).member("row", event.place.row);
  json.member("offset", event.place.offset).member("part", event.place.part).end().end();
  return json.take();
}

}  // namespace letterlock::cli
