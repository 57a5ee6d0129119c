#include "exposure/runs.h"

#include <xxhash.h>

#include <algorithm>

namespace letterlock::exposure {
namespace {

using store::Act;

// Acts on a mailbox: where the record names none, it is the actor's.
bool is_on_mail(Act act) {
  return (act >= Act::mailbox_login && act <= Act::mail_sent_on_behalf) ||
         (act >= Act::mail_created && act <= Act::forwarding_removed);
}

std::string_view app_of(const store::Event& event) {
  return event.app_id.empty() ? std::string_view(event.app_name) : event.app_id;
}

// No session: what stands where one would be.
std::string_view session_of(const store::Event& event) {
  if (event.session == "00000000-0000-0000-0000-000000000000") return {};
  return event.session;
}

void sort_out(std::vector<Runs::TokenUse>& tokens) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
}

}  // namespace

bool is_failure(const store::Event& event) {
  return event.act == Act::sign_in_failed || event.outcome == store::Outcome::failed;
}

std::string address_of(const store::Event& event) {
  return event.from.ip ? event.from.ip->text() : event.from.ip_as_written;
}

std::string_view mailbox_of(const store::Event& event) {
  if (!event.mailbox.empty()) return event.mailbox;
  if (!is_on_mail(event.act)) return {};
  const bool others =
      event.logon == store::LogonType::delegate || event.logon == store::LogonType::admin;
  return others && !event.mailbox_guid.empty() ? event.mailbox_guid : event.actor;
}

Runs::Runs() { names_.id(""); }

std::size_t Runs::KeyHash::operator()(const WayKey& key) const {
  const std::uint32_t parts[] = {
      key.actor,      key.mailbox, key.address, key.client,
      key.user_agent, key.app,     key.session, static_cast<std::uint32_t>(key.logon)};
  return XXH3_64bits(parts, sizeof parts);
}

WayKey Runs::key_of(const store::Event& event) {
  return {names_.id(event.actor),       names_.id(mailbox_of(event)),
          names_.id(address_of(event)), names_.id(event.client),
          names_.id(event.user_agent),  names_.id(app_of(event)),
          names_.id(session_of(event)), event.logon};
}

std::optional<WayKey> Runs::known_key_of(const store::Event& event) const {
  WayKey key;
  key.logon = event.logon;
  const auto put = [&](NameId& into, std::string_view text) {
    const auto found = names_.find(text);
    if (found) into = *found;
    return found.has_value();
  };
  const bool known = put(key.actor, event.actor) && put(key.mailbox, mailbox_of(event)) &&
                     put(key.address, address_of(event)) && put(key.client, event.client) &&
                     put(key.user_agent, event.user_agent) && put(key.app, app_of(event)) &&
                     put(key.session, session_of(event));
  return known ? std::optional(key) : std::nullopt;
}

RunId Runs::add(const store::Event& event) {
  const WayKey key = key_of(event);
  const auto [found, added] = ids_.try_emplace(key, static_cast<WayId>(ways_.size()));
  if (added) {
    ways_.push_back({key, 0, std::nullopt, kNone});
    runs_of_way_.emplace_back();
  }
  Way& way = ways_[found->second];
  if (way.country == 0 && !event.from.country.empty()) way.country = names_.id(event.from.country);
  if (!way.as_number) way.as_number = event.from.as_number;
  const store::TimeSpan time = *event.time;
  if (way.last_run == kNone || time.from > runs_[way.last_run].last + kSilence) {
    way.last_run = static_cast<RunId>(runs_.size());
    runs_.push_back({found->second, 0, time.from, time.until, false, 0, 0, 0});
    runs_of_way_[found->second].push_back(way.last_run);
  }
  Run& run = runs_[way.last_run];
  run.last = std::max(run.last, time.until);
  ++run.events;
  if (is_failure(event)) {
    ++run.failed;
  } else {
    run.first_in = run.let_in ? std::min(run.first_in, time.from) : time.from;
    run.last_in = run.let_in ? std::max(run.last_in, time.until) : time.until;
    run.let_in = true;
  }
  if (!event.token.empty()) note_token(names_.id(event.token), way.last_run);
  return way.last_run;
}

void Runs::note_token(NameId token, RunId run) {
  tokens_.push_back({token, run});
  if (tokens_.size() <= 2 * distinct_tokens_ + 4096) return;
  sort_out(tokens_);
  distinct_tokens_ = tokens_.size();
}

std::optional<RunId> Runs::run_of(const store::Event& event) const {
  const auto key = known_key_of(event);
  if (!key) return std::nullopt;
  const auto found = ids_.find(*key);
  if (found == ids_.end()) return std::nullopt;
  const auto& of_way = runs_of_way_[found->second];
  const auto after =
      std::upper_bound(of_way.begin(), of_way.end(), event.time->from,
                       [&](UnixTime at, RunId run) { return at < runs_[run].first; });
  if (after == of_way.begin()) return std::nullopt;
  const RunId run = *(after - 1);
  return event.time->from <= runs_[run].last ? std::optional(run) : std::nullopt;
}

std::vector<Runs::TokenUse> Runs::token_uses() const {
  std::vector<TokenUse> tokens = tokens_;
  sort_out(tokens);
  return tokens;
}

}  // namespace letterlock::exposure
