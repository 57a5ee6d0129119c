#include "report/exposure_json.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "report/json_line.h"

namespace letterlock::report {
namespace {

using exposure::ExposureResult;

void write_labels(JsonWriter& json, const std::vector<std::uint32_t>& contexts) {
  json.key("contexts").array();
  for (const std::uint32_t context : contexts) json.value(exposure::context_label(context));
  json.end();
}

void write_counts(JsonWriter& json,
                  const std::array<std::uint64_t, exposure::kClassCount>& counts) {
  json.key("classes").object();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    json.member(exposure::class_name(static_cast<exposure::ExposureClass>(i)), counts[i]);
  }
  json.end();
}

void write_contexts(JsonWriter& json, const ExposureResult& result) {
  json.key("contexts").array();
  for (std::uint32_t i = 0; i < result.contexts.size(); ++i) {
    const exposure::AccessContext& context = result.contexts[i];
    json.object().member("context", exposure::context_label(i)).member("actor", context.actor);
    json.member("mailbox", context.mailbox).member("address", context.address);
    json.member("country", context.country).member("as_number", context.as_number);
    json.member("client", context.client).member("user_agent", context.user_agent);
    json.member("app", context.app).member("session", context.session);
    json.member("logon", store::logon_name(context.logon));
    json.time_member("first", context.first).time_member("last", context.last);
    json.member("records", context.records).member("again", context.again);
    json.member("failed", context.failed).member("failed_again", context.failed_again);
    json.time_member("first_in", context.got_in ? std::optional(context.first_in) : std::nullopt);
    json.time_member("last_in", context.got_in ? std::optional(context.last_in) : std::nullopt);
    json.member("left_out", context.left_out);
    json.member("certainty", exposure::certainty_name(context.certainty));
    json.member("like_the_owner", context.like_the_owner).key("steps").array();
    for (const std::uint32_t step : context.steps) json.value(step + 1);
    json.end().end();
  }
  json.end().key("steps").array();
  for (std::size_t i = 0; i < result.steps.size(); ++i) {
    const exposure::Step& step = result.steps[i];
    json.object().member("step", i + 1).member("reason", step.reason);
    json.member("value", step.value).member("text", step.text);
    json.member("certainty", exposure::certainty_name(step.certainty));
    json.member("account", step.account).member("records", step.records);
    json.time_member("first", step.first).time_member("last", step.last);
    json.key("from");
    step.from ? json.value(*step.from + 1) : json.null();
    json.end();
  }
  json.end().key("left_out").array();
  for (const exposure::LeftOut& each : result.left_out) {
    json.object().member("account", each.account).member("value", each.value);
    json.member("text", each.text).member("records", each.records);
    json.time_member("first", each.first).time_member("last", each.last);
    json.member("address", each.address).key("same_address_as").array();
    for (const std::uint32_t context : each.same_address) {
      json.value(exposure::context_label(context));
    }
    json.end().member("follow", each.follow).end();
  }
  json.end();
}

void write_open_time(JsonWriter& json, std::string_view name, UnixTime at) {
  const bool open = at <= exposure::kEverFrom || at >= exposure::kEverUntil;
  json.time_member(name, open ? std::nullopt : std::optional(at));
}

void write_mailboxes(JsonWriter& json, const ExposureResult& result) {
  json.key("mailboxes").array();
  for (const exposure::ReachedMailbox& mailbox : result.mailboxes) {
    json.object().member("account", mailbox.account);
    json.strings_member("case_mailboxes", mailbox.case_mailboxes);
    json.time_member("entry", mailbox.entry).time_member("eviction", mailbox.eviction);
    json.member("eviction_by", mailbox.eviction_text);
    json.strings_member("folders", mailbox.folders);
    write_labels(json, mailbox.contexts);
    write_counts(json, mailbox.classes);
    json.member("not_held", mailbox.not_held).key("coverage").object();
    json.member("records", mailbox.coverage.records);
    json.member("read_records", mailbox.coverage.read_records).key("blind").array();
    for (const exposure::BlindSpan& span : mailbox.coverage.spans) {
      json.object().member("reason", exposure::blind_name(span.reason));
      write_open_time(json, "from", span.from);
      write_open_time(json, "until", span.until);
      json.member("detail", span.detail).strings_member("records", span.records);
      json.end();
    }
    json.end().end().end();
  }
  json.end();
}

void write_deeds(JsonWriter& json, std::string_view name, const std::vector<exposure::Deed>& deeds,
                 std::string_view by = "context") {
  json.key(name).array();
  for (const exposure::Deed& deed : deeds) {
    json.object().time_member("time", deed.at).member("act", store::act_name(deed.act));
    json.member("operation", deed.operation).member("record", deed.record);
    json.member(by, exposure::context_label(deed.context)).member("account", deed.account);
    json.member("message_id", deed.message_id).member("subject", deed.subject);
    json.member("folder", deed.folder).strings_member("recipients", deed.recipients);
    json.member("what", deed.what).member("failed", deed.failed);
    json.member("held", deed.message != store::kNoMessage);
    json.member("joined_by_subject", deed.joined_by_subject).key("id");
    deed.message == store::kNoMessage ? json.null() : json.value(deed.message);
    json.end();
  }
  json.end();
}

void write_activity(JsonWriter& json, const exposure::Activity& activity) {
  write_deeds(json, "sent", activity.sent);
  write_deeds(json, "deleted", activity.deleted);
  write_deeds(json, "changed", activity.changed);
  write_deeds(json, "searched", activity.searched);
  write_deeds(json, "files", activity.files);
  write_deeds(json, "not_followed", activity.beside, "same_address_as");
  json.key("persistence").array();
  for (const exposure::Persistence& each : activity.persistence) {
    json.object().member("kind", each.kind).member("account", each.account);
    json.member("name", each.name).member("what", each.what);
    json.time_member("set_at", each.set_at).member("set_record", each.set_record);
    json.time_member("removed_at", each.removed_at);
    json.member("removed_record", each.removed_record).member("by_intruder", each.by_intruder);
    json.member("still_there", !each.removed_at.has_value()).end();
  }
  json.end();
}

void write_proposals(JsonWriter& json, const ExposureResult& result) {
  json.key("proposals").array();
  for (const exposure::Proposal& proposal : result.proposals) {
    json.object().member("seed", exposure::seed_text(proposal.seed));
    json.strings_member("accounts", proposal.accounts).member("score", proposal.score);
    json.member("clear", proposal.clear);
    json.time_member("first", proposal.first).time_member("last", proposal.last);
    json.key("signs").array();
    for (const exposure::Sign& sign : proposal.signs) {
      json.object().member("code", sign.code).member("text", sign.text);
      json.member("weight", sign.weight).time_member("time", sign.at);
      json.strings_member("records", sign.records).end();
    }
    json.end().member("innocent", proposal.innocent).end();
  }
  json.end();
}

void write_timeline(JsonWriter& json, const ExposureResult& result) {
  json.key("timeline").array();
  for (const exposure::TimelineEntry& entry : result.activity.timeline) {
    json.object().time_member("time", entry.at).time_member("until", entry.until);
    json.member("account", entry.account).key("context");
    entry.context ? json.value(exposure::context_label(*entry.context)) : json.null();
    json.member("act", store::act_name(entry.act)).member("what", entry.what);
    json.member("record", entry.record).strings_member("more_records", entry.more_records);
    json.member("times", entry.times).member("address", entry.address).key("same_address_as");
    entry.same_address ? json.value(exposure::context_label(*entry.same_address)) : json.null();
    json.end();
  }
  json.end();
}

}  // namespace

std::string exposed_json(const exposure::ExposedMessage& message) {
  const exposure::MessageExposure& exposed = *message.exposure;
  JsonWriter json;
  json.object().member("message_id", message.message_id).member("mailbox", message.mailbox);
  json.member("class", exposure::class_name(exposed.exposure));
  json.member("words", exposure::class_words(exposed.exposure));
  write_labels(json, message.contexts);
  json.strings_member("records", message.records).member("why", message.why);
  json.member("basis", exposure::basis_name(exposed.basis));
  json.member("certainty", exposure::certainty_name(exposed.certainty));
  json.member("subject", message.subject).member("held", message.held.has_value());
  if (message.held) {
    json.member("id", message.held->id).member("sha256", message.held->evidence.hex());
    json.member("from", message.held->from_address).strings_member("to", message.held->to);
    json.time_member("date", message.held->date);
  }
  if (exposed.joined == exposure::JoinedBy::subject_size_time) {
    json.member("joined_by", "subject, size, folder and time");
  } else if (exposed.joined == exposure::JoinedBy::message_id) {
    json.member("joined_by", "message_id");
  }
  json.key("blind").array();
  for (std::size_t i = 0; i < exposure::kBlindCount; ++i) {
    const auto blind = static_cast<exposure::Blind>(i);
    if (exposed.blind & exposure::mask_of(blind)) json.value(exposure::blind_name(blind));
  }
  json.end().end();
  return json_line("exposure", json.take());
}

void write_exposure_members(JsonWriter& json, const ExposureResult& result) {
  json.member("has_logs", result.has_logs).member("proposed", result.proposed);
  json.key("seeds").array();
  for (const exposure::Seed& seed : result.seeds) json.value(exposure::seed_text(seed));
  json.end();
  json.member("events", result.events).member("undated", result.undated);
  json.member("duplicates", result.duplicates).key("logged").object();
  json.time_member("from", result.logged ? std::optional(result.logged->from) : std::nullopt);
  json.time_member("until", result.logged ? std::optional(result.logged->until) : std::nullopt);
  json.end();
  write_counts(json, result.classes);
  write_contexts(json, result);
  write_mailboxes(json, result);
  write_activity(json, result.activity);
  write_proposals(json, result);
  json.key("unknown_operations").object();
  for (const auto& [operation, events] : result.unknown) json.member(operation, events);
  json.end();
  json.strings_member("remarks", result.remarks);
}

std::string exposure_summary_json(const ExposureResult& result) {
  JsonWriter json;
  json.object();
  write_exposure_members(json, result);
  write_timeline(json, result);
  json.end();
  return summary_line(json.take());
}

}  // namespace letterlock::report
