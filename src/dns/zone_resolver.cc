#include "dns/zone_resolver.h"

#include <algorithm>

#include "dns/zone_text.h"

namespace letterlock::dns {

Expected<ZoneResolver> ZoneResolver::parse(std::string_view text, std::string_view source) {
  auto entries = parse_zone_text(text, source);
  if (!entries) return fail(std::move(entries));
  ZoneResolver zone;
  for (ZoneEntry& entry : *entries) {
    if (entry.trouble) {
      zone.add_trouble(entry.owner, *entry.trouble, entry.type);
    } else if (entry.type) {
      zone.add(entry.owner, *entry.type, std::move(entry.record), entry.ttl);
    } else {
      zone.node(entry.owner);
    }
  }
  return zone;
}

// The node of `name`, made with all those above it: a name below makes a name exist (RFC 8020).
ZoneResolver::Node* ZoneResolver::node(std::string_view name) {
  const auto canonical = canonical_name(name);
  if (!canonical) return nullptr;
  Node* const found = &nodes_[*canonical];
  for (std::size_t dot = canonical->find('.'); dot != canonical->npos;
       dot = canonical->find('.', dot + 1)) {
    if (!nodes_.try_emplace(canonical->substr(dot + 1)).second) break;
  }
  return found;
}

void ZoneResolver::add(std::string_view name, RecordType type, Record record, std::uint32_t ttl) {
  Node* const at = node(name);
  if (at == nullptr) return;
  Set& set = at->sets[type];
  set.ttl = set.records.empty() ? ttl : std::min(set.ttl, ttl);
  set.records.push_back(std::move(record));
}

void ZoneResolver::add_trouble(std::string_view name, Status status,
                               std::optional<RecordType> type) {
  Node* const at = node(name);
  if (at == nullptr) return;
  if (type) {
    at->trouble[*type] = status;
  } else {
    at->all_trouble = status;
  }
}

// RFC 4592 section 3.3.1: the wildcard of the closest name above that exists.
const ZoneResolver::Node* ZoneResolver::find(std::string_view name) const {
  if (const auto exact = nodes_.find(name); exact != nodes_.end()) return &exact->second;
  std::string_view above = name;
  while (!above.empty()) {
    const std::size_t dot = above.find('.');
    above = dot == above.npos ? std::string_view() : above.substr(dot + 1);
    if (!above.empty() && nodes_.find(above) == nodes_.end()) continue;
    const auto wild = nodes_.find(above.empty() ? "*" : "*." + std::string(above));
    return wild == nodes_.end() ? nullptr : &wild->second;
  }
  return nullptr;
}

Answer ZoneResolver::look_up(std::string_view name, RecordType type) {
  Answer answer;
  auto canonical = canonical_name(name);
  if (!canonical) {
    answer.status = Status::bad_name;
    answer.reason = "no domain name";
    return answer;
  }
  answer.canonical_name = *std::move(canonical);
  answer.secure = secure_;
  for (int aliases = 0;; ++aliases) {
    const Node* const at = find(answer.canonical_name);
    if (at == nullptr) {
      answer.status = Status::nxdomain;
      return answer;
    }
    const auto trouble = at->trouble.find(type);
    if (at->all_trouble || trouble != at->trouble.end()) {
      answer.status = at->all_trouble ? *at->all_trouble : trouble->second;
      answer.reason = "the zone text says so";
      answer.secure = false;
      return answer;
    }
    auto set = at->sets.find(type);
    const bool alias = set == at->sets.end();
    if (alias) set = at->sets.find(RecordType::cname);
    if (set == at->sets.end()) {
      answer.status = Status::no_data;
      return answer;
    }
    answer.ttl = aliases == 0 ? set->second.ttl : std::min(answer.ttl, set->second.ttl);
    if (!alias) {
      const auto& records = set->second.records;
      answer.status = Status::ok;
      answer.records.assign(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                   records.size(), kMostRecords)));
      return answer;
    }
    if (aliases == kMostAliases) {
      answer.status = Status::servfail;
      answer.reason = "too many aliases, or a loop of them";
      return answer;
    }
    answer.canonical_name = set->second.records.front().value;
  }
}

}  // namespace letterlock::dns
