#include "leak/key_ring.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::leak {
namespace {

// Answers of DNS kept; beyond, names are asked again.
constexpr std::size_t kMostAnswersKept = 100'000;

std::string name_of(std::string_view domain, std::string_view selector) {
  return lower_ascii(selector) + "._domainkey." + lower_ascii(domain);
}

}  // namespace

bool has_state(const KeyFacts& facts, auth::KeyState state) {
  return std::any_of(facts.states.begin(), facts.states.end(),
                     [&](const auth::KeyStatement& told) { return told.state == state; });
}

KeyFacts facts_of(const auth::ArchivedKey& key, std::string_view material) {
  KeyFacts facts;
  facts.source = "archive";
  facts.circular = true;
  for (const auth::KeyWindow& window : auth::windows(key)) {
    facts.sightings.push_back(*window.sighting);
    if (window.sighting->channel != auth::KeyChannel::recovered ||
        window.sighting->source != material) {
      facts.circular = false;
    }
  }
  facts.states = key.states;
  return facts;
}

void KeyRing::add(const auth::KeyArchive& archive, std::string_view material) {
  for (const auth::ArchivedKey& key : archive.keys()) {
    for (const auth::ArchivedRecord& record : key.records) {
      auth::KeyRecord parsed = auth::parse_key_record(record.text);
      if (parsed.key == nullptr) continue;
      add(key.domain, key.selector, std::move(parsed), facts_of(key, material));
      break;  // the same key in another text is no other candidate
    }
  }
}

void KeyRing::add(std::string_view domain, std::string_view selector, auth::KeyRecord record,
                  KeyFacts facts) {
  const std::lock_guard lock(mutex_);
  by_name_[name_of(domain, selector)].push_back(static_cast<std::uint32_t>(entries_.size()));
  entries_.push_back({std::move(record), std::move(facts)});
}

auth::KeyAnswer KeyRing::find(std::string_view domain, std::string_view selector) {
  const std::string name = name_of(domain, selector);
  auth::KeyAnswer answer = from_dns(name, domain, selector);
  const std::lock_guard lock(mutex_);
  if (const auto kept = by_name_.find(name); kept != by_name_.end()) {
    for (const std::uint32_t origin : kept->second) {
      answer.candidates.push_back({entries_[origin].record, origin});
    }
    answer.status = auth::KeyAnswer::Status::found;
  }
  return answer;
}

auth::KeyAnswer KeyRing::from_dns(const std::string& name, std::string_view domain,
                                  std::string_view selector) {
  if (dns_ == nullptr) return {};
  const std::lock_guard asking(asking_);
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = asked_.find(name); known != asked_.end()) return known->second;
  }
  auth::KeyAnswer answer = dns_->find(domain, selector);
  const std::lock_guard lock(mutex_);
  for (auth::KeyCandidate& candidate : answer.candidates) {
    KeyFacts facts;
    facts.source = "dns";
    auth::KeySighting now;
    now.channel = auth::KeyChannel::dns;
    now.source = "asked for this verification";
    now.dnssec = answer.dnssec;
    facts.sightings.push_back(std::move(now));
    facts.states.push_back({auth::KeyState::live, {}, "asked for this verification", ""});
    candidate.origin = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({candidate.record, std::move(facts)});
  }
  // What was only unavailable is asked again with the next message.
  if (answer.status != auth::KeyAnswer::Status::unavailable && asked_.size() < kMostAnswersKept) {
    asked_.emplace(name, answer);
  }
  return answer;
}

KeyFacts KeyRing::facts(std::uint32_t origin) const {
  const std::lock_guard lock(mutex_);
  return entries_[origin].facts;
}

std::size_t KeyRing::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace letterlock::leak
