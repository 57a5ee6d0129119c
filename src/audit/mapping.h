// What the mappings of the providers' records share. Inside this room only.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "audit/fields.h"
#include "audit/record_mapper.h"
#include "audit/times.h"
#include "store/event.h"

namespace letterlock::audit {

// A record on its way: its fields, the order of its dates, and what becomes of it.
struct Mapping {
  Fields& fields;
  DateOrder order;
  DateVotes& votes;
  Mapped& out;

  void defect(std::string_view name, std::string detail) {
    out.defects.emplace_back(name, std::move(detail));
  }
  // Whether `octets` more may be repeated of what the record says once, for each event or message
  // of it. Real records stay below a megabyte; where a hostile one passes the limit, a defect.
  bool may_repeat(std::size_t octets);
  // Times that cannot be are left out, with a defect.
  std::optional<UnixTime> time(std::string_view text);

  std::size_t repeated = 0;                      // octets, for may_repeat()
  std::unordered_set<std::string> folders = {};  // that an Exchange record named: path, NUL, id
};

// Each turns the fields into events of `out`, or says false: not this kind of record.
bool map_office(Mapping& mapping);           // Unified Audit Log, OfficeActivity, mailbox audit
bool map_sign_in(Mapping& mapping);          // Entra ID sign-ins
bool map_directory_audit(Mapping& mapping);  // Entra ID directory audits
bool map_google(Mapping& mapping);           // Workspace Reports activities
bool map_google_account(Mapping& mapping);   // a person's own export
bool map_message_trace(Mapping& mapping);
void map_unknown(Mapping& mapping);  // everything else: kept as Act::other

// Gmail's log names every event "delivery"; its parameters say what happened, to which message.
void read_gmail(const simdjson::dom::element& parameters, store::Event& event);

// Messages, folders and settings that an Exchange record names.
void read_folders(Mapping& mapping, store::Event& event);
void read_items(Mapping& mapping, store::Event& event);
void read_settings(Mapping& mapping, store::Event& event);
// The value of a parameter by name, without regard to case; "" where there is none.
std::string_view parameter(const store::Event& event, std::string_view name);

// "[2603:10a6::13]:443", "192.0.2.1:17145", "::ffff:192.0.2.1".
void read_address(std::string_view text, store::Endpoint& from);
// Without angle brackets and blanks.
std::string message_id_of(std::string_view text);
// In lower case where it is an address, as it is otherwise.
std::string account_of(std::string_view text);
bool is_guid(std::string_view text);
// What PowerShell writes where it lost the content of a field.
bool is_lost_object(std::string_view text);
void set_point(store::Event& event, std::optional<UnixTime> time);

}  // namespace letterlock::audit
