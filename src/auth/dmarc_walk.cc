#include "auth/dmarc_walk.h"

#include <algorithm>

namespace letterlock::auth {
namespace {

// Section 4.10: names with more labels are cut to seven after the first query.
constexpr std::size_t kMostQueries = 8;
constexpr std::size_t kLongestKept = 4'096;

std::size_t count_labels(std::string_view domain) {
  return 1 + static_cast<std::size_t>(std::count(domain.begin(), domain.end(), '.'));
}

std::string_view parent_of(std::string_view domain) {
  const std::size_t dot = domain.find('.');
  return dot == domain.npos ? std::string_view() : domain.substr(dot + 1);
}

}  // namespace

const DmarcRecords::Found& DmarcRecords::at(const std::string& domain) {
  const auto [entry, is_new] = asked_.try_emplace(domain);
  Found& found = entry->second;
  if (!is_new) return found;
  const dns::Answer answer = resolver_.txt("_dmarc." + domain);
  DmarcLookup lookup;
  lookup.domain = domain;
  lookup.status = found.status = answer.status;
  lookup.secure = answer.secure;
  found.reason = answer.reason;
  for (const dns::Record& text : answer.records) {
    auto record = parse_dmarc_record(text.value);
    if (!record) continue;
    if (found.record) {  // of several none counts
      lookup.several = true;
      lookup.record.clear();
      found.record.reset();
      break;
    }
    found.record = std::move(record);
    lookup.record = text.value.substr(0, kLongestKept);
  }
  lookups_.push_back(std::move(lookup));
  return found;
}

std::vector<std::string> walk_targets(std::string_view domain) {
  std::vector<std::string> targets{std::string(domain)};
  std::size_t labels = count_labels(domain);
  std::string_view next = parent_of(domain);
  for (--labels; labels >= kMostQueries; --labels) next = parent_of(next);
  for (; !next.empty(); next = parent_of(next)) targets.emplace_back(next);
  return targets;
}

DmarcWalk walk_tree(const std::string& domain, DmarcRecords& records) {
  DmarcWalk walk;
  walk.organizational_domain = domain;
  for (const std::string& target : walk_targets(domain)) {
    const DmarcRecords::Found& found = records.at(target);
    if (dns::Answer{found.status, {}, false, 0, {}, {}}.unknown()) {
      walk.trouble = &found;
      return walk;
    }
    if (!found.record) continue;
    if (found.record->psd == PsdFlag::yes && target != domain) {
      // The domain one label below, on the way to where the walk began.
      const std::size_t below = domain.size() - target.size() - 1;
      const std::size_t dot = domain.rfind('.', below - 1);
      walk.organizational_domain = domain.substr(dot == domain.npos ? 0 : dot + 1);
      walk.public_suffix_domain = target;
      return walk;
    }
    walk.organizational_domain = target;
    if (found.record->psd != PsdFlag::unset) return walk;
  }
  return walk;
}

}  // namespace letterlock::auth
