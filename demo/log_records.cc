#include "demo/log_records.h"

#include <fmt/format.h>

namespace letterlock::demo {
namespace {

constexpr std::string_view kTokenAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr const char* kExchange = "00000002-0000-0ff1-ce00-000000000000";

// "2026-05-19T15:03:20": UTC without saying so, as the audit log writes it.
std::string log_time(UnixTime time) {
  std::string text = format_utc(time);
  text.pop_back();
  return text;
}

void settings(JsonWriter& json, std::string_view name, std::span<const Setting> list) {
  json.key(name).array();
  for (const Setting& setting : list)
    json.object().member("Name", setting.name).member("Value", setting.value).end();
  json.end();
}

void id_type(JsonWriter& json, std::string_view id, int type) {
  json.object().member("ID", id).member("Type", type).end();
}

}  // namespace

LogBook::LogBook(std::uint64_t seed, Tenant tenant)
    : tenant_(std::move(tenant)), random_(seed, std::string("log of ") + tenant_.domain) {
  tenant_.id = random_.uuid();
}

Account LogBook::account(const Person& person) {
  Account account;
  account.person = &person;
  account.address = person.email;
  account.id = random_.uuid();
  account.mailbox_guid = random_.uuid();
  account.sid = random_.fill("S-1-5-21-2%%%%%%%%%-3%%%%%%%%-1%%%%%%%%%-1%%%%%%");
  account.puid = "1003" + random_.upper_hex(12);
  return account;
}

std::string LogBook::new_token() { return random_.text(22, kTokenAlphabet); }

std::string LogBook::folder_id(const Visit& visit, std::string_view folder) const {
  Random random(hash_text(visit.account->mailbox_guid), folder);
  return "LgAAAAD" + random.text(57, kTokenAlphabet) + "AAAB";
}

JsonWriter LogBook::start(std::string_view operation, int type, std::string_view status,
                          UnixTime time, const Visit& visit, const char* workload,
                          AuditRecord& record) {
  record.time = time;
  record.id = random_.uuid();
  record.user = visit.account->address;
  record.operation = operation;
  record.type = type;
  JsonWriter json;
  json.object().member("CreationTime", log_time(time)).member("Id", record.id);
  json.member("Operation", operation).member("OrganizationId", tenant_.id);
  json.member("RecordType", type);
  if (!status.empty()) json.member("ResultStatus", status);
  json.member("UserKey", visit.account->puid).member("UserType", 0).member("Version", 1);
  json.member("Workload", workload);
  return json;
}

void LogBook::keep(AuditRecord record, JsonWriter& json) {
  record.json = json.end().take();
  records.push_back(std::move(record));
}

void LogBook::mailbox_fields(JsonWriter& json, const Visit& visit) {
  const Account& who = *visit.account;
  json.member("ClientIP", visit.address).member("UserId", who.address);
  if (!visit.token.empty()) {
    json.key("AppAccessContext").object().member("AADSessionId", visit.session);
    json.member("IssuedAtTime", log_time(visit.issued)).member("UniqueTokenId", visit.token);
    json.end();
  }
  if (!visit.app_id.empty()) json.member("AppId", visit.app_id).member("ClientAppId", visit.app_id);
  json.member("ClientIPAddress", visit.address).member("ClientInfoString", visit.client);
  if (!visit.process.empty())
    json.member("ClientProcessName", visit.process).member("ClientVersion", "16.0.18827.20140");
  json.member("ExternalAccess", false).member("InternalLogonType", 0).member("LogonType", 0);
  json.member("LogonUserSid", who.sid).member("MailboxGuid", who.mailbox_guid);
  json.member("MailboxOwnerSid", who.sid).member("MailboxOwnerUPN", who.address);
  json.member("OrganizationName", tenant_.domain);
  json.member("OriginatingServer", "MB1PR07MB2291 (15.20.8769.022)\r\n");
  if (!visit.session.empty()) json.member("SessionId", visit.session);
}

void LogBook::bind(const Visit& visit, std::string_view folder, UnixTime time,
                   std::span<const LoggedMessage> messages, bool throttled) {
  AuditRecord record;
  JsonWriter json = start("MailItemsAccessed", 50, "Succeeded", time, visit, "Exchange", record);
  mailbox_fields(json, visit);
  const Setting properties[] = {{"MailAccessType", "Bind"},
                                {"IsThrottled", throttled ? "True" : "False"}};
  settings(json, "OperationProperties", properties);
  json.key("Folders").array().object().key("FolderItems").array();
  for (const LoggedMessage& message : messages) {
    json.object().member("InternetMessageId", message.message_id);
    json.member("SizeInBytes", message.size).end();
  }
  json.end().member("Id", folder_id(visit, folder)).member("Path", folder).end().end();
  json.member("OperationCount", messages.size());
  keep(std::move(record), json);
}

void LogBook::sync(const Visit& visit, std::string_view folder, UnixTime time) {
  AuditRecord record;
  JsonWriter json = start("MailItemsAccessed", 2, "Succeeded", time, visit, "Exchange", record);
  mailbox_fields(json, visit);
  const Setting properties[] = {{"MailAccessType", "Sync"}, {"IsThrottled", "False"}};
  settings(json, "OperationProperties", properties);
  const std::string id = folder_id(visit, folder);
  json.key("Item").object().member("Id", id).key("ParentFolder").object().member("Id", id);
  json.member("Name", folder.substr(folder.rfind('\\') + 1)).member("Path", folder).end().end();
  keep(std::move(record), json);
}

void LogBook::add_item(JsonWriter& json, const LoggedMessage& message) {
  json.member("Id", "RgAAAAD" + random_.text(77, kTokenAlphabet) + "AAAJ");
  json.member("InternetMessageId", message.message_id);
}

void LogBook::send(const Visit& visit, UnixTime time, const LoggedMessage& message,
                   std::span<const std::string> recipients) {
  AuditRecord record;
  JsonWriter json = start("Send", 2, "Succeeded", time, visit, "Exchange", record);
  mailbox_fields(json, visit);
  json.key("Item").object();
  add_item(json, message);
  json.key("ParentFolder").object().member("Id", folder_id(visit, "\\Drafts"));
  json.member("Path", "\\Drafts").end().member("SizeInBytes", message.size);
  json.member("Subject", message.subject).end();
  json.member("recipientCount", recipients.size()).key("recipientList").array();
  for (const std::string& recipient : recipients) json.value(recipient);
  json.end().member("SaveToSentItems", true);
  keep(std::move(record), json);
}

void LogBook::remove(std::string_view operation, const Visit& visit, std::string_view folder,
                     UnixTime time, const LoggedMessage& message) {
  AuditRecord record;
  JsonWriter json = start(operation, 3, "Succeeded", time, visit, "Exchange", record);
  mailbox_fields(json, visit);
  json.key("AffectedItems").array().object();
  add_item(json, message);
  json.key("ParentFolder").object().member("Id", folder_id(visit, folder));
  json.member("Path", folder).end().member("Subject", message.subject).end().end();
  json.member("CrossMailboxOperation", false);
  if (operation == "MoveToDeletedItems") {
    json.key("DestFolder").object().member("Id", folder_id(visit, "\\Deleted Items"));
    json.member("Path", "\\Deleted Items").end();
  }
  json.key("Folder").object().member("Id", folder_id(visit, folder));
  json.member("Path", folder).end();
  keep(std::move(record), json);
}

void LogBook::search(const Visit& visit, UnixTime time, std::string_view query) {
  AuditRecord record;
  JsonWriter json =
      start("SearchQueryInitiatedExchange", 2, "Succeeded", time, visit, "Exchange", record);
  mailbox_fields(json, visit);
  json.member("QuerySource", "Outlook").member("ScenarioName", "OWA").member("QueryText", query);
  keep(std::move(record), json);
}

void LogBook::rule(std::string_view operation, const Visit& visit, const Account& owner,
                   UnixTime time, std::string_view name, std::span<const Setting> list) {
  AuditRecord record;
  JsonWriter json = start(operation, 1, "True", time, visit, "Exchange", record);
  json.member("ClientIP", fmt::format("{}:{}", visit.address, random_.between(20000, 60000)));
  json.member("ObjectId", fmt::format("{}\\{}", owner.person->local, name));
  json.member("UserId", visit.account->address).member("AppId", kExchange);
  json.member("ClientAppId", "").member("ExternalAccess", false);
  json.member("OrganizationName", tenant_.domain);
  json.member("OriginatingServer", "MB1PR07MB2291 (15.20.8769.022)");
  settings(json, "Parameters", list);
  if (!visit.session.empty()) json.member("SessionId", visit.session);
  keep(std::move(record), json);
}

void LogBook::directory(std::string_view operation, const Visit& visit, UnixTime time,
                        const Account* target, std::string_view object,
                        std::span<const Setting> changes) {
  AuditRecord record;
  JsonWriter json = start(operation, 8, "Success", time, visit, "AzureActiveDirectory", record);
  json.member("ClientIP", visit.address).member("ObjectId", object);
  json.member("UserId", visit.account->address).member("AzureActiveDirectoryEventType", 1);
  JsonWriter details;
  details.object().member("User-Agent", visit.user_agent).end();
  const Setting extended[] = {{"additionalDetails", details.take()},
                              {"extendedAuditEventCategory", target ? "User" : "ServicePrincipal"}};
  settings(json, "ExtendedProperties", extended);
  json.key("ModifiedProperties").array();
  for (const Setting& change : changes) {
    json.object().member("Name", change.name).member("NewValue", change.value);
    json.member("OldValue", "").end();
  }
  json.end().key("Actor").array();
  id_type(json, visit.account->address, 5);
  id_type(json, visit.account->puid, 3);
  id_type(json, "User_" + visit.account->id, 2);
  json.end().member("ActorContextId", tenant_.id).member("ActorIpAddress", visit.address);
  json.member("InterSystemsId", random_.uuid()).member("IntraSystemId", random_.uuid());
  json.member("SupportTicketId", "").key("Target").array();
  id_type(json, target ? "User_" + target->id : std::string(object), 2);
  id_type(json, target ? target->address : visit.app_name, target ? 5 : 1);
  json.end().member("TargetContextId", tenant_.id);
  keep(std::move(record), json);
}

void LogBook::file(std::string_view operation, const Visit& visit, UnixTime time,
                   std::string_view name) {
  AuditRecord record;
  JsonWriter json = start(operation, 6, "", time, visit, "SharePoint", record);
  const std::string site = fmt::format("https://{}/sites/strategy/", tenant_.domain);
  json.member("ClientIP", visit.address);
  json.member("ObjectId", fmt::format("{}Shared Documents/{}", site, name));
  json.member("UserId", visit.account->address);
  if (!visit.session.empty()) {
    json.key("AppAccessContext").object().member("AADSessionId", visit.session);
    json.member("CorrelationId", random_.uuid()).member("UniqueTokenId", visit.token).end();
  }
  json.member("CorrelationId", random_.uuid()).member("EventSource", "SharePoint");
  json.member("ItemType", "File").member("ListId", random_.uuid());
  json.member("ListItemUniqueId", random_.uuid()).member("Site", random_.uuid());
  json.member("UserAgent", visit.user_agent).member("WebId", random_.uuid());
  json.member("SourceFileExtension", name.substr(name.rfind('.') + 1));
  json.member("SiteUrl", site).member("SourceFileName", name);
  json.member("SourceRelativeUrl", "Shared Documents");
  keep(std::move(record), json);
}

void LogBook::sign_in(const Visit& visit, UnixTime time, const SignInResult& result) {
  const std::string id = random_.uuid();
  const bool ok = result.error == 0;
  JsonWriter json;
  json.object().member("id", id).member("createdDateTime", format_utc(time));
  json.member("userDisplayName", visit.account->person->name);
  json.member("userPrincipalName", visit.account->address).member("userId", visit.account->id);
  json.member("appId", visit.app_id.empty() ? kExchange : visit.app_id);
  json.member("appDisplayName", visit.app_name).member("ipAddress", visit.address);
  json.member("autonomousSystemNumber", visit.place.as_number);
  json.member("clientAppUsed", visit.client_app).member("userAgent", visit.user_agent);
  json.member("correlationId", random_.uuid());
  json.member("conditionalAccessStatus", ok ? "success" : "notApplied");
  json.member("originalRequestId", id).member("isInteractive", result.interactive);
  json.member("tokenIssuerType", "AzureAD");
  json.member("incomingTokenType", result.interactive ? "none" : "refreshToken");
  json.member("authenticationProtocol", "none").member("originalTransferMethod", "none");
  json.member("authenticationRequirement", result.with_second_factor
                                               ? "multiFactorAuthentication"
                                               : "singleFactorAuthentication");
  json.member("sessionId", visit.session).member("uniqueTokenIdentifier", visit.token);
  json.key("signInEventTypes").array();
  json.value(result.interactive ? "interactiveUser" : "nonInteractiveUser").end();
  json.member("resourceDisplayName", "Office 365 Exchange Online").member("resourceId", kExchange);
  json.member("resourceTenantId", tenant_.id).member("riskDetail", "none");
  json.member("riskLevelDuringSignIn", "none").member("riskState", "none");
  json.key("status").object().member("errorCode", result.error);
  json.member("failureReason", result.reason);
  json.member("additionalDetails",
              ok && result.with_second_factor ? "MFA completed in Azure AD" : "");
  json.end().key("deviceDetail").object().member("deviceId", "").member("displayName", "");
  json.member("operatingSystem", visit.os).member("browser", visit.browser);
  json.member("isCompliant", false).member("isManaged", false).member("trustType", "").end();
  json.key("location").object().member("city", visit.place.city).member("state", "");
  json.member("countryOrRegion", visit.place.country).key("geoCoordinates").object();
  json.key("altitude").null().key("latitude").raw(visit.place.latitude);
  json.key("longitude").raw(visit.place.longitude).end().end();
  json.key("authenticationDetails").array().object();
  json.member("authenticationMethod", result.interactive ? "Password" : "Previously satisfied");
  json.member("succeeded", ok).end();
  if (result.with_second_factor && ok) {
    json.object().member("authenticationMethod", "Mobile app notification");
    json.member("succeeded", true).end();
  }
  sign_ins.push_back({time, visit.account->address, json.end().end().take()});
  if (result.interactive) logon(visit, time, result, id);
}

void LogBook::logon(const Visit& visit, UnixTime time, const SignInResult& result,
                    const std::string& id) {
  const bool ok = result.error == 0;
  AuditRecord record;
  JsonWriter json = start(ok ? "UserLoggedIn" : "UserLoginFailed", 15, "Success", time, visit,
                          "AzureActiveDirectory", record);
  json.member("ClientIP", visit.address).member("ObjectId", kExchange);
  json.member("UserId", visit.account->address).member("AzureActiveDirectoryEventType", 1);
  const Setting extended[] = {{"ResultStatusDetail", "Success"},
                              {"UserAgent", visit.user_agent},
                              {"UserAuthenticationMethod", result.with_second_factor ? "16" : "1"},
                              {"RequestType", "Login:login"}};
  settings(json, "ExtendedProperties", extended);
  json.key("ModifiedProperties").array().end().key("Actor").array();
  id_type(json, visit.account->id, 0);
  id_type(json, visit.account->address, 5);
  json.end().member("ActorContextId", tenant_.id).member("ActorIpAddress", visit.address);
  json.member("InterSystemsId", random_.uuid()).member("IntraSystemId", id);
  json.member("SupportTicketId", "").key("Target").array();
  id_type(json, kExchange, 0);
  json.end().member("TargetContextId", tenant_.id);
  json.member("ApplicationId", visit.app_id.empty() ? kExchange : visit.app_id);
  const Setting device[] = {{"OS", visit.os},
                            {"BrowserType", visit.browser},
                            {"IsCompliantAndManaged", "False"},
                            {"SessionId", visit.session}};
  settings(json, "DeviceProperties", device);
  json.member("ErrorNumber", fmt::format("{}", result.error));
  if (!ok) json.member("LogonError", result.reason);
  keep(std::move(record), json);
}

}  // namespace letterlock::demo
