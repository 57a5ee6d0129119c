// Records of Microsoft 365: the Unified Audit Log's AuditData in every export, its copy in
// Sentinel's OfficeActivity table, and the older mailbox audit log.
#include <algorithm>

#include "audit/mapping.h"
#include "audit/operations.h"
#include "base/ascii.h"

namespace letterlock::audit {
namespace {

using store::Act;
using store::Event;
using store::Outcome;

// Binds are gathered for two minutes; the record bears the time of their end.
constexpr UnixTime kBindSeconds = 120;

struct RecordTypeName {
  std::string_view number;
  std::string_view name;
};
constexpr RecordTypeName kRecordTypes[] = {
    {"1", "ExchangeAdmin"},
    {"2", "ExchangeItem"},
    {"3", "ExchangeItemGroup"},
    {"4", "SharePoint"},
    {"6", "SharePointFileOperation"},
    {"7", "OneDrive"},
    {"8", "AzureActiveDirectory"},
    {"9", "AzureActiveDirectoryAccountLogon"},
    {"11", "ComplianceDLPSharePoint"},
    {"13", "ComplianceDLPExchange"},
    {"14", "SharePointSharingOperation"},
    {"15", "AzureActiveDirectoryStsLogon"},
    {"18", "SecurityComplianceCenterEOPCmdlet"},
    {"20", "PowerBIAudit"},
    {"24", "Discovery"},
    {"25", "MicrosoftTeams"},
    {"28", "ThreatIntelligence"},
    {"29", "MailSubmission"},
    {"36", "SharePointListOperation"},
    {"40", "SecurityComplianceAlerts"},
    {"50", "ExchangeItemAggregated"},
};

std::string record_type(std::string_view written) {
  for (const RecordTypeName& type : kRecordTypes) {
    if (type.number == written) return std::string(type.name);
  }
  return std::string(written);
}

store::LogonType logon_type(std::string_view written) {
  using store::LogonType;
  if (written == "0" || equals_ignore_case(written, "Owner")) return LogonType::owner;
  if (written == "1" || equals_ignore_case(written, "Admin")) return LogonType::admin;
  if (written == "2" || starts_with_ignore_case(written, "Delegate")) {
    return equals_ignore_case(written, "DelegatedAdmin") ? LogonType::admin : LogonType::delegate;
  }
  if (written == "6") return LogonType::admin;  // delegated administrator
  return written.empty() ? LogonType::unknown : LogonType::service;
}

void read_who(Mapping& mapping, Event& event) {
  Fields& in = mapping.fields;
  event.actor = account_of(in.first({Key::user_id, Key::upn, Key::logon_user_name, Key::user_key}));
  event.actor_id = in.first({Key::user_key, Key::logon_user_sid});
  event.mailbox = account_of(in.text(Key::mailbox_owner));
  event.mailbox_guid = lower_ascii(in.text(Key::mailbox_guid));
  event.logon = logon_type(in.text(Key::logon_type));
  event.external_access = in.boolean(Key::external_access);
  event.organization = in.first({Key::organization, Key::organization_id});
  event.target = in.first({Key::object_id, Key::source_relative});
}

void read_context(Mapping& mapping, Event& event) {
  const auto context = mapping.fields.json(Key::app_context);
  if (!context) return;
  if (event.session.empty()) event.session = member_text(*context, "AADSessionId");
  if (event.token.empty()) event.token = member_text(*context, "UniqueTokenId");
  if (event.app_id.empty()) event.app_id = lower_ascii(member_text(*context, "ClientAppId"));
  if (event.app_name.empty()) event.app_name = member_text(*context, "ClientAppName");
  if (event.correlation.empty()) event.correlation = member_text(*context, "CorrelationId");
  if (event.device_id.empty()) event.device_id = member_text(*context, "DeviceId");
}

void read_whence(Mapping& mapping, Event& event) {
  Fields& in = mapping.fields;
  for (const Key key : {Key::client_ip_address, Key::client_ip, Key::actor_ip, Key::ip_address}) {
    read_address(in.text(key), event.from);
  }
  event.from.country = in.text(Key::country);
  event.from.city = in.text(Key::city);
  event.client = in.text(Key::client_info);
  event.user_agent = in.text(Key::user_agent);
  event.app_id = lower_ascii(in.first({Key::client_app_id, Key::application_id, Key::app_id}));
  event.app_name = in.first({Key::app_name, Key::client_application});
  if (event.app_name.empty() && in.has(Key::client_process)) {
    event.app_name = in.text(Key::client_process);
    if (in.has(Key::client_version))
      event.app_name += ' ' + std::string(in.text(Key::client_version));
  }
  event.session = in.text(Key::session_id);
  event.token = in.text(Key::unique_token);
  event.device_id = in.text(Key::device_id);
  event.correlation = in.text(Key::correlation);
  read_context(mapping, event);
}

// Members of name/value lists that have a place of their own in an Event.
void take_from_settings(Event& event) {
  const auto take = [&](std::string_view name, std::string& into) {
    if (into.empty()) into = parameter(event, name);
  };
  take("UserAgent", event.user_agent);
  take("SessionId", event.session);  // UserLoggedIn hides it in DeviceProperties
  take("Id", event.device_id);
  if (event.user_agent.empty()) {
    const std::string os(parameter(event, "OS")), browser(parameter(event, "BrowserType"));
    event.user_agent = os.empty() || browser.empty() ? os + browser : os + "; " + browser;
  }
  if (event.user_agent.empty()) {
    // {"User-Agent":"..."} in additionalDetails.
    const std::string_view details = parameter(event, "additionalDetails");
    constexpr std::string_view kBefore = "\"User-Agent\":\"";
    const std::size_t at = details.find(kBefore);
    if (at != details.npos) {
      const std::string_view rest = details.substr(at + kBefore.size());
      event.user_agent = rest.substr(0, rest.find('"'));
    }
  }
}

// For a sign-in "Succeeded" says only that the request was heard (HTTP): the error decides.
void read_outcome(Mapping& mapping, Event& event) {
  Fields& in = mapping.fields;
  const std::string_view error = in.text(Key::error_number),
                         logon_error = in.text(Key::logon_error);
  if (!error.empty() && error != "0") event.error_code = error;
  event.error_text = logon_error;
  const bool sign_in = event.act == Act::sign_in || event.act == Act::sign_in_failed;
  if (sign_in) {
    const bool failed = event.act == Act::sign_in_failed || !event.error_code.empty() ||
                        (!logon_error.empty() && !equals_ignore_case(logon_error, "None"));
    event.outcome = failed ? Outcome::failed : Outcome::succeeded;
    if (failed) event.act = Act::sign_in_failed;
    // The name by which the sign-in log knows the same request.
    if (const std::string_view request = in.text(Key::request_id); !request.empty()) {
      event.parameters.push_back({"IntraSystemId", lower_ascii(request), ""});
    }
    return;
  }
  const std::string status = lower_ascii(in.text(Key::result_status));
  if (status.starts_with("succe") || status == "true" || status == "partiallysucceeded") {
    event.outcome = Outcome::succeeded;
  } else if (status.starts_with("fail") || status == "false") {
    event.outcome = Outcome::failed;
  }
}

bool is_empty_value(std::string_view value) {
  value = trim(value);
  return value.empty() || equals_ignore_case(value, "$null") || equals_ignore_case(value, "null");
}

bool has_setting(const Event& event, std::string_view name) {
  return std::any_of(event.parameters.begin(), event.parameters.end(),
                     [&](const auto& one) { return equals_ignore_case(one.name, name); });
}

// Set-Mailbox and its like mean what their parameters say.
void read_mailbox_setting(Event& event) {
  bool forwards = false, forwarding_named = false;
  for (const std::string_view name :
       {"ForwardingSmtpAddress", "ForwardingAddress", "DeliverToMailboxAndForward"}) {
    if (!has_setting(event, name)) continue;
    forwarding_named = true;
    const bool address = name != "DeliverToMailboxAndForward";
    forwards = forwards || (address && !is_empty_value(parameter(event, name)));
  }
  const bool address_named =
      has_setting(event, "ForwardingSmtpAddress") || has_setting(event, "ForwardingAddress");
  if (forwarding_named &&
      (address_named ||
       equals_ignore_case(parameter(event, "DeliverToMailboxAndForward"), "False"))) {
    event.act = forwards ? Act::forwarding_set
                         : (address_named ? Act::forwarding_removed : Act::mailbox_setting_changed);
    if (event.act != Act::mailbox_setting_changed) return;
  }
  for (const std::string_view name :
       {"AuditEnabled", "AuditLogAgeLimit", "AuditOwner", "AuditAdmin", "AuditDelegate",
        "DefaultAuditSet", "AuditBypassEnabled"}) {
    if (has_setting(event, name)) event.act = Act::audit_setting_changed;
  }
  if (has_setting(event, "GrantSendOnBehalfTo")) event.act = Act::mailbox_permission_granted;
}

// UpdateInboxRules, from a client: its RuleOperation says what was done to the rule.
void read_rule_operation(Event& event) {
  const std::string what = lower_ascii(parameter(event, "RuleOperation"));
  if (what.starts_with("delete") || what.starts_with("remove")) event.act = Act::inbox_rule_removed;
}

// Whose mailbox a cmdlet worked on: its Mailbox or Identity parameter, or the one who ran it.
void read_cmdlet_mailbox(Event& event) {
  if (!event.mailbox.empty()) return;
  const bool rule = event.act == Act::inbox_rule_set || event.act == Act::inbox_rule_removed ||
                    event.act == Act::inbox_rule_enabled || event.act == Act::inbox_rule_disabled;
  std::string_view named = parameter(event, "Mailbox");
  if (rule && named.empty()) {
    event.mailbox = event.actor;
    return;
  }
  if (named.empty()) named = parameter(event, "Identity");
  if (named.empty()) named = event.target;
  // "EURPR04A009.PROD.OUTLOOK.COM/.../joey": the last part; a folder of a mailbox:
  // "joey:\Calendar".
  if (const std::size_t slash = named.rfind('/'); slash != named.npos) {
    named = named.substr(slash + 1);
  }
  if (const std::size_t colon = named.find(":\\"); colon != named.npos) {
    named = named.substr(0, colon);
  }
  event.mailbox = lower_ascii(trim(named));
}

void read_consent(Mapping& mapping, Event& event) {
  if (is_guid(event.target)) event.app_id = lower_ascii(event.target);
  const auto target = mapping.fields.json(Key::target);
  simdjson::dom::array entries;
  if (!target || target->get(entries) != simdjson::SUCCESS) return;
  for (const auto entry : entries) {
    if (member_text(entry, "Type") == "1") event.app_name = member_text(entry, "ID");
  }
}

// What depends on more than the operation's name.
void refine(Mapping& mapping, Event& event) {
  switch (event.act) {
    case Act::mailbox_setting_changed:
      read_mailbox_setting(event);
      break;
    case Act::inbox_rule_set:
      read_rule_operation(event);
      break;
    case Act::consent_granted:
    case Act::consent_revoked:
    case Act::app_added:
      read_consent(mapping, event);
      break;
    case Act::app_changed:
      if (has_setting(event, "KeyDescription")) event.act = Act::credential_added;
      break;
    case Act::account_changed:
      if (has_setting(event, "StrongAuthenticationMethod") ||
          has_setting(event, "StrongAuthenticationUserDetails") ||
          has_setting(event, "StrongAuthenticationPhoneAppDetail")) {
        event.act = Act::mfa_changed;
      }
      break;
    default:
      break;
  }
  if (event.record_type == "ExchangeAdmin") read_cmdlet_mailbox(event);
}

// Bind or Sync, throttled or not; wherever this export says so.
void read_access(Mapping& mapping, Event& event) {
  Fields& in = mapping.fields;
  std::string_view type = in.text(Key::mail_access_type);
  if (type.empty()) type = parameter(event, "MailAccessType");
  if (equals_ignore_case(type, "Sync")) event.act = Act::mail_synced;
  std::string_view throttled = in.text(Key::is_throttled);
  if (throttled.empty()) throttled = parameter(event, "IsThrottled");
  event.throttled = equals_ignore_case(throttled, "True");
  if (type.empty()) {
    event.incomplete = true;
    mapping.defect("access_type_lost", "MailItemsAccessed without its MailAccessType");
  }
  if (event.act == Act::mail_read && event.time) event.time->from -= kBindSeconds;
  const bool names_nothing = event.messages.empty() && event.folders.empty();
  if (names_nothing || (event.act == Act::mail_read && event.messages.empty())) {
    event.incomplete = true;
    mapping.defect("folders_lost", "MailItemsAccessed without the folders or messages accessed");
  }
}

void read_lists(Mapping& mapping, Event& event) {
  for (const Key key : {Key::recipients, Key::target_user}) {
    const auto list = mapping.fields.json(key);
    simdjson::dom::array entries;
    if (list && list->get(entries) == simdjson::SUCCESS) {
      for (const auto entry : entries) event.recipients.push_back(account_of(text_of(entry)));
    } else if (const std::string_view one = mapping.fields.text(key); !one.empty()) {
      event.recipients.push_back(account_of(one));
    }
  }
  event.query = mapping.fields.text(Key::query_text);
  for (const auto& [key, name] : {std::pair{Key::send_as, "SendAsUserSmtp"},
                                  std::pair{Key::send_on_behalf, "SendOnBehalfOfUserSmtp"}}) {
    if (!mapping.fields.has(key)) continue;
    event.target = account_of(mapping.fields.text(key));
    event.parameters.push_back({name, std::string(mapping.fields.text(key)), ""});
  }
}

}  // namespace

bool map_office(Mapping& mapping) {
  Fields& in = mapping.fields;
  if (!in.has(Key::operation)) return false;
  const bool office = in.has(Key::workload) || in.has(Key::record_type) || in.has(Key::user_key) ||
                      in.has(Key::mailbox_owner) || in.has(Key::organization_id) ||
                      in.has(Key::audit_data) || in.has(Key::mailbox_guid) ||
                      (in.has(Key::creation_time) && in.has(Key::user_id));
  if (!office) return false;
  Event& event = mapping.out.events.emplace_back();
  event.provider = store::Provider::microsoft_365;
  event.operation = in.text(Key::operation);
  event.act = microsoft_act(event.operation);
  event.product = in.text(Key::workload);
  event.record_type = record_type(in.text(Key::record_type));
  event.record_id = in.first({Key::id, Key::record_id, Key::identity});
  mapping.out.record_id = lower_ascii(event.record_id);
  std::string_view when = in.first({Key::creation_time, Key::other_time, Key::created});
  set_point(event, mapping.time(when));
  if (event.time && in.has(Key::creation_time) && in.has(Key::created)) {
    mapping.votes.see_with(in.text(Key::created), event.time->until);
  }
  read_who(mapping, event);
  read_whence(mapping, event);
  read_settings(mapping, event);
  take_from_settings(event);
  read_folders(mapping, event);
  read_items(mapping, event);
  read_lists(mapping, event);
  if (const auto count = in.number(Key::operation_count); count && *count >= 0) {
    event.operation_count = static_cast<std::uint32_t>(std::min<std::int64_t>(*count, 0xFFFFFFFE));
  }
  read_outcome(mapping, event);
  refine(mapping, event);
  const bool access = equals_ignore_case(event.operation, "MailItemsAccessed");
  if (access) read_access(mapping, event);
  return true;
}

}  // namespace letterlock::audit
