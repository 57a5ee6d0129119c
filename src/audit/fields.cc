#include "audit/fields.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"

namespace letterlock::audit {
namespace {

struct Named {
  std::string_view name;
  Key key;
};

constexpr Named kNames[] = {
    {"creationtime", Key::creation_time},
    {"timegenerated", Key::creation_time},
    {"createddatetime", Key::created},
    {"creationdate", Key::created},
    {"creationdateutc", Key::created},
    {"time", Key::other_time},
    {"timestamp", Key::other_time},
    {"activitydatetime", Key::other_time},
    {"lastaccessed", Key::other_time},
    {"activitytimestamp", Key::other_time},
    {"dateutc", Key::other_time},
    {"date", Key::other_time},
    {"eventtime", Key::other_time},
    {"received", Key::other_time},
    {"starttime", Key::other_time},
    {"eventdatetime", Key::other_time},
    {"datetime", Key::other_time},
    {"id", Key::id},
    {"recordid", Key::record_id},
    {"sourcerecordid", Key::record_id},
    {"officeid", Key::record_id},
    {"requestid", Key::record_id},
    {"originalrequestid", Key::record_id},
    {"identity", Key::identity},
    {"operation", Key::operation},
    {"operations", Key::operation},
    {"actiontype", Key::operation},
    {"activitydisplayname", Key::activity},
    {"activity", Key::activity},
    {"activitytype", Key::activity},
    {"operationname", Key::operation_name},
    {"eventname", Key::operation_name},
    {"workload", Key::workload},
    {"officeworkload", Key::workload},
    {"service", Key::workload},
    {"recordtype", Key::record_type},
    {"auditlogrecordtype", Key::record_type},
    {"category", Key::category},
    {"userid", Key::user_id},
    {"userids", Key::user_id},
    {"userprincipalname", Key::upn},
    {"username", Key::upn},
    {"accountupn", Key::upn},
    {"userdisplayname", Key::user_display},
    {"user", Key::user_display},
    {"accountdisplayname", Key::user_display},
    {"userkey", Key::user_key},
    {"usertype", Key::user_type},
    {"clientip", Key::client_ip},
    {"clientipaddress", Key::client_ip_address},
    {"actorip", Key::actor_ip},
    {"actoripaddress", Key::actor_ip},
    {"ipaddress", Key::ip_address},
    {"calleripaddress", Key::ip_address},
    {"ipaddr", Key::ip_address},
    {"ipaddressfromresourceprovider", Key::ip_from_resource},
    {"objectid", Key::object_id},
    {"resultstatus", Key::result_status},
    {"operationresult", Key::result_status},
    {"result", Key::result},
    {"resulttype", Key::result},
    {"resultreason", Key::result_reason},
    {"resultdescription", Key::result_reason},
    {"failurereason", Key::result_reason},
    {"status", Key::status},
    {"errornumber", Key::error_number},
    {"errorcode", Key::error_number},
    {"signinerrorcode", Key::error_number},
    {"logonerror", Key::logon_error},
    {"parameters", Key::parameters},
    {"modifiedproperties", Key::modified},
    {"extendedproperties", Key::extended},
    {"deviceproperties", Key::device_properties},
    {"operationproperties", Key::operation_properties},
    {"folders", Key::folders},
    {"folder", Key::folder},
    {"destfolder", Key::dest_folder},
    {"item", Key::item},
    {"affecteditems", Key::affected_items},
    {"operationcount", Key::operation_count},
    {"isthrottled", Key::is_throttled},
    {"mailaccesstype", Key::mail_access_type},
    {"appid", Key::app_id},
    {"clientappid", Key::client_app_id},
    {"applicationid", Key::application_id},
    {"appdisplayname", Key::app_name},
    {"applicationdisplayname", Key::app_name},
    {"application", Key::app_name},
    {"app", Key::app_name},
    {"clientapplication", Key::client_application},
    {"clientinfostring", Key::client_info},
    {"clientappused", Key::client_app_used},
    {"clientapp", Key::client_app_used},
    {"clientprocessname", Key::client_process},
    {"clientversion", Key::client_version},
    {"useragent", Key::user_agent},
    {"useragentstring", Key::user_agent},
    {"sessionid", Key::session_id},
    {"uniquetokenid", Key::unique_token},
    {"uniquetokenidentifier", Key::unique_token},
    {"appaccesscontext", Key::app_context},
    {"deviceid", Key::device_id},
    {"devicedetail", Key::device_detail},
    {"logontype", Key::logon_type},
    {"externalaccess", Key::external_access},
    {"mailboxownerupn", Key::mailbox_owner},
    {"mailboxresolvedownername", Key::mailbox_owner},
    {"mailboxguid", Key::mailbox_guid},
    {"mailboxownersid", Key::mailbox_owner_sid},
    {"logonusersid", Key::logon_user_sid},
    {"logonuserdisplayname", Key::logon_user_name},
    {"organizationname", Key::organization},
    {"organizationid", Key::organization_id},
    {"tenantid", Key::organization_id},
    {"hometenantid", Key::organization_id},
    {"recipients", Key::recipients},
    {"recipientlist", Key::recipients},
    {"recipientaddress", Key::recipients},
    {"recipient", Key::recipients},
    {"sendasusersmtp", Key::send_as},
    {"sendonbehalfofusersmtp", Key::send_on_behalf},
    {"querytext", Key::query_text},
    {"query", Key::query_text},
    {"searchquerytext", Key::query_text},
    {"searchstring", Key::query_text},
    {"targetuserorgroupname", Key::target_user},
    {"target", Key::target},
    {"actor", Key::actor},
    {"correlationid", Key::correlation},
    {"intersystemsid", Key::correlation},
    {"intrasystemid", Key::request_id},
    {"intrasystemsid", Key::request_id},
    {"siteurl", Key::site_url},
    {"sourcefilename", Key::source_file},
    {"sourcerelativeurl", Key::source_relative},
    {"attachmentid", Key::attachment_id},
    {"attachmentname", Key::attachment_name},
    {"location", Key::location},
    {"locationdetails", Key::location},
    {"country", Key::country},
    {"countryorregion", Key::country},
    {"countrycode", Key::country},
    {"activitycountry", Key::country},
    {"region", Key::region},
    {"state", Key::region},
    {"activityregion", Key::region},
    {"city", Key::city},
    {"activitycity", Key::city},
    {"autonomoussystemnumber", Key::as_number},
    {"asnumber", Key::as_number},
    {"auditdata", Key::audit_data},
    {"raw", Key::raw},
    {"raweventdata", Key::raw_event},
    {"log", Key::log},
    {"logs", Key::log},
    {"message", Key::message},
    {"resultobject", Key::result_object},
    {"properties", Key::properties},
    {"initiatedby", Key::initiated_by},
    {"targetresources", Key::target_resources},
    {"serviceprincipalname", Key::service_principal},
    {"serviceprincipaldisplayname", Key::service_principal},
    {"serviceprincipalid", Key::service_principal_id},
    {"authenticationprotocol", Key::authentication_protocol},
    {"isinteractive", Key::is_interactive},
    {"signineventtypes", Key::sign_in_types},
    {"resourcedisplayname", Key::resource},
    {"resource", Key::resource},
    {"originaltransfermethod", Key::transfer_method},
    {"authenticationrequirement", Key::authentication_requirement},
    {"riskstate", Key::risk_state},
    {"risklevelduringsignin", Key::risk_level},
    {"risklevelaggregated", Key::risk_level},
    {"incomingtokentype", Key::token_type},
    {"kind", Key::kind},
    {"events", Key::events},
    {"applicationname", Key::application_name},
    {"name", Key::name},
    {"type", Key::type},
    {"eventinfo", Key::event_info},
    {"header", Key::header},
    {"title", Key::title},
    {"titleurl", Key::title_url},
    {"products", Key::products},
    {"productname", Key::product_name},
    {"subproductname", Key::sub_product},
    {"gaiaid", Key::gaia},
    {"proxiedhostipaddress", Key::proxied_ip},
    {"resultindex", Key::result_index},
    {"resultcount", Key::result_count},
    {"itemsubject", Key::item_subject},
    {"iteminternetmessageid", Key::item_message_id},
    {"internetmessageid", Key::item_message_id},
    {"itemid", Key::item_id},
    {"folderpathname", Key::folder_path},
    {"folderpath", Key::folder_path},
    {"destfolderpathname", Key::dest_folder_path},
    {"sourceitemsubjectslist", Key::source_subjects},
    {"sourceiteminternetmessageidslist", Key::source_message_ids},
    {"sourceitemfolderpathnameslist", Key::source_folders},
    {"aggregatedrecordfoldersdata", Key::aggregated_folders},
    {"messagetraceid", Key::message_trace_id},
    {"messageid", Key::message_id},
    {"senderaddress", Key::sender},
    {"sender", Key::sender},
    {"fromaddress", Key::sender},
    {"subject", Key::subject},
    {"messagesubject", Key::subject},
    {"fromip", Key::from_ip},
    {"senderip", Key::from_ip},
    {"size", Key::size},
    {"loggedbyservice", Key::logged_by},
};

constexpr std::size_t kLongestName = 40;
constexpr std::size_t kBuckets = 1024;

std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2'166'136'261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619u;
  return hash ^ hash >> 15;
}

// Open addressing; twice as many buckets as names and more.
class NameTable {
 public:
  NameTable() {
    buckets_.fill(nullptr);
    for (const Named& named : kNames) {
      std::size_t at = hash_of(named.name) % kBuckets;
      while (buckets_[at] != nullptr) at = (at + 1) % kBuckets;
      buckets_[at] = &named;
    }
  }
  const Named* find(std::string_view name) const {
    std::size_t at = hash_of(name) % kBuckets;
    while (buckets_[at] != nullptr && buckets_[at]->name != name) at = (at + 1) % kBuckets;
    return buckets_[at];
  }

 private:
  static_assert(std::size(kNames) * 2 < kBuckets);
  std::array<const Named*, kBuckets> buckets_;
};

// Letters and digits only, in lower case; "" where that is too long for any name we know.
std::string_view plain(std::string_view name, std::array<char, kLongestName>& into) {
  std::size_t length = 0;
  for (const char c : name) {
    if (!is_alnum(c)) continue;
    if (length == into.size()) return {};
    into[length++] = to_lower(c);
  }
  return {into.data(), length};
}

bool is_blank(const simdjson::dom::element& value) {
  if (value.is_null()) return true;
  std::string_view text;
  return value.is_string() && value.get(text) == simdjson::SUCCESS && text.empty();
}

}  // namespace

std::optional<Key> key_of(std::string_view name) {
  static const NameTable table;
  std::array<char, kLongestName> buffer;
  const Named* found = table.find(plain(name, buffer));
  return found == nullptr ? std::nullopt : std::optional(found->key);
}

void Fields::clear() {
  for (Slot& slot : slots_) slot.kind = Slot::none;
}

void Fields::add(const simdjson::dom::object& object, const Keys& keys) {
  std::size_t at = 0;
  for (const auto& [name, value] : object) {
    const auto key = keys[at++];
    if (!key || has(*key) || is_blank(value)) continue;
    Slot& slot = slots_[static_cast<std::size_t>(*key)];
    slot.element = value;
    slot.kind = Slot::json_kind;
    if (value.get(slot.text) == simdjson::SUCCESS) slot.kind = Slot::text_kind;
  }
}

void Fields::add(Key key, std::string_view cell) {
  if (cell.empty() || has(key)) return;
  Slot& slot = slots_[static_cast<std::size_t>(key)];
  slot.kind = Slot::text_kind;
  slot.text = cell;
}

std::string_view Fields::text(Key key) {
  const Slot& at = slot(key);
  if (at.kind == Slot::text_kind) return at.text;
  if (at.kind == Slot::none || at.element.is_object() || at.element.is_array()) return {};
  std::string& written = written_[static_cast<std::size_t>(key)];
  written = text_of(at.element);
  return written;
}

std::string_view Fields::first(std::initializer_list<Key> keys) {
  for (const Key key : keys) {
    if (const std::string_view found = text(key); !found.empty()) return found;
  }
  return {};
}

std::optional<std::int64_t> Fields::number(Key key) {
  const std::string_view digits = trim(text(key));
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits.substr(digits.front() == '-' ? 1 : 0)) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return digits.front() == '-' ? -value : value;
}

std::optional<bool> Fields::boolean(Key key) {
  const std::string_view word = trim(text(key));
  if (equals_ignore_case(word, "true") || word == "1") return true;
  if (equals_ignore_case(word, "false") || word == "0") return false;
  return std::nullopt;
}

std::optional<Fields::Element> Fields::json(Key key) {
  Slot& at = slots_[static_cast<std::size_t>(key)];
  if (at.kind == Slot::json_kind) return at.element;
  if (at.kind == Slot::none) return std::nullopt;
  const std::string_view text = trim(at.text);
  if (!text.starts_with('{') && !text.starts_with('[')) return std::nullopt;
  auto& parser = parsers_[static_cast<std::size_t>(key)];
  if (!parser) parser = std::make_unique<simdjson::dom::parser>();
  Element element;
  if (parser->parse(text.data(), text.size(), true).get(element) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  at.element = element;
  at.kind = Slot::json_kind;
  return element;
}

std::string text_of(const simdjson::dom::element& value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (value.is_null()) return {};
  return simdjson::minify(value);
}

std::optional<simdjson::dom::element> member(const simdjson::dom::element& object,
                                             std::string_view name) {
  simdjson::dom::object members;
  if (object.get(members) != simdjson::SUCCESS) return std::nullopt;
  for (const auto& [key, value] : members) {
    if (equals_ignore_case(key, name) && !value.is_null()) return value;
  }
  return std::nullopt;
}

std::string member_text(const simdjson::dom::element& object, std::string_view name) {
  const auto value = member(object, name);
  return value ? text_of(*value) : std::string();
}

}  // namespace letterlock::audit
