#include "leak/key_ring.h"

#include "base/ascii.h"

namespace letterlock::leak {
namespace {

// Answers of DNS kept; beyond, names are asked again.
constexpr std::size_t kMostAnswersKept = 100'000;

std::string name_of(std::string_view domain, std::string_view selector) {
  return lower_ascii(selector) + "._domainkey." + lower_ascii(domain);
}

}  // namespace

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
    facts.sightings.push_back({"dns", "asked for this verification", {}, {}, answer.dnssec});
    facts.states.emplace_back("live");
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
