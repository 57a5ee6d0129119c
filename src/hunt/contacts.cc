#include "hunt/contacts.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "relations/baseline.h"

namespace letterlock::hunt {
namespace {

constexpr std::uint64_t kMostRead = 20'000;
constexpr std::size_t kMostContacts = 2;

// The dates at which `from` wrote to `to`; of too many, every so-manieth.
Expected<std::vector<UnixTime>> dates(store::FactStore& facts, std::string_view from,
                                      std::string_view to, std::uint64_t& total) {
  auto sent = facts.messages_from(from, std::nullopt, std::nullopt, kMostRead);
  if (!sent) return fail(std::move(sent));
  std::vector<UnixTime> all;
  std::unordered_set<std::string> seen;  // copies of one message count once
  for (const auto& message : *sent) {
    if (!relations::is_plausible(message.date)) continue;
    if (std::find(message.to.begin(), message.to.end(), to) == message.to.end()) continue;
    if (!message.message_id.empty() && !seen.insert(message.message_id).second) continue;
    all.push_back(*message.date);
  }
  std::sort(all.begin(), all.end());
  total = all.size();
  if (all.size() <= kMostDates) return all;
  std::vector<UnixTime> thinned;
  for (std::size_t i = 0; i < kMostDates; ++i) {
    thinned.push_back(all[i * (all.size() - 1) / (kMostDates - 1)]);
  }
  return thinned;
}

}  // namespace

Expected<void> add_contacts(store::FactStore& facts, Finding& finding) {
  if (finding.from_address.empty()) return {};
  for (const auto& to : finding.to) {
    if (finding.contacts.size() == kMostContacts) break;
    if (to == finding.from_address || to.empty()) continue;
    Contact contact;
    contact.with = to;
    auto there = dates(facts, finding.from_address, to, contact.there_total);
    if (!there) return fail(std::move(there));
    auto back = dates(facts, to, finding.from_address, contact.back_total);
    if (!back) return fail(std::move(back));
    contact.there = std::move(*there);
    contact.back = std::move(*back);
    finding.contacts.push_back(std::move(contact));
  }
  return {};
}

}  // namespace letterlock::hunt
