// The records of a Microsoft 365 audit log, one maker for each kind: what the provider notes down
// when somebody signs in, reads, sends, deletes or changes something. Field sets as real exports
// have them; who does what when is log_story.cc's.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "demo/people.h"
#include "demo/random.h"

namespace letterlock::demo {

struct Tenant {
  const char* name = "";
  const char* domain = "";
  std::string id;
};

// A user with a mailbox.
struct Account {
  const Person* person = nullptr;
  std::string address;  // the user principal name
  std::string id;       // of the directory object
  std::string mailbox_guid, sid, puid;
};

struct Place {
  const char* city = "";
  const char* country = "";  // ISO 3166-1 alpha-2
  const char* latitude = "0";
  const char* longitude = "0";
  unsigned as_number = 64496;
};

// One client in one hand, from one address.
struct Visit {
  const Account* account = nullptr;
  std::string address;
  Place place;
  std::string session;
  std::string token;  // unique token identifier
  UnixTime issued = 0;
  std::string client;      // ClientInfoString
  std::string process;     // "OUTLOOK.EXE", of a desktop client
  std::string user_agent;  // of sign-ins
  std::string client_app;  // "Browser", "Exchange ActiveSync", ...
  std::string os, browser;
  std::string app_id, app_name;
};

struct AuditRecord {
  UnixTime time = 0;
  std::string id;
  std::string user;
  std::string operation;
  int type = 0;
  std::string json;  // AuditData
};

struct SignInRecord {
  UnixTime time = 0;
  std::string user;
  std::string json;
};

// A message as a record names it.
struct LoggedMessage {
  std::string message_id;
  std::string subject;
  std::uint64_t size = 0;
};

struct Setting {
  std::string name, value;
};

struct SignInResult {
  int error = 0;
  const char* reason = "Other.";
  bool interactive = true;
  bool with_second_factor = false;
};

// Collects the records of one tenant. Record ids, item ids and the like come from the seed.
class LogBook {
 public:
  LogBook(std::uint64_t seed, Tenant tenant);

  Account account(const Person& person);
  std::string new_guid() { return random_.uuid(); }
  std::string new_token();

  // Both the Entra sign-in and, for what a mailbox client does, the logon of the audit log.
  void sign_in(const Visit& visit, UnixTime time, const SignInResult& result);
  void bind(const Visit& visit, std::string_view folder, UnixTime time,
            std::span<const LoggedMessage> messages, bool throttled = false);
  void sync(const Visit& visit, std::string_view folder, UnixTime time);
  void send(const Visit& visit, UnixTime time, const LoggedMessage& message,
            std::span<const std::string> recipients);
  // "MoveToDeletedItems", "SoftDelete", "HardDelete"
  void remove(std::string_view operation, const Visit& visit, std::string_view folder,
              UnixTime time, const LoggedMessage& message);
  void search(const Visit& visit, UnixTime time, std::string_view query);
  // "New-InboxRule", "Remove-InboxRule": by `visit`, on the mailbox of `owner`.
  void rule(std::string_view operation, const Visit& visit, const Account& owner, UnixTime time,
            std::string_view name, std::span<const Setting> settings);
  // Directory: consent, second factors, passwords.
  void directory(std::string_view operation, const Visit& visit, UnixTime time,
                 const Account* target, std::string_view object, std::span<const Setting> changes);
  void file(std::string_view operation, const Visit& visit, UnixTime time, std::string_view name);

  const Tenant& tenant() const { return tenant_; }
  std::vector<AuditRecord> records;
  std::vector<SignInRecord> sign_ins;

 private:
  JsonWriter start(std::string_view operation, int type, std::string_view status, UnixTime time,
                   const Visit& visit, const char* workload, AuditRecord& record);
  void mailbox_fields(JsonWriter& json, const Visit& visit);
  void logon(const Visit& visit, UnixTime time, const SignInResult& result, const std::string& id);
  void add_item(JsonWriter& json, const LoggedMessage& message);
  std::string folder_id(const Visit& visit, std::string_view folder) const;
  void keep(AuditRecord record, JsonWriter& json);

  Tenant tenant_;
  Random random_;
};

}  // namespace letterlock::demo
