// What a provider's log says was done: audit records of Microsoft 365 and Google Workspace,
// sign-ins of Entra ID, a person's own activity export, all in one vocabulary.
//
// Plain records, owning their text. audit/ makes them, an EventStore (event_store.h) keeps them,
// exposure/ reads them. An Event says what the log says, normalized and not judged: a lying field
// stays what it was in the original record, which is kept beside it under its SHA-256. Absent is
// std::nullopt, or "" for text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ip_address.h"
#include "base/sha256.h"

namespace letterlock::store {

using EventId = std::uint64_t;  // ordinal in the store, from 1, in order of first reading
inline constexpr EventId kNoEvent = 0;
using LogFileId = std::uint32_t;  // ordinal of the log file, from 1
inline constexpr LogFileId kNoLogFile = 0;

// Who wrote the log.
enum class Provider : std::uint8_t {
  unknown,
  microsoft_365,     // Unified Audit Log, mailbox audit log
  entra,             // Entra ID (Azure AD) sign-in and directory audit logs
  google_workspace,  // Reports API activities
  google_account,    // a consumer's own export: Takeout access log, My Activity
};

// What was done. Values are stored: append only, before nothing.
enum class Act : std::uint8_t {
  other,  // not in this vocabulary: Event::operation says what; counted, never dropped

  // Getting in. Whether it worked is the outcome's to say as well.
  sign_in,         // a sign-in that succeeded
  sign_in_failed,  // one that failed, or was interrupted for a further step
  sign_out,
  mailbox_login,  // MailboxLogin: a protocol session with the mailbox began

  // Reading mail.
  mail_read,          // Bind: the messages in `messages` were accessed (not: read by a human)
  mail_synced,        // Sync: a whole folder went to a client; `folders` says which
  folder_opened,      // FolderBind; one record a folder in 24 hours
  attachment_opened,  // AttachmentAccess and its like
  mail_searched,      // `query`

  // Sending.
  mail_sent,
  mail_sent_as,         // the sender shown is the mailbox's owner, not the actor
  mail_sent_on_behalf,  // the actor is shown too
  mail_received,        // a delivery the provider logged (Gmail log, message trace)

  // Changing mail.
  mail_created,
  mail_updated,
  mail_moved,
  mail_copied,
  mail_moved_to_deleted_items,
  mail_soft_deleted,  // out of Deleted Items, still recoverable
  mail_hard_deleted,  // purged from the recoverable items

  // Standing orders about mail.
  inbox_rule_set,  // made or changed; `parameters`
  inbox_rule_removed,
  inbox_rule_enabled,
  inbox_rule_disabled,
  forwarding_set,  // of a whole mailbox, to the address in `target` or the parameters
  forwarding_removed,
  mailbox_permission_granted,  // full access, send as, a folder, a delegate
  mailbox_permission_removed,
  mailbox_setting_changed,   // Set-Mailbox and others that touch neither forwarding nor auditing
  tenant_mail_flow_changed,  // transport rules, connectors, remote domains, anti-phishing policies
  audit_setting_changed,     // auditing of a mailbox or the tenant, retention, bypass

  // Accounts and applications.
  consent_granted,  // an application was given access; `app`, scopes in the parameters
  consent_revoked,
  token_used,  // an application used its grant (Google's token activity)
  app_added,   // application or service principal
  app_changed,
  app_removed,
  credential_added,  // key or secret of an application or service principal
  credential_removed,
  mfa_changed,  // second factors and authentication methods
  password_changed,
  recovery_changed,  // recovery address, telephone, question
  account_added,
  account_changed,
  account_removed,
  group_changed,
  role_granted,
  role_removed,
  policy_changed,  // conditional access, federation, sharing, organisation settings
  alert_raised,    // the provider's own alert or risk detection
  device_changed,  // a device registered, enrolled or removed

  // Files.
  file_accessed,
  file_downloaded,
  file_synced,
  file_uploaded,
  file_changed,
  file_shared,  // also a link made or access widened
  file_unshared,
  file_deleted,

  // Everything at once.
  export_made,       // takeout, eDiscovery search or export, mailbox export request
  calendar_changed,  // calendars and meetings
  chat_read,         // Teams, Chat
  chat_sent,
  chat_changed,
};
inline constexpr std::size_t kActCount = static_cast<std::size_t>(Act::chat_changed) + 1;

enum class Outcome : std::uint8_t {
  unknown,  // the record does not say, or what it says means only that the request was heard
  succeeded,
  failed,
};

enum class LogonType : std::uint8_t {
  unknown,
  owner,
  admin,
  delegate,
  service,  // transport, Microsoft's own services, "best access"
};

// When something happened: at some time in [from, until]. A mail_read is [CreationTime - 2 minutes,
// CreationTime], because binds are gathered for two minutes; most others are a point.
struct TimeSpan {
  UnixTime from = 0;
  UnixTime until = 0;  // >= from
  bool operator==(const TimeSpan&) const = default;
};

// Where a request came from, as far as the log knows; a proxy of the provider may stand before it.
struct Endpoint {
  std::optional<IpAddress> ip;  // without brackets, port and ::ffff:
  std::optional<std::uint16_t> port;
  std::string ip_as_written;  // where it is no address ("<null>", a host's name); else ""
  std::string country;        // as the log has it, often ISO 3166-1 alpha-2
  std::string region;
  std::string city;
  std::optional<std::uint32_t> as_number;
  bool operator==(const Endpoint&) const = default;
};

// A message that a record names.
struct NamedMessage {
  std::string message_id;   // without angle brackets; "" where the record has none
  std::string item_id;      // the provider's own name of the item
  std::string subject;      // as logged
  std::string folder;       // path as logged, "\Inbox"; "" where unknown
  std::string destination;  // of a move or copy
  std::optional<std::uint64_t> size;
  std::vector<std::string> attachments;  // as logged: "invoice.pdf (12345b)"
  bool operator==(const NamedMessage&) const = default;
};

struct NamedFolder {
  std::string path;  // "\Inbox"
  std::string id;
  bool operator==(const NamedFolder&) const = default;
};

// A setting with its value: of an inbox rule, Set-Mailbox, a modified property, a Google parameter.
struct Parameter {
  std::string name;
  std::string value;
  std::string old_value;  // where the record says what it was before
  bool operator==(const Parameter&) const = default;
};

// Where an event's original record is.
struct RecordPlace {
  Sha256 record;  // of the record's octets as they stand in the log file
  LogFileId file = kNoLogFile;
  std::uint64_t row = 0;     // from 1: the CSV row, or the record's number in the file
  std::uint64_t offset = 0;  // of the record's first octet, after the file was decompressed
  std::uint32_t part = 0;    // from 0: which of the record's events (a Google activity has several)
  bool operator==(const RecordPlace&) const = default;
};

struct Event {
  EventId id = kNoEvent;  // given by the store
  Provider provider = Provider::unknown;
  Act act = Act::other;
  std::string operation;    // as written: "MailItemsAccessed", "login_success"
  std::string product;      // Workload, Google's applicationName, "SignInLogs"
  std::string record_type;  // as written or, where a number is known, its name
  std::string record_id;    // the provider's own id of the record

  std::optional<TimeSpan> time;  // none: the record has no time that can be read

  // Addresses in lower case where they are addresses. `actor` did it, to `mailbox` or `target`.
  std::string actor;         // user principal name, address, or the service's name
  std::string actor_id;      // object id, SID or profile id
  std::string mailbox;       // the owner of the mailbox; "" where the act is on none
  std::string mailbox_guid;  // lower case
  std::string target;        // the object acted on: ObjectId, a document, a rule, a user
  std::string organization;  // name or id of the tenant

  Endpoint from;
  std::string client;      // ClientInfoString, clientAppUsed, authentication protocol
  std::string user_agent;  // or operating system and browser, where only those are given
  std::string app_id;      // of the application that acted, lower case
  std::string app_name;
  std::string session;      // SessionId, also one hidden in DeviceProperties
  std::string token;        // UniqueTokenId
  std::string device_id;    // "" or what the log says
  std::string correlation;  // of requests that belong together
  LogonType logon = LogonType::unknown;
  std::optional<bool> external_access;  // by someone outside the organisation (also Microsoft)

  Outcome outcome = Outcome::unknown;
  std::string error_code;  // as written; "" where none or 0
  std::string error_text;

  std::vector<NamedMessage> messages;
  std::vector<NamedFolder> folders;  // of a sync, a bind, a move: each once
  std::vector<std::string> recipients;
  std::string query;  // what was searched for
  std::vector<Parameter> parameters;

  // What MailItemsAccessed says of itself.
  std::optional<std::uint32_t> operation_count;  // records aggregated here
  bool throttled = false;  // IsThrottled: nothing logged for the next 24 hours
  // The record says itself, or its shape shows, that something of it is missing: messages cut from
  // the cell, "System.Object[]" where the folders were. What is absent here is not absent in fact.
  bool incomplete = false;

  RecordPlace place;

  bool operator==(const Event&) const = default;
};

// One word, the enumerator's name: "mail_read". The other way nullopt for a word that is none.
std::string_view act_name(Act act);
std::optional<Act> act_of(std::string_view name);
std::string_view provider_name(Provider provider);
std::string_view outcome_name(Outcome outcome);
std::string_view logon_name(LogonType logon);

}  // namespace letterlock::store
