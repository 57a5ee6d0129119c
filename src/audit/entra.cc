// Sign-ins and directory audits of Entra ID, as Graph, Azure's diagnostic settings, Sentinel's
// tables and the portal's download write them.
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

void read_place(Fields& in, Event& event) {
  event.from.country = in.text(Key::country);
  event.from.region = in.text(Key::region);
  event.from.city = in.text(Key::city);
  if (const auto number = in.number(Key::as_number); number && *number > 0) {
    event.from.as_number = static_cast<std::uint32_t>(*number);
  }
  if (const auto place = in.json(Key::location)) {
    const auto take = [&](std::string_view name, std::string& into) {
      if (into.empty()) into = member_text(*place, name);
    };
    take("countryOrRegion", event.from.country);
    take("state", event.from.region);
    take("city", event.from.city);
  } else if (const std::string_view text = in.text(Key::location); !text.empty()) {
    // "Amsterdam, Noord-Holland, NL", or the country alone.
    const std::size_t last = text.rfind(',');
    if (event.from.country.empty()) {
      event.from.country = trim(last == text.npos ? text : text.substr(last + 1));
    }
    if (last != text.npos && event.from.city.empty()) {
      event.from.city = trim(text.substr(0, text.find(',')));
    }
  }
}

void read_device(Fields& in, Event& event) {
  const auto device = in.json(Key::device_detail);
  event.device_id = in.text(Key::device_id);
  if (!device) return;
  if (event.device_id.empty()) event.device_id = member_text(*device, "deviceId");
  if (event.user_agent.empty()) {
    const std::string os = member_text(*device, "operatingSystem");
    const std::string browser = member_text(*device, "browser");
    event.user_agent = os.empty() || browser.empty() ? os + browser : os + "; " + browser;
  }
}

void read_error(Fields& in, Event& event) {
  std::string code, reason;
  if (const auto status = in.json(Key::status)) {
    code = member_text(*status, "errorCode");
    reason = member_text(*status, "failureReason");
  }
  if (code.empty()) code = in.text(Key::error_number);
  if (code.empty()) code = in.text(Key::result);
  if (reason.empty()) reason = in.text(Key::result_reason);
  const std::string word = lower_ascii(in.text(Key::status));
  const bool number = !code.empty() && std::all_of(code.begin(), code.end(), is_digit);
  const std::string lower = lower_ascii(code);
  bool failed = false, known = true;
  if (number) {
    failed = code != "0";
  } else if (!word.empty()) {
    failed = word != "success";
  } else if (!lower.empty()) {
    failed = lower != "success" && lower != "none";
  } else {
    known = false;
  }
  if (failed) event.error_code = number ? code : "";
  if (failed && !equals_ignore_case(reason, "Other.")) event.error_text = reason;
  event.outcome = !known ? Outcome::unknown : failed ? Outcome::failed : Outcome::succeeded;
  event.act = failed ? Act::sign_in_failed : Act::sign_in;
}

// What marks a sign-in that an intruder's tool made; exposure reads them.
void keep(Fields& in, Event& event, Key key, std::string_view name) {
  std::string text(in.text(key));
  if (const auto list = in.json(key)) text = text_of(*list);
  if (!text.empty() && text != "none") event.parameters.push_back({std::string(name), text, ""});
}

std::string_view kind_of(Fields& in) {
  const std::string category = lower_ascii(in.text(Key::category));
  if (category == "managedidentitysigninlogs") return "ManagedIdentitySignInLogs";
  if (category == "serviceprincipalsigninlogs") return "ServicePrincipalSignInLogs";
  if (category == "noninteractiveusersigninlogs") return "NonInteractiveUserSignInLogs";
  if (const auto types = in.json(Key::sign_in_types)) {
    const std::string text = lower_ascii(text_of(*types));
    if (text.find("managedidentity") != text.npos) return "ManagedIdentitySignInLogs";
    if (text.find("serviceprincipal") != text.npos) return "ServicePrincipalSignInLogs";
    if (text.find("noninteractiveuser") != text.npos) return "NonInteractiveUserSignInLogs";
  }
  if (in.has(Key::service_principal_id) && !in.has(Key::upn)) return "ServicePrincipalSignInLogs";
  if (in.boolean(Key::is_interactive) == std::optional(false)) {
    return "NonInteractiveUserSignInLogs";
  }
  return "SignInLogs";
}

bool is_sign_in(Fields& in) {
  const std::string category = lower_ascii(in.text(Key::category));
  if (category.ends_with("signinlogs")) return true;
  if (equals_ignore_case(in.text(Key::operation_name), "Sign-in activity")) return true;
  const bool who = in.has(Key::upn) || in.has(Key::service_principal_id) || in.has(Key::user_id) ||
                   in.has(Key::user_display);
  const bool what = in.has(Key::client_app_used) || in.has(Key::is_interactive) ||
                    in.has(Key::device_detail) || in.has(Key::authentication_requirement) ||
                    in.has(Key::token_type);
  return who && what && in.has(Key::ip_address) && !in.has(Key::activity);
}

}  // namespace

bool map_sign_in(Mapping& mapping) {
  Fields& in = mapping.fields;
  if (!is_sign_in(in)) return false;
  Event& event = mapping.out.events.emplace_back();
  event.provider = store::Provider::entra;
  event.product = kind_of(in);
  event.record_type = event.product;
  event.operation = "Sign-in activity";
  event.record_id = in.first({Key::id, Key::record_id, Key::identity});
  mapping.out.record_id = lower_ascii(event.record_id);
  set_point(event, mapping.time(in.first({Key::created, Key::creation_time, Key::other_time})));
  event.actor =
      account_of(in.first({Key::upn, Key::service_principal, Key::user_display, Key::user_id}));
  event.actor_id = in.first({Key::service_principal_id, Key::user_id});
  event.organization = in.text(Key::organization_id);
  event.target = in.text(Key::resource);
  read_address(in.text(Key::ip_address), event.from);
  read_address(in.text(Key::ip_from_resource), event.from);
  event.client = in.first({Key::client_app_used, Key::authentication_protocol});
  event.user_agent = in.text(Key::user_agent);
  event.app_id = lower_ascii(in.first({Key::app_id, Key::application_id}));
  event.app_name = in.text(Key::app_name);
  event.session = in.text(Key::session_id);
  event.token = in.text(Key::unique_token);
  event.correlation = in.text(Key::correlation);
  read_place(in, event);
  read_device(in, event);
  read_error(in, event);
  keep(in, event, Key::authentication_protocol, "authenticationProtocol");
  keep(in, event, Key::transfer_method, "originalTransferMethod");
  keep(in, event, Key::authentication_requirement, "authenticationRequirement");
  keep(in, event, Key::token_type, "incomingTokenType");
  keep(in, event, Key::risk_state, "riskState");
  keep(in, event, Key::risk_level, "riskLevelDuringSignIn");
  keep(in, event, Key::ip_from_resource, "ipAddressFromResourceProvider");
  return true;
}

namespace {

void read_initiator(Fields& in, Event& event) {
  const auto by = in.json(Key::initiated_by);
  if (!by) return;
  if (const auto user = member(*by, "user")) {
    event.actor = account_of(member_text(*user, "userPrincipalName"));
    if (event.actor.empty()) event.actor = member_text(*user, "displayName");
    event.actor_id = member_text(*user, "id");
    read_address(member_text(*user, "ipAddress"), event.from);
  }
  if (const auto app = member(*by, "app"); app && event.actor.empty()) {
    event.actor = member_text(*app, "displayName");
    event.actor_id = member_text(*app, "servicePrincipalId");
    event.app_id = lower_ascii(member_text(*app, "appId"));
    event.app_name = event.actor;
  }
}

void read_targets(Fields& in, Event& event) {
  const auto targets = in.json(Key::target_resources);
  simdjson::dom::array list;
  if (!targets || targets->get(list) != simdjson::SUCCESS) return;
  for (const element target : list) {
    if (event.target.empty()) {
      event.target = member_text(target, "userPrincipalName");
      if (event.target.empty()) event.target = member_text(target, "displayName");
      if (event.target.empty()) event.target = member_text(target, "id");
    }
    const auto changes = member(target, "modifiedProperties");
    simdjson::dom::array entries;
    if (!changes || changes->get(entries) != simdjson::SUCCESS) continue;
    for (const element change : entries) {
      event.parameters.push_back({member_text(change, "displayName"),
                                  member_text(change, "newValue"),
                                  member_text(change, "oldValue")});
    }
  }
}

}  // namespace

bool map_directory_audit(Mapping& mapping) {
  Fields& in = mapping.fields;
  const bool audit =
      in.has(Key::activity) &&
      (in.has(Key::initiated_by) || in.has(Key::target_resources) || in.has(Key::logged_by));
  const bool diagnostic = equals_ignore_case(in.text(Key::category), "AuditLogs") ||
                          (in.has(Key::operation_name) && in.has(Key::initiated_by));
  if (!audit && !diagnostic) return false;
  Event& event = mapping.out.events.emplace_back();
  event.provider = store::Provider::entra;
  event.product = "AuditLogs";
  event.record_type = in.text(Key::category);
  event.operation = in.first({Key::activity, Key::operation_name});
  event.act = microsoft_act(event.operation);
  event.record_id = in.text(Key::id);
  mapping.out.record_id = lower_ascii(event.record_id);
  set_point(event, mapping.time(in.first({Key::other_time, Key::creation_time, Key::created})));
  event.organization = in.text(Key::organization_id);
  event.correlation = in.text(Key::correlation);
  event.user_agent = in.text(Key::user_agent);
  read_initiator(in, event);
  read_targets(in, event);
  read_address(in.text(Key::ip_address), event.from);
  const std::string result = lower_ascii(in.first({Key::result, Key::result_status}));
  if (result == "success") event.outcome = Outcome::succeeded;
  if (result == "failure") event.outcome = Outcome::failed;
  event.error_text = event.outcome == Outcome::failed ? in.text(Key::result_reason) : "";
  if (event.act == Act::app_changed && !parameter(event, "KeyDescription").empty()) {
    event.act = Act::credential_added;
  }
  return true;
}

}  // namespace letterlock::audit
