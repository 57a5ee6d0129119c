#include <fmt/format.h>

#include "report/exposed.h"

namespace letterlock::report {
namespace {

using exposure::ExposureResult;

void write_mailboxes(JsonWriter& json, const ExposureResult& result) {
  json.key("mailboxes").array();
  for (const auto& mailbox : result.mailboxes) {
    json.object().member("account", mailbox.account);
    json.strings_member("case_mailboxes", mailbox.case_mailboxes);
    json.time_member("entry", mailbox.entry);
    json.time_member("eviction", mailbox.eviction);
    json.member("eviction_text", mailbox.eviction_text);
    json.strings_member("folders", mailbox.folders);
    json.key("classes").object();
    for (const auto level : kWorstFirst) {
      json.member(class_name(level), mailbox.classes[static_cast<std::size_t>(level)]);
    }
    json.end().member("not_held", mailbox.not_held).key("blind").array();
    for (const auto& span : mailbox.coverage.spans) {
      json.object().member("reason", blind_name(span.reason));
      const auto open = [](UnixTime at, bool is_open) {
        return is_open ? std::optional<UnixTime>() : std::optional<UnixTime>(at);
      };
      json.time_member("from", open(span.from, span.from <= exposure::kEverFrom));
      json.time_member("until", open(span.until, span.until >= exposure::kEverUntil));
      json.member("detail", span.detail);
      json.strings_member("records", span.records);
      json.end();
    }
    json.end().end();
  }
  json.end();
}

void write_contexts(JsonWriter& json, const ExposureResult& result) {
  json.key("contexts").array();
  for (const auto& context : result.contexts) {
    json.object().member("actor", context.actor).member("mailbox", context.mailbox);
    json.member("address", context.address).member("client", context.client);
    json.member("user_agent", context.user_agent).member("app", context.app);
    json.member("session", context.session).member("logon", store::logon_name(context.logon));
    json.time_member("first", context.first);
    json.time_member("last", context.last);
    json.member("records", context.records).member("left_out", context.left_out);
    json.member("certainty", certainty_name(context.certainty));
    json.member("like_the_owner", context.like_the_owner).key("steps").array();
    for (const std::uint32_t step : context.steps) json.value(step);
    json.end().end();
  }
  json.end().key("steps").array();
  for (const auto& step : result.steps) {
    json.object().member("reason", step.reason).member("value", step.value);
    json.member("text", step.text).member("certainty", certainty_name(step.certainty));
    json.member("account", step.account).member("records", step.records);
    json.time_member("first", step.first);
    json.time_member("last", step.last);
    json.member("from", step.from).end();
  }
  json.end();
}

void write_proposals(JsonWriter& json, const ExposureResult& result) {
  json.key("proposals").array();
  for (const auto& proposal : result.proposals) {
    json.object().member("seed", seed_text(proposal.seed)).member("score", proposal.score);
    json.member("clear", proposal.clear).member("innocent", proposal.innocent);
    json.strings_member("accounts", proposal.accounts);
    json.time_member("first", proposal.first);
    json.time_member("last", proposal.last);
    json.key("signs").array();
    for (const auto& sign : proposal.signs) {
      json.object().member("code", sign.code).member("text", sign.text);
      json.member("weight", sign.weight).time_member("at", sign.at);
      json.strings_member("records", sign.records);
      json.end();
    }
    json.end().end();
  }
  json.end();
}

void write_deeds(JsonWriter& json, std::string_view name,
                 const std::vector<exposure::Deed>& deeds) {
  json.key(name).array();
  for (const auto& deed : deeds) {
    json.object().member("act", store::act_name(deed.act)).member("what", deed.what);
    json.time_member("at", deed.at);
    json.member("account", deed.account).member("context", deed.context);
    json.member("record", deed.record).member("message_id", deed.message_id);
    json.member("subject", deed.subject).strings_member("recipients", deed.recipients);
    json.member("failed", deed.failed).key("message");
    deed.message == store::kNoMessage ? json.null() : json.value(deed.message);
    json.end();
  }
  json.end();
}

void write_persistence(JsonWriter& json, const exposure::Activity& activity) {
  json.key("persistence").array();
  for (const auto& one : activity.persistence) {
    json.object().member("kind", one.kind).member("account", one.account);
    json.member("name", one.name).member("what", one.what);
    json.time_member("set_at", one.set_at);
    json.time_member("removed_at", one.removed_at);
    json.member("set_record", one.set_record).member("by_intruder", one.by_intruder).end();
  }
  json.end();
}

void write_notice(JsonWriter& json, const exposure::Notice& notice) {
  json.key("named").object().member("persons", notice.persons);
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
  const ExposureResult& result = exposed.result;
  json.key("question_b").object();
  json.member("events", result.events).member("undated", result.undated);
  json.member("proposed", result.proposed).key("seeds").array();
  for (const auto& seed : result.seeds) json.value(seed_text(seed));
  json.end();
  write_mailboxes(json, result);
  write_contexts(json, result);
  write_proposals(json, result);
  const exposure::Activity& activity = result.activity;
  write_deeds(json, "sent", activity.sent);
  write_deeds(json, "deleted", activity.deleted);
  write_deeds(json, "searched", activity.searched);
  write_deeds(json, "changed", activity.changed);
  write_deeds(json, "files", activity.files);
  write_persistence(json, activity);
  write_notice(json, exposed.notice);
  write_messages(json, exposed);
  json.strings_member("remarks", result.remarks);
  json.end();
}

}  // namespace letterlock::report
