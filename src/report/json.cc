#include "report/json.h"

#include "base/ascii.h"
#include "base/json_writer.h"
#include "report/finding_json.h"
#include "report/open_questions.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

void completeness(JsonWriter& json, std::string_view name, const hunt::Completeness& keeps) {
  json.key(name).object().member("expected", keeps.expected).member("found", keeps.found).end();
}

void write_counts(JsonWriter& json, const Investigation& all) {
  const store::Counts& counts = all.counts;
  json.key("counts").object();
  json.member("messages", counts.messages)
      .member("placements", counts.placements)
      .member("mailboxes", counts.mailboxes)
      .member("people", counts.people)
      .member("octets", counts.octets)
      .member("attachments", counts.attachments)
      .member("distinct_attachments", counts.distinct_attachments)
      .member("links", counts.links)
      .member("threads", counts.threads)
      .member("defects", counts.defects)
      .member("source_defects", counts.source_defects)
      .member("same_message_id", counts.same_message_id)
      .member("without_date", counts.without_date)
      .member("different_message_ids", all.different_messages);
  json.time_member("first", counts.first);
  json.time_member("last", counts.last);
  json.end();
}

void write_mailboxes(JsonWriter& json, const Investigation& all) {
  json.key("mailboxes").array();
  for (const auto& mailbox : all.mailboxes) {
    json.object()
        .member("mailbox", mailbox.counts.mailbox)
        .member("owner", mailbox.counts.owner)
        .member("owner_votes", mailbox.counts.owner_votes)
        .member("placements", mailbox.counts.placements);
    json.time_member("first", mailbox.first);
    json.time_member("last", mailbox.last);
    json.key("folders").object();
    for (const auto& [folder, count] : mailbox.counts.folders) json.member(folder, count);
    json.end();
    completeness(json, "keeps_sent", mailbox.keeps_sent);
    completeness(json, "keeps_received", mailbox.keeps_received);
    json.end();
  }
  json.end();
}

void write_people(JsonWriter& json, const Investigation& all) {
  json.key("people").array();
  for (const auto& person : all.people) {
    json.object()
        .member("address", person.address)
        .member("name", person.display_name)
        .member("sent", person.sent)
        .member("received", person.received);
    json.time_member("first", person.first);
    json.time_member("last", person.last);
    json.end();
  }
  json.end().key("pairs").array();
  for (const auto& pair : all.pairs) {
    json.object().member("from", pair.from).member("to", pair.to).member("messages", pair.messages);
    json.time_member("first", pair.first);
    json.time_member("last", pair.last);
    json.end();
  }
  json.end();
}

void write_defects(JsonWriter& json, const Investigation& all) {
  json.key("defects").array();
  for (const auto& defect : all.defects) {
    json.object()
        .member("name", defect.name)
        .member("explanation", defect.explanation)
        .member("count", defect.messages_or_places)
        .end();
  }
  json.end().key("source_defects").array();
  for (const auto& defect : all.source_defects) {
    json.object()
        .member("source", defect.source)
        .member("inner", defect.inner)
        .member("offset", defect.offset)
        .member("name", defect.name)
        .member("detail", defect.detail)
        .end();
  }
  json.end();
}

void write_duplicates(JsonWriter& json, const Investigation& all) {
  json.key("same_message_id").array();
  for (const auto& group : all.same_message_id) {
    json.object().member("message_id", group.message_id).key("messages").array();
    for (const auto& message : group.messages) {
      json.object()
          .member("id", message.id)
          .member("sha256", message.evidence.hex())
          .member("size", message.size)
          .member("from", message.from_address)
          .member("subject", message.subject);
      json.time_member("date", message.date);
      json.end();
    }
    json.end().end();
  }
  json.end().key("shared_attachments").array();
  for (const auto& shared : all.shared_attachments) {
    json.object()
        .member("sha256", shared.hash.hex())
        .member("filename", shared.filename)
        .member("size", shared.size)
        .member("messages", shared.messages)
        .end();
  }
  json.end();
}

void write_hunt(JsonWriter& json, const Investigation& all) {
  const hunt::HuntResult& hunt = all.hunt;
  json.key("question_a").object();
  write_hunt_counts(json, hunt);
  json.key("findings").array();
  for (const auto& finding : hunt.findings) write_finding(json, all.case_directory, finding);
  json.end().key("episodes").array();
  for (const auto& episode : hunt.episodes) write_episode(json, episode);
  json.end().end();
}

void write_open_questions(JsonWriter& json, const Investigation& all) {
  json.key("open_questions").array();
  for (const OpenQuestion& open : open_questions(all)) {
    json.object()
        .member("letter", open.letter)
        .member("question", open.question)
        .member("state", open.state)
        .key("needs")
        .array();
    for (const Need& need : open.needs) json.value(need.what);
    json.end().key("commands").array();
    for (const Need& need : open.needs) json.value(need.command);
    json.end().end();
  }
  json.end();
}

}  // namespace

std::string to_json(const Investigation& investigation) {
  JsonWriter json;
  json.object()
      .member("schema", kReportSchema)
      .member("type", "report")
      .member("tool", investigation.tool)
      .member("case", investigation.case_directory)
      .member("made_at", format_utc(investigation.made_at));
  const Summary summary = summarize(investigation);
  json.key("summary").object();
  json.strings_member("established", summary.established);
  json.strings_member("departs", summary.departs);
  json.strings_member("cannot_say", summary.cannot_say);
  json.end();
  write_counts(json, investigation);
  json.key("months").object();
  for (const auto& [month, count] : investigation.months) json.member(month, count);
  json.end();
  write_mailboxes(json, investigation);
  write_people(json, investigation);
  write_defects(json, investigation);
  write_duplicates(json, investigation);
  write_hunt(json, investigation);
  if (investigation.exposed) write_exposure(json, *investigation.exposed);
  if (investigation.verification) {
    json.key("verification").raw(overview_json(*investigation.verification));
  }
  write_open_questions(json, investigation);
  json.end();
  return json.take() + '\n';
}

}  // namespace letterlock::report
