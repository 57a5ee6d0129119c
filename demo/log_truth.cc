// What the logs' reader should be able to tell, and what not.
#include <algorithm>
#include <map>

#include "demo/logs.h"

namespace letterlock::demo {
namespace {

void time_member(JsonWriter& json, std::string_view name, UnixTime time) {
  json.key(name);
  if (time == 0) {
    json.null();
  } else {
    json.value(format_utc(time));
  }
}

void times_member(JsonWriter& json, std::string_view name, const std::vector<UnixTime>& times) {
  if (times.empty()) return;
  json.key(name).array();
  for (UnixTime time : times) json.value(format_utc(time));
  json.end();
}

void write_ways(JsonWriter& json, const AccountTruth& account) {
  json.key("contexts").array();
  for (const LogContext& context : account.contexts) {
    json.object().member("kind", context.kind).member("value", context.value);
    time_member(json, "from", context.from);
    time_member(json, "until", context.until);
    json.member("what", context.what).end();
  }
  json.end().key("blind").array();
  for (const BlindTime& blind : account.blind) {
    json.object();
    time_member(json, "from", blind.from);
    time_member(json, "until", blind.until);
    json.member("why", blind.why).end();
  }
  json.end().key("footholds").array();
  for (const Foothold& foothold : account.footholds) {
    json.object().member("kind", foothold.kind).member("name", foothold.name);
    time_member(json, "set", foothold.set);
    time_member(json, "removed", foothold.removed);
    json.end();
  }
  json.end().key("searches").array();
  for (const std::string& query : account.searches) json.value(query);
  json.end().key("files").array();
  for (const std::string& file : account.files) json.value(file);
  json.end();
}

void write_messages(JsonWriter& json, const AccountTruth& account, const Produced& produced) {
  const auto id_of = [&](int plan) -> const std::string& {
    return produced.written[static_cast<std::size_t>(plan)].message_id;
  };
  json.key("sent").array();
  for (const SentByIntruder& sent : account.sent) {
    json.object().member("message_id", id_of(sent.plan));
    time_member(json, "time", sent.time);
    time_member(json, "copy_removed", sent.copy_removed);
    json.end();
  }
  json.end();
  std::map<std::string_view, std::size_t> counts;
  json.key("messages").array();
  for (const HeldMessage& message : account.messages) {
    const std::string_view level = expected_class(message, account);
    ++counts[level];
    json.object().member("message_id", id_of(message.plan)).member("class", level);
    times_member(json, "read", message.reads);
    times_member(json, "read_unlogged", message.unlogged);
    if (message.synced != 0) {
      time_member(json, "synced", message.synced);
      json.member("in_synced_folder", message.sent);
    }
    if (message.gone != 0) {
      time_member(json, "gone", message.gone);
      json.member("removed_by", message.removed_by_intruder ? "intruder" : "owner");
    }
    if (message.leaked) json.member("leaked", true);
    json.end();
  }
  json.end().key("counts").object();
  for (const auto& [level, count] : counts) json.member(level, count);
  json.end();
}

}  // namespace

std::string_view expected_class(const HeldMessage& message, const AccountTruth& account) {
  if (message.arrived >= account.evicted) return "X0";
  if (message.gone != 0 && message.gone < account.signed_in) return "X0";
  if (!message.reads.empty()) return "X4";
  if (message.synced != 0) return "X3";
  const bool unlogged =
      std::any_of(account.blind.begin(), account.blind.end(), [&](const BlindTime& blind) {
        return message.arrived < blind.until && (message.gone == 0 || message.gone >= blind.from);
      });
  return unlogged ? "X2" : "X1";
}

void write_exposure_truth(JsonWriter& json, const LogTruth& truth, const Produced& produced) {
  json.key("exposure").object();
  time_member(json, "logs_from", truth.first);
  time_member(json, "logs_until", truth.last);
  json.key("files").array();
  for (const LogFile& file : truth.files) {
    json.object().member("file", "logs/" + file.name).member("shape", file.shape);
    json.member("records", file.records).end();
  }
  json.end().key("accounts").array();
  for (const AccountTruth& account : truth.accounts) {
    json.object().member("account", account.account).key("mailbox");
    account.mailbox.empty() ? json.null() : json.value(account.mailbox);
    time_member(json, "signed_in", account.signed_in);
    time_member(json, "evicted", account.evicted);
    json.key("synced").array();
    if (account.synced_at != 0) {
      json.object().member("folder", account.synced_folder);
      time_member(json, "time", account.synced_at);
      json.end();
    }
    json.end();
    write_ways(json, account);
    write_messages(json, account, produced);
    json.end();
  }
  json.end().end();
}

}  // namespace letterlock::demo
