// A person's own Google export, message traces, and records of no kind we know.
#include <algorithm>

#include "audit/mapping.h"
#include "audit/operations.h"
#include "base/ascii.h"

namespace letterlock::audit {

using store::Act;
using store::Event;

namespace {

// Takeout's "Access log activity": one row an access to a Google service.
void map_access_log(Mapping& mapping) {
  Fields& in = mapping.fields;
  Event& event = mapping.out.events.emplace_back();
  event.provider = store::Provider::google_account;
  event.operation = in.text(Key::activity);
  event.product = in.text(Key::product_name);
  event.record_type = in.text(Key::sub_product);
  event.actor_id = in.text(Key::gaia);
  set_point(event, mapping.time(in.text(Key::other_time)));
  read_address(in.text(Key::ip_address), event.from);
  event.from.country = in.text(Key::country);
  event.from.region = in.text(Key::region);
  event.from.city = in.text(Key::city);
  event.user_agent = in.text(Key::user_agent);
  const std::string what = lower_ascii(event.operation);
  if (what.find("login") != what.npos || what.find("sign in") != what.npos ||
      what.find("signed in") != what.npos) {
    event.act = Act::sign_in;
  }
}

// My Activity: {"header": "Gmail", "title": "Searched for ...", "time": ..., "products": [...]}
void map_my_activity(Mapping& mapping) {
  Fields& in = mapping.fields;
  Event& event = mapping.out.events.emplace_back();
  event.provider = store::Provider::google_account;
  event.product = in.text(Key::header);
  set_point(event, mapping.time(in.text(Key::other_time)));
  event.target = in.text(Key::title_url);
  const std::string_view title = in.text(Key::title);
  constexpr std::string_view kSearched = "Searched for ";
  const bool mail = equals_ignore_case(event.product, "Gmail");
  if (mail && title.starts_with(kSearched)) {
    event.act = Act::mail_searched;
    event.query = title.substr(kSearched.size());
  }
  event.operation = title.substr(0, std::min(title.find(' '), title.size()));
  event.parameters.push_back({"title", std::string(title), ""});
}

}  // namespace

bool map_google_account(Mapping& mapping) {
  Fields& in = mapping.fields;
  if (in.has(Key::gaia) || (in.has(Key::activity) && in.has(Key::product_name))) {
    map_access_log(mapping);
    return true;
  }
  if (in.has(Key::header) && in.has(Key::title) && in.has(Key::other_time)) {
    map_my_activity(mapping);
    return true;
  }
  return false;
}

bool map_message_trace(Mapping& mapping) {
  Fields& in = mapping.fields;
  if (!in.has(Key::message_trace_id) || !in.has(Key::sender)) return false;
  Event& event = mapping.out.events.emplace_back();
  event.provider = store::Provider::microsoft_365;
  event.act = Act::mail_received;
  event.operation = "MessageTrace";
  event.product = "Exchange";
  event.record_type = "MessageTrace";
  event.record_id = in.text(Key::message_trace_id);
  // One trace id a message, one row a recipient.
  event.actor = account_of(in.text(Key::sender));
  event.recipients.push_back(account_of(in.text(Key::recipients)));
  event.mailbox = event.recipients.front();
  mapping.out.record_id = event.record_id + '/' + event.mailbox;
  set_point(event, mapping.time(in.first({Key::other_time, Key::created})));
  read_address(in.text(Key::from_ip), event.from);
  store::NamedMessage message;
  message.message_id = message_id_of(in.text(Key::message_id));
  message.subject = in.text(Key::subject);
  if (const auto size = in.number(Key::size); size && *size >= 0) {
    message.size = static_cast<std::uint64_t>(*size);
  }
  event.messages.push_back(std::move(message));
  const std::string status = lower_ascii(in.text(Key::status));
  event.parameters.push_back({"Status", std::string(in.text(Key::status)), ""});
  if (status == "delivered") event.outcome = store::Outcome::succeeded;
  if (status == "failed") event.outcome = store::Outcome::failed;
  return true;
}

void map_unknown(Mapping& mapping) {
  Fields& in = mapping.fields;
  Event& event = mapping.out.events.emplace_back();
  event.operation = in.first(
      {Key::operation, Key::operation_name, Key::activity, Key::name, Key::title, Key::type});
  if (event.operation.empty()) event.operation = in.text(Key::category);
  event.act = microsoft_act(event.operation);
  event.product = in.first({Key::workload, Key::category});
  event.record_id = in.first({Key::id, Key::record_id});
  const std::string_view when = in.first({Key::creation_time, Key::created, Key::other_time});
  if (!when.empty()) set_point(event, mapping.time(when));
  event.actor = account_of(in.first({Key::upn, Key::user_id, Key::user_display, Key::sender}));
  event.target = in.first({Key::object_id, Key::target_user});
  for (const Key key : {Key::ip_address, Key::client_ip, Key::client_ip_address, Key::from_ip}) {
    read_address(in.text(key), event.from);
  }
  event.user_agent = in.text(Key::user_agent);
  event.app_id = lower_ascii(in.first({Key::app_id, Key::application_id}));
  event.app_name = in.text(Key::app_name);
  event.session = in.text(Key::session_id);
}

}  // namespace letterlock::audit
