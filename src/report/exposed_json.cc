#include <fmt/format.h>

#include "report/exposed.h"
#include "report/exposure_json.h"

namespace letterlock::report {
namespace {

void write_notice(JsonWriter& json, const exposure::Notice& notice) {
  json.key("named").object().member("persons", notice.persons);
  json.member("persons_in_text", notice.persons_in_text);
  json.member("messages", notice.messages).member("unread", notice.unread);
  json.time_member("aware", notice.aware);
  json.time_member("authority_by", notice.authority_by);
  json.key("with_data").object();
  for (const auto& [category, messages] : notice.with_data) {
    json.member(category_name(category), messages);
  }
  json.end().end();
}

void write_messages(JsonWriter& json, const ExposedOverview& exposed) {
  json.key("messages").array();
  for (const ExposedLine& line : exposed.shown) {
    json.object().member("class", class_name(line.exposure));
    json.member("certainty", certainty_name(line.certainty)).member("id", line.message);
    json.member("message_id", line.message_id).member("mailbox", line.mailbox);
    json.member("from", line.from).member("subject", line.subject);
    json.time_member("date", line.date);
    json.member("why", line.why).strings_member("records", line.records);
    json.end();
  }
  json.end();
}

}  // namespace

void write_exposure(JsonWriter& json, const ExposedOverview& exposed) {
  json.key("question_b").object();
  write_exposure_members(json, exposed.result);
  write_notice(json, exposed.notice);
  write_messages(json, exposed);
  json.end();
}

}  // namespace letterlock::report
