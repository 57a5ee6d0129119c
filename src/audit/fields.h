// The fields of one record by their meaning, wherever and however it writes them.
//
// Names are compared without regard to case and to what is neither letter nor digit, so that
// "ClientIPAddress", "Client_IPAddress" and the column "Client IP address" are one. A field is
// filled by the first object that has it: inner objects are added before outer ones.
#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"

namespace letterlock::audit {

enum class Key : std::uint8_t {
  creation_time,
  created,
  other_time,
  id,
  record_id,
  identity,
  operation,
  activity,
  operation_name,
  workload,
  record_type,
  category,
  user_id,
  upn,
  user_display,
  user_key,
  user_type,
  client_ip,
  client_ip_address,
  actor_ip,
  ip_address,
  ip_from_resource,
  object_id,
  result_status,
  result,
  result_reason,
  status,
  error_number,
  logon_error,
  parameters,
  modified,
  extended,
  device_properties,
  operation_properties,
  folders,
  folder,
  dest_folder,
  item,
  affected_items,
  operation_count,
  is_throttled,
  mail_access_type,
  app_id,
  client_app_id,
  application_id,
  app_name,
  client_application,
  client_info,
  client_app_used,
  client_process,
  client_version,
  user_agent,
  session_id,
  unique_token,
  app_context,
  device_id,
  device_detail,
  logon_type,
  external_access,
  mailbox_owner,
  mailbox_guid,
  mailbox_owner_sid,
  logon_user_sid,
  logon_user_name,
  organization,
  organization_id,
  recipients,
  send_as,
  send_on_behalf,
  query_text,
  target_user,
  target,
  actor,
  correlation,
  request_id,
  site_url,
  source_file,
  source_relative,
  attachment_id,
  attachment_name,
  location,
  country,
  region,
  city,
  as_number,
  audit_data,
  raw,
  raw_event,
  log,
  message,
  result_object,
  properties,
  initiated_by,
  target_resources,
  service_principal,
  service_principal_id,
  authentication_protocol,
  is_interactive,
  sign_in_types,
  resource,
  transfer_method,
  authentication_requirement,
  risk_state,
  risk_level,
  token_type,
  kind,
  events,
  application_name,
  name,
  type,
  event_info,
  header,
  title,
  title_url,
  products,
  product_name,
  sub_product,
  gaia,
  proxied_ip,
  result_index,
  result_count,
  item_subject,
  item_message_id,
  item_id,
  folder_path,
  dest_folder_path,
  source_subjects,
  source_message_ids,
  source_folders,
  aggregated_folders,
  message_trace_id,
  message_id,
  sender,
  subject,
  from_ip,
  size,
  logged_by,
};
inline constexpr std::size_t kKeys = static_cast<std::size_t>(Key::logged_by) + 1;

std::optional<Key> key_of(std::string_view name);

class Fields {
 public:
  using Element = simdjson::dom::element;

  void clear();
  // The members of a JSON object, whose names mean `keys` one by one. What they say stays good
  // until the object's parser parses again.
  using Keys = std::vector<std::optional<Key>>;
  void add(const simdjson::dom::object& object, const Keys& keys);
  // A cell. REQUIRES: octets that simdjson may read past the end, and that outlive this record.
  void add(Key key, std::string_view cell);

  bool has(Key key) const { return slot(key).kind != Slot::none; }
  // Text, or a number or boolean as text; "" for everything else.
  std::string_view text(Key key) LL_LIFETIME_BOUND;
  // The first of them that is not empty.
  std::string_view first(std::initializer_list<Key> keys) LL_LIFETIME_BOUND;
  std::optional<std::int64_t> number(Key key);
  std::optional<bool> boolean(Key key);
  // Object or array; of a text that holds one, parsed.
  std::optional<Element> json(Key key);

 private:
  struct Slot {
    enum Kind : std::uint8_t { none, text_kind, json_kind } kind = none;
    std::string_view text;
    Element element;
  };
  const Slot& slot(Key key) const { return slots_[static_cast<std::size_t>(key)]; }

  std::array<Slot, kKeys> slots_;
  std::array<std::string, kKeys> written_;  // numbers as text
  // Of texts that hold JSON, one each: an element lives as long as its parser's last text.
  std::array<std::unique_ptr<simdjson::dom::parser>, kKeys> parsers_;
};

// What a JSON value says as text: strings as they are, numbers and booleans written out.
std::string text_of(const simdjson::dom::element& value);
// The text of an object's member; "" where there is none. Names are compared
// without regard to case.
std::string member_text(const simdjson::dom::element& object, std::string_view name);
std::optional<simdjson::dom::element> member(const simdjson::dom::element& object,
                                             std::string_view name);

}  // namespace letterlock::audit
