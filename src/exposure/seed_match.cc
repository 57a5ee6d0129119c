#include "exposure/seed_match.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::exposure {
namespace {

using store::Act;

bool touches(const store::TimeSpan& span, UnixTime first, UnixTime last) {
  return first <= span.until && last >= span.from;
}

bool of_account(const Runs& runs, const WayKey& key, const std::string& account) {
  return account.empty() || equals_ignore_case(runs.name(key.actor), account) ||
         equals_ignore_case(runs.name(key.mailbox), account);
}

bool is_sending(Act act) {
  return act == Act::mail_sent || act == Act::mail_sent_as || act == Act::mail_sent_on_behalf;
}

bool names_rule(const Seed& seed, const store::Event& event) {
  if (event.act != Act::inbox_rule_set && event.act != Act::inbox_rule_enabled) return false;
  for (const auto& parameter : event.parameters) {
    if (equals_ignore_case(parameter.name, "Name") ||
        equals_ignore_case(parameter.name, "RuleName")) {
      if (equals_ignore_case(parameter.value, seed.value)) return true;
    }
  }
  const auto slash = event.target.rfind('\\');
  const std::string_view last = slash == std::string::npos
                                    ? std::string_view(event.target)
                                    : std::string_view(event.target).substr(slash + 1);
  return equals_ignore_case(last, seed.value);
}

// By Message-ID; where the record has none, by account, subject and time.
bool names_message(const Seed& seed, const store::Event& event) {
  if (!is_sending(event.act)) return false;
  for (const auto& message : event.messages) {
    if (!message.message_id.empty()) {
      if (message.message_id == seed.value) return true;
      continue;
    }
    const bool in_time = seed.time && touches(*seed.time, event.time->from, event.time->until);
    if (in_time && !seed.subject.empty() && message.subject == seed.subject) return true;
  }
  return false;
}

bool run_matches(const Runs& runs, const Seed& seed, const std::optional<Network>& network,
                 const Run& run) {
  const WayKey& key = runs.way(run.way).key;
  if (!of_account(runs, key, seed.account)) return false;
  if (seed.time && !touches(*seed.time, run.first, run.last)) return false;
  switch (seed.kind) {
    case Seed::Kind::address:
      return network && key.address != 0 && network->contains(runs.name(key.address));
    case Seed::Kind::session:
      return equals_ignore_case(runs.name(key.session), seed.value);
    case Seed::Kind::app:
      return equals_ignore_case(runs.name(key.app), seed.value);
    case Seed::Kind::client:
      return contains_ignore_case(runs.name(key.client), seed.value) ||
             contains_ignore_case(runs.name(key.user_agent), seed.value);
    case Seed::Kind::episode:
      return seed.time.has_value() && !seed.account.empty();
    case Seed::Kind::token:
    case Seed::Kind::rule:
    case Seed::Kind::message:
      return false;
  }
  return false;
}

}  // namespace

bool contains_ignore_case(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return to_lower(a) == to_lower(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

SeedWatch::SeedWatch(std::span<const Seed> seeds) : seeds_(seeds) {
  for (std::uint32_t i = 0; i < seeds.size(); ++i) {
    const Seed::Kind kind = seeds[i].kind;
    if (kind == Seed::Kind::rule || kind == Seed::Kind::message || kind == Seed::Kind::app) {
      watched_.push_back(i);
    }
  }
}

bool SeedWatch::names(const Seed& seed, const store::Event& event) const {
  if (!seed.account.empty() && !equals_ignore_case(event.actor, seed.account) &&
      !equals_ignore_case(mailbox_of(event), seed.account)) {
    return false;
  }
  if (seed.kind == Seed::Kind::rule) return names_rule(seed, event);
  if (seed.kind == Seed::Kind::message) return names_message(seed, event);
  return equals_ignore_case(event.app_name, seed.value);  // the id is matched by run
}

void SeedWatch::add(const store::Event& event, RunId run) {
  for (const std::uint32_t i : watched_) {
    if (names(seeds_[i], event) && (hits_.empty() || hits_.back() != SeedHit{i, run})) {
      hits_.push_back({i, run});
    }
  }
}

std::vector<SeedHit> SeedWatch::take_hits() {
  std::sort(hits_.begin(), hits_.end());
  hits_.erase(std::unique(hits_.begin(), hits_.end()), hits_.end());
  return std::move(hits_);
}

std::vector<SeedHit> match_seeds(const Runs& runs, std::span<const Seed> seeds) {
  std::vector<SeedHit> hits;
  for (std::uint32_t i = 0; i < seeds.size(); ++i) {
    const Seed& seed = seeds[i];
    if (seed.kind == Seed::Kind::token) {
      const auto token = runs.find_name(seed.value);
      for (const auto& use : runs.token_uses()) {
        if (token && use.token == *token) hits.push_back({i, use.run});
      }
      continue;
    }
    const auto network =
        seed.kind == Seed::Kind::address ? Network::parse(seed.value) : std::nullopt;
    for (RunId run = 0; run < runs.runs().size(); ++run) {
      if (run_matches(runs, seed, network, runs.runs()[run])) hits.push_back({i, run});
    }
  }
  return hits;
}

}  // namespace letterlock::exposure
