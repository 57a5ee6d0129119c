// Activities of Google's Reports API: {id: {time, applicationName, ...}, actor, ipAddress, events:
// []}, as the API gives them, and flattened to one event as some collectors keep them.
#include <algorithm>

#include "audit/mapping.h"
#include "audit/operations.h"
#include "base/ascii.h"

namespace letterlock::audit {
namespace {

using simdjson::dom::element;
using store::Act;
using store::Event;
using store::Outcome;

template <class Visit>
void each(const element& list, Visit visit) {
  simdjson::dom::array entries;
  if (list.get(entries) != simdjson::SUCCESS) return;
  for (const element entry : entries) visit(entry);
}

std::string joined(const element& list) {
  std::string text;
  each(list, [&](const element& entry) {
    if (!text.empty()) text += ", ";
    text += text_of(entry);
  });
  return text;
}

// The value of a parameter, whichever of its members holds it.
std::string value_of(const element& parameter) {
  simdjson::dom::object members;
  if (parameter.get(members) != simdjson::SUCCESS) return text_of(parameter);
  for (const auto& [key, value] : members) {
    if (key == "value" || key == "intValue" || key == "boolValue" || key == "messageValue") {
      return text_of(value);
    }
    if (key == "multiValue" || key == "multiIntValue") return joined(value);
    if (key == "multiMessageValue") return text_of(value);
  }
  return {};
}

void read_parameters(const element& list, Event& event) {
  simdjson::dom::object members;
  if (list.get(members) == simdjson::SUCCESS) {  // flattened: {NAME: value}
    for (const auto& [key, value] : members) {
      std::string text = value.is_array() ? joined(value) : text_of(value);
      event.parameters.push_back({std::string(key), std::move(text), ""});
    }
    return;
  }
  each(list, [&](const element& parameter) {
    event.parameters.push_back({member_text(parameter, "name"), value_of(parameter), ""});
  });
}

// What parameters have a place of their own in an Event.
void read_meaning(std::string_view application, Event& event) {
  const auto get = [&](std::string_view name) { return std::string(parameter(event, name)); };
  if (application == "token") {
    event.app_id = get("client_id");
    event.app_name = get("app_name");
  }
  if (application == "drive") {
    event.target = get("doc_id");
    if (const std::string owner = get("owner"); !owner.empty()) event.mailbox = account_of(owner);
    if (const std::string user = get("target_user"); !user.empty()) {
      event.recipients.push_back(account_of(user));
    }
  }
  if (application == "admin") {
    event.target = get("USER_EMAIL");
    if (event.target.empty()) event.target = get("GROUP_EMAIL");
    if (event.act == Act::mail_searched) event.query = get("INVESTIGATION_QUERY");
    if (event.query.empty() && event.act == Act::mail_searched) {
      event.query = get("EMAIL_LOG_SEARCH_MSG_ID");
    }
  }
  if (event.act == Act::forwarding_set) {
    event.target = get("email_forwarding_destination_address");
    event.mailbox = event.actor;
    if (application == "admin") {
      event.target = get("EMAIL_MONITOR_DEST_EMAIL");
      event.mailbox = account_of(get("USER_EMAIL"));
    }
  }
  event.device_id = get("device_id");
  event.session = get("session_id");
  if (event.user_agent.empty()) event.user_agent = get("user_agent");
  if (application == "login" || application == "saml") {
    event.client = get("login_type");
    if (event.act == Act::sign_in) event.outcome = Outcome::succeeded;
    if (event.act == Act::sign_in_failed && event.operation == "login_failure") {
      event.outcome = Outcome::failed;
      event.error_text = get("login_failure_type");
    }
    if (event.operation == "login_challenge" || event.operation == "login_verification") {
      const std::string status = lower_ascii(get("login_challenge_status"));
      if (status.find("passed") != status.npos) event.outcome = Outcome::succeeded;
      if (status.find("fail") != status.npos || status.find("incorrect") != status.npos) {
        event.outcome = Outcome::failed;
      }
    }
  }
}

// What an activity says of all its events.
Event common_event(Mapping& mapping, const element& id, std::string_view time) {
  Fields& in = mapping.fields;
  Event event;
  event.provider = store::Provider::google_workspace;
  event.product = lower_ascii(member_text(id, "applicationName"));
  event.organization = member_text(id, "customerId");
  event.record_id = member_text(id, "uniqueQualifier");
  set_point(event, mapping.time(time));
  read_address(in.text(Key::ip_address), event.from);
  if (const auto actor = in.json(Key::actor)) {
    event.actor = account_of(member_text(*actor, "email"));
    event.actor_id = member_text(*actor, "profileId");
    if (event.actor.empty()) event.actor = member_text(*actor, "key");
    if (event.actor.empty()) event.actor = event.actor_id;
  }
  return event;
}

std::size_t size_of(const Event& event) {
  return sizeof event + event.product.size() + event.organization.size() + event.record_id.size() +
         event.actor.size() + event.actor_id.size() + event.from.ip_as_written.size();
}

void fill_event(Event& event, std::string_view type, const std::optional<element>& parameters) {
  event.record_type = type;
  event.act = google_act(event.product, event.operation);
  if (parameters) read_parameters(*parameters, event);
  read_meaning(event.product, event);
  if (event.product == "gmail" && parameters) read_gmail(*parameters, event);
}

// The API calls time and qualifier unique, but a sign-in and its challenge share both.
bool name_record(Mapping& mapping) {
  if (mapping.out.record_id.empty()) return true;
  for (const Event& event : mapping.out.events) mapping.out.record_id += '/' + event.operation;
  return true;
}

}  // namespace

bool map_google(Mapping& mapping) {
  Fields& in = mapping.fields;
  const auto id = in.json(Key::id);
  if (!id || !member(*id, "applicationName")) return false;
  const std::string time = member_text(*id, "time");
  const Event common = common_event(mapping, *id, time);
  if (!common.record_id.empty()) {
    mapping.out.record_id =
        common.product + '/' + common.organization + '/' + common.record_id + '/' + time;
  }
  const auto events = in.json(Key::events);
  if (events && events->is_array()) {
    const std::size_t size = size_of(common);
    each(*events, [&](const element& one) {
      if (!mapping.may_repeat(size)) return;
      Event& event = mapping.out.events.emplace_back(common);
      event.operation = member_text(one, "name");
      fill_event(event, member_text(one, "type"), member(one, "parameters"));
    });
  }
  if (!mapping.out.events.empty()) return name_record(mapping);
  // One event, flattened into the activity.
  Event& event = mapping.out.events.emplace_back(common);
  event.operation = in.text(Key::name);
  fill_event(event, in.text(Key::type), in.json(Key::parameters));
  return name_record(mapping);
}

}  // namespace letterlock::audit
