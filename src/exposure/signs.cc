#include "exposure/signs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "exposure/blind_times.h"
#include "exposure/contexts.h"
#include "exposure/folders.h"
#include "exposure/rules.h"
#include "exposure/seed_match.h"

namespace letterlock::exposure {
namespace {

using store::Act;

constexpr UnixTime kHour = 3600;
constexpr UnixTime kDay = 24 * kHour;
// A place is new for so long after it was first seen, if the account was known that long before.
constexpr UnixTime kNewFor = 7 * kDay;
constexpr UnixTime kKnownFor = 3 * kDay;
constexpr std::size_t kBurst = 5;  // failed sign-ins
constexpr UnixTime kBurstWithin = 2 * kDay;
constexpr UnixTime kTravel = 2 * kHour;
constexpr std::size_t kMostRecords = 8;
constexpr std::size_t kMostProposals = 50;
constexpr std::size_t kMostAccounts = 50;
constexpr std::size_t kMostOrigins = 2'000'000;  // tokens and sessions remembered
constexpr std::size_t kSharedBy = 3;             // accounts; an address of more is no seed
constexpr int kClearScore = 8;
constexpr int kStrongSign = 3;

// Programs, not people: libraries, and the client of old protocols that needs no second factor.
constexpr std::string_view kPrograms[] = {
    "python-requests", "python-urllib", "aiohttp", "axios/",   "go-http-client", "curl/",
    "node-fetch",      "okhttp",        "undici",  "bav2ropc", "cbainprod",      "rclone"};

bool is_sign_in(Act act) { return act == Act::sign_in; }

std::string address_of(const store::Endpoint& from) {
  return from.ip ? from.ip->text() : std::string();
}

std::string who(const store::Event& event) {
  const std::string_view mailbox = mailbox_of(event);
  return event.actor.empty() ? std::string(mailbox) : event.actor;
}

std::string_view innocent_of(std::string_view code) {
  if (code == "impossible_travel" || code == "token_elsewhere" || code == "session_elsewhere") {
    return "a VPN, a phone that changed networks, or a proxy of the provider";
  }
  if (code == "guessed_password") return "an old device with an old password";
  if (code.starts_with("rule") || code == "odd_rule") return "a rule that the owner made";
  if (code == "program_client") return "a script or printer of the organisation";
  if (code.starts_with("app") || code == "known_tool")
    return "an application that the owner wanted";
  return "travel, a new device, or work of an administrator: ask the owner by another channel";
}

}  // namespace

std::string network_of(const store::Endpoint& from) {
  if (!from.ip) return {};
  if (from.as_number) return fmt::format("AS{}", *from.as_number);
  const IpAddress& ip = *from.ip;
  return ip.is_v6() ? fmt::format("{:02x}{:02x}:{:02x}{:02x}::/32", ip.octet(0), ip.octet(1),
                                  ip.octet(2), ip.octet(3))
                    : fmt::format("{}.{}.0.0/16", ip.octet(0), ip.octet(1));
}

void Signs::sign(const store::Event& event, std::string_view code, int weight, std::string text) {
  std::string key = address_of(event.from);
  if (key.empty() && !event.session.empty()) key = "session:" + event.session;
  if (key.empty()) key = "account:" + who(event);
  Source& source = sources_[key];
  const UnixTime at = event.time->from;
  if (source.signs.empty()) source.first = source.last = at;
  source.first = std::min(source.first, at);
  source.last = std::max(source.last, at);
  if (source.accounts.size() < kMostAccounts) source.accounts.insert(who(event));
  if (source.session.empty()) source.session = event.session;
  Sign& known = source.signs[std::string(code)];
  if (known.code.empty()) known = {std::string(code), {}, 0, at, {}};
  if (weight > known.weight) {
    known.weight = weight;
    known.text = std::move(text);
  }
  if (known.records.size() < kMostRecords) known.records.push_back(record_name(event));
}

bool Signs::is_new_place(const store::Event& event) const {
  const auto account = accounts_.find(who(event));
  if (account == accounts_.end()) return false;
  const auto network = account->second.networks.find(network_of(event.from));
  if (network == account->second.networks.end()) return false;
  return network->second > *account->second.first + kKnownFor &&
         event.time->from < network->second + kNewFor;
}

void Signs::look_at_place(const store::Event& event, Account& account) {
  const std::string network = network_of(event.from);
  if (network.empty()) return;
  const UnixTime at = event.time->from;
  const bool known_long = at > *account.first + kKnownFor;
  if (account.networks.try_emplace(network, at).second && known_long && is_sign_in(event.act)) {
    sign(event, "new_network", 1,
         fmt::format("first sign-in of {} from network {}", who(event), network));
  }
  if (event.from.country.empty()) return;
  if (account.countries.try_emplace(event.from.country, at).second && known_long &&
      is_sign_in(event.act)) {
    sign(event, "new_country", 2,
         fmt::format("first sign-in of {} from {}", who(event), event.from.country));
  }
}

void Signs::look_at_failures(const store::Event& event, Account& account) {
  const UnixTime at = event.time->from;
  auto& here = account.failures_from[address_of(event.from)];
  while (!here.empty() && here.front() < at - kBurstWithin) here.pop_front();
  if (event.act == Act::sign_in_failed) {
    if (here.size() < 1000) here.push_back(at);
    return;
  }
  if (here.size() >= kBurst) {
    sign(event, "guessed_password", 4,
         fmt::format("{} failed sign-ins of {} from {} before one succeeded", here.size(),
                     who(event), address_of(event.from)));
    here.clear();
  }
}

void Signs::look_at_travel(const store::Event& event, Account& account) {
  if (event.from.country.empty()) return;
  const UnixTime at = event.time->from;
  const std::string address = address_of(event.from);
  if (!account.last_country.empty() && account.last_country != event.from.country &&
      at - account.last_sign_in < kTravel) {
    sign(event, "impossible_travel", 3,
         fmt::format("{} signed in from {} and {} minutes later from {}", who(event),
                     account.last_country, (at - account.last_sign_in) / 60, event.from.country));
  }
  account.last_country = event.from.country;
  account.last_address = address;
  account.last_sign_in = at;
}

// A token or session first seen in one network and then in another.
void Signs::look_at_token(const store::Event& event, std::string_view kind,
                          std::string_view value) {
  if (value.empty() || !event.from.ip) return;
  std::string key = fmt::format("{}:{}", kind, value);
  const Origin here{address_of(event.from), network_of(event.from), event.from.country};
  const auto found = issued_.find(key);
  if (found == issued_.end()) {
    if (issued_.size() < kMostOrigins) issued_.emplace(std::move(key), here);
    return;
  }
  const Origin& there = found->second;
  if (there.address == here.address) return;
  // Where one record knows the autonomous system and the other does not, the names cannot be
  // compared.
  const bool comparable = there.network.starts_with("AS") == here.network.starts_with("AS");
  const bool same_network = comparable ? there.network == here.network
                                       : there.address.substr(0, there.address.find('.')) ==
                                             here.address.substr(0, here.address.find('.'));
  const bool other_country =
      !here.country.empty() && !there.country.empty() && here.country != there.country;
  if (same_network && !other_country) return;
  const bool token = kind == "token";
  sign(event, token ? "token_elsewhere" : "session_elsewhere", other_country ? 4 : 2,
       fmt::format("a {} of {} that was first seen at {}{} was used from {}{}",
                   token ? "token" : "session", who(event), there.address,
                   there.country.empty() ? "" : " (" + there.country + ")", here.address,
                   here.country.empty() ? "" : " (" + here.country + ")"));
}

void Signs::look_at_client(const store::Event& event) {
  for (const std::string_view program : kPrograms) {
    if (!contains_ignore_case(event.user_agent, program) &&
        !contains_ignore_case(event.client, program)) {
      continue;
    }
    sign(event, "program_client", 3,
         fmt::format("{}: access by a program, \"{}\"", who(event),
                     event.user_agent.empty() ? event.client : event.user_agent));
  }
  if (const std::string_view tool = known_tool(event.app_id); !tool.empty()) {
    sign(event, "known_tool", 5,
         fmt::format("{}: access through {}, which intruders are known to use", who(event), tool));
  }
  const bool device_code = contains_ignore_case(event.client, "devicecode") ||
                           contains_ignore_case(event.client, "device code");
  if (device_code && is_sign_in(event.act)) {
    sign(event, "device_code", 3,
         fmt::format("{} signed in with a device code, which a lure can ask for", who(event)));
  }
}

void Signs::look_at_rule(const store::Event& event) {
  const Rule rule = rule_of(event);
  const std::string_view odd = odd_rule_name(rule.name);
  if (!odd.empty()) {
    sign(event, "odd_rule", 4, fmt::format("{}: {}; {}", who(event), describe(rule), odd));
  }
  if (rule.deletes || (!rule.moves_to.empty() && hides_mail(rule.moves_to))) {
    sign(event, "rule_hides", 4,
         fmt::format("{}: {}: where its owner does not look", who(event), describe(rule)));
  }
  const std::string own = domain_of(mailbox_of(event));
  for (const std::string& to : rule.forwards_to) {
    const std::string domain = domain_of(to);
    if (domain.empty() || domain == own) continue;
    sign(event, "rule_forwards", 5, fmt::format("{}: {}", who(event), describe(rule)));
  }
}

void Signs::look_at_consent(const store::Event& event) {
  for (const Grant& grant : grants_of(event, 0)) {
    const std::string_view tool = known_tool(grant.app);
    if (tool.empty()) continue;
    sign(event, "known_tool", 5,
         fmt::format("{} gave {} access, which intruders are known to use", who(event), tool));
  }
  const bool new_place = is_new_place(event);
  sign(event, "app_consent", new_place ? 4 : 2,
       fmt::format("{} gave an application access{}: {}", who(event),
                   new_place ? " from a network that is new to the account" : "",
                   event.app_name.empty() ? event.target : event.app_name));
}

// Standing orders, settings and rights.
void Signs::look_at_orders(const store::Event& event) {
  const bool new_place = is_new_place(event);
  const auto say = [&](std::string_view code, int weight, std::string_view what) {
    sign(event, code, new_place ? weight + 2 : weight,
         fmt::format("{}: {} ({}){}", who(event), what, event.operation,
                     new_place ? ", from a network that is new to the account" : ""));
  };
  switch (event.act) {
    case Act::inbox_rule_set:
    case Act::inbox_rule_enabled:
      return look_at_rule(event);
    case Act::forwarding_set: {
      const std::string domain = domain_of(forwarded_to(event));
      const bool outside = !domain.empty() && domain != domain_of(mailbox_of(event));
      return say("forwarding", outside ? 5 : 2, "the mailbox is forwarded");
    }
    case Act::mailbox_permission_granted:
      return say("delegate", 2, "somebody else was given access to a mailbox");
    case Act::consent_granted:
      return look_at_consent(event);
    case Act::audit_setting_changed:
      return say("audit_tampering", 4, "auditing was changed");
    case Act::mfa_changed:
      return say("mfa_changed", 1, "second factors were changed");
    case Act::recovery_changed:
      return say("recovery_changed", 1, "recovery of the account was changed");
    case Act::credential_added:
      return say("credential", 2, "an application got a new key");
    case Act::tenant_mail_flow_changed:
      return say("mail_flow", 2, "the organisation's mail flow was changed");
    case Act::export_made:
      return say("export", 2, "mail was exported");
    case Act::alert_raised:
      return sign(
          event, "provider_alert", 3,
          fmt::format("{}: the provider itself raised an alert: {}", who(event), event.operation));
    case Act::mail_synced:
      if (new_place) say("sync", 1, "a folder was synced");
      return;
    case Act::mail_hard_deleted:
      if (new_place) say("purge", 1, "messages were purged");
      return;
    default:
      return;
  }
}

void Signs::add(const store::Event& event, bool again) {
  const std::string name = who(event);
  // The provider's own services change settings all day.
  if (name.empty() || starts_with_ignore_case(name, "nt authority\\")) return;
  Account& account = accounts_[name];
  if (!account.first) account.first = event.time->from;
  if (!again && (event.act == Act::sign_in || event.act == Act::sign_in_failed)) {
    look_at_failures(event, account);
  }
  if (event.act == Act::sign_in_failed) return;
  if (event.outcome == store::Outcome::failed && event.act != Act::alert_raised) return;
  look_at_place(event, account);
  if (is_sign_in(event.act)) look_at_travel(event, account);
  look_at_token(event, "token", event.token);
  look_at_token(event, "session", event.session);
  look_at_client(event);
  look_at_orders(event);
  if (event.from.ip) {
    auto& users = users_of_address_[address_of(event.from)];
    if (users.size() <= kSharedBy) users.insert(name);
  }
}

std::vector<Proposal> Signs::proposals() const {
  std::vector<Proposal> found;
  for (const auto& [key, source] : sources_) {
    Proposal proposal;
    proposal.accounts.assign(source.accounts.begin(), source.accounts.end());
    for (const auto& [code, sign] : source.signs) {
      proposal.signs.push_back(sign);
      proposal.score += sign.weight;
    }
    std::stable_sort(proposal.signs.begin(), proposal.signs.end(),
                     [](const Sign& a, const Sign& b) { return a.weight > b.weight; });
    proposal.first = source.first;
    proposal.last = source.last;
    proposal.innocent = innocent_of(proposal.signs.front().code);
    const auto users = users_of_address_.find(key);
    const bool shared = users != users_of_address_.end() && users->second.size() > kSharedBy;
    if (key.starts_with("account:")) {
      proposal.seed.kind = Seed::Kind::episode;
      proposal.seed.account = key.substr(8);
      proposal.seed.value = proposal.seed.account;
      proposal.seed.time = store::TimeSpan{source.first - 60, source.last + 60};
    } else if (key.starts_with("session:")) {
      proposal.seed.kind = Seed::Kind::session;
      proposal.seed.value = source.session;
    } else {
      proposal.seed.value = key;
    }
    if (shared) proposal.innocent = "a network that many accounts use, each for itself";
    const auto strong = std::count_if(proposal.signs.begin(), proposal.signs.end(),
                                      [](const Sign& sign) { return sign.weight >= kStrongSign; });
    proposal.clear = proposal.score >= kClearScore && strong >= 2 && !shared &&
                     proposal.seed.kind != Seed::Kind::episode;
    found.push_back(std::move(proposal));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Proposal& a, const Proposal& b) { return a.score > b.score; });
  if (found.size() > kMostProposals) found.resize(kMostProposals);
  return found;
}

}  // namespace letterlock::exposure
