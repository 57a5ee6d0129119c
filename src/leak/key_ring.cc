#include "leak/key_ring.h"

#include <algorithm>
#include <set>
#include <utility>

#include "auth/key_findings.h"
#include "base/ascii.h"
#include "leak/recover.h"

namespace letterlock::leak {
namespace {

// Names asked for in one run; beyond, their keys are unavailable: memory for them is bounded.
constexpr std::size_t kMostAnswersKept = 100'000;

std::string name_of(std::string_view domain, std::string_view selector) {
  return lower_ascii(selector) + "._domainkey." + lower_ascii(domain);
}

}  // namespace

bool has_state(const KeyFacts& facts, auth::KeyState state) {
  return std::any_of(facts.states.begin(), facts.states.end(),
                     [&](const auth::KeyStatement& told) { return told.state == state; });
}

bool same_material(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a == b;
  while (a.ends_with('/')) a.remove_suffix(1);
  while (b.ends_with('/')) b.remove_suffix(1);
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (b.size() == a.size() || b[a.size()] == '/');
}

KeyFacts facts_of(const auth::ArchivedKey& key, std::string_view material) {
  KeyFacts facts;
  facts.source = "archive";
  facts.circular = true;
  for (const auth::KeyWindow& window : auth::windows(key)) {
    facts.sightings.push_back(*window.sighting);
    if (window.sighting->channel != auth::KeyChannel::recovered ||
        !same_material(window.sighting->source, material)) {
      facts.circular = false;
    }
  }
  facts.states = auth::states_of(key);
  return facts;
}

void KeyRing::add(const auth::KeyArchive& archive, std::string_view material) {
  std::map<std::uint32_t, std::vector<std::string>> conflicts;
  for (const auth::KeyFinding& found : auth::find_conflicts(archive, archive.sorted())) {
    conflicts[found.key].push_back(found.says);
  }
  for (std::uint32_t index = 0; index < archive.keys().size(); ++index) {
    const auth::ArchivedKey& key = archive.keys()[index];
    for (const auth::ArchivedRecord& record : key.records) {
      auth::KeyRecord parsed = auth::parse_key_record(record.text);
      if (parsed.key == nullptr) continue;
      KeyFacts facts = facts_of(key, material);
      if (const auto found = conflicts.find(index); found != conflicts.end()) {
        facts.conflicts = found->second;
      }
      add(key.domain, key.selector, std::move(parsed), std::move(facts));
      break;  // the same key in another text is no other candidate
    }
  }
}

void KeyRing::add(std::string_view domain, std::string_view selector, auth::KeyRecord record,
                  KeyFacts facts) {
  const std::lock_guard lock(mutex_);
  const auto origin = static_cast<std::uint32_t>(entries_.size());
  by_name_[name_of(domain, selector)].push_back(origin);
  by_selector_[lower_ascii(selector)].push_back(origin);
  of_many_names_.reset();
  if (record.key != nullptr) by_key_[record.key->fingerprint()].push_back(origin);
  entries_.push_back(
      {lower_ascii(domain), lower_ascii(selector), std::move(record), std::move(facts)});
}

const std::vector<std::uint32_t>& KeyRing::of_many_names() {
  if (!of_many_names_) {
    of_many_names_.emplace();
    for (const auto& [fingerprint, origins] : by_key_) {
      if (origins.size() > 1) of_many_names_->push_back(origins.front());
    }
  }
  return *of_many_names_;
}

std::vector<std::uint32_t> KeyRing::others(std::string_view domain, std::string_view selector) {
  std::vector<std::uint32_t> chosen;
  std::set<Sha256> seen;
  const auto take = [&](std::uint32_t origin) {
    const Entry& entry = entries_[origin];
    if (entry.record.key == nullptr) return;
    if (entry.domain == domain && entry.selector == selector) return;
    if (seen.insert(entry.record.key->fingerprint()).second) chosen.push_back(origin);
  };
  const auto take_all = [&](const std::vector<std::uint32_t>& origins) {
    for (const std::uint32_t origin : origins) {
      if (chosen.size() >= kMostOthers) return;
      take(origin);
    }
  };
  if (const auto same = by_selector_.find(std::string(selector)); same != by_selector_.end()) {
    take_all(same->second);
  }
  take_all(of_many_names());
  return chosen;
}

std::uint32_t KeyRing::elsewhere_of(std::uint32_t origin) {
  const auto [known, is_new] =
      elsewhere_.try_emplace(origin, static_cast<std::uint32_t>(entries_.size()));
  if (is_new) {
    Entry entry = entries_[origin];
    entry.facts.recorded_as = entry.domain + " " + entry.selector;
    entries_.push_back(std::move(entry));
  }
  return known->second;
}

auth::KeyAnswer KeyRing::find_elsewhere(std::string_view domain, std::string_view selector) {
  const std::lock_guard lock(mutex_);
  auth::KeyAnswer answer;
  for (const std::uint32_t origin : others(lower_ascii(domain), lower_ascii(selector))) {
    answer.candidates.push_back({entries_[origin].record, elsewhere_of(origin)});
  }
  if (!answer.candidates.empty()) answer.status = auth::KeyAnswer::Status::found;
  return answer;
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
  auth::KeyAnswer answer;
  if (asked_.size() >= kMostAnswersKept) {
    answer.status = auth::KeyAnswer::Status::unavailable;
    return answer;
  }
  answer = dns_->find(domain, selector);
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
    entries_.push_back(
        {lower_ascii(domain), lower_ascii(selector), candidate.record, std::move(facts)});
  }
  // What was only unavailable is asked again with the next message.
  if (answer.status != auth::KeyAnswer::Status::unavailable) {
    asked_.emplace(name, answer);
  }
  return answer;
}

KeyFacts KeyRing::facts(std::uint32_t origin) const {
  const std::lock_guard lock(mutex_);
  return entries_[origin].facts;
}

void KeyRing::close_circles(const std::set<std::string>& marks) {
  const std::lock_guard lock(mutex_);
  for (Entry& entry : entries_) {
    const auto& sightings = entry.facts.sightings;
    const bool closed = !sightings.empty() &&
                        std::all_of(sightings.begin(), sightings.end(), [&](const auto& sighting) {
                          return carries_mark(sighting, marks);
                        });
    if (closed) entry.facts.circular = true;
  }
}

std::size_t KeyRing::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace letterlock::leak
