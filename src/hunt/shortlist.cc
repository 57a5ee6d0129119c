#include "hunt/shortlist.h"

#include <algorithm>
#include <map>
#include <utility>

namespace letterlock::hunt {
namespace {

bool stronger(const Finding& a, const Finding& b) {
  const bool first = a.verdict == Verdict::contradicted,
             second = b.verdict == Verdict::contradicted;
  if (first != second) return first;
  if (a.score != b.score) return a.score > b.score;
  return a.message < b.message;
}

bool near(const Finding& a, const Finding& b) {
  if (!a.date || !b.date) return !a.date && !b.date;
  const UnixTime apart = *a.date > *b.date ? *a.date - *b.date : *b.date - *a.date;
  return apart <= kFoldWithin;
}

// The strongest come first, so each finding is folded into the strongest of its kind.
std::vector<Finding> fold(std::vector<Finding> scored) {
  std::sort(scored.begin(), scored.end(), stronger);
  std::vector<Finding> folded;
  std::multimap<std::pair<std::string, std::string>, std::size_t> by_cause;
  for (auto& finding : scored) {
    std::size_t into = folded.size();
    for (const auto& reason : finding.reasons) {
      if (reason.cause.empty()) continue;
      const auto [from, to] = by_cause.equal_range({finding.from_address, reason.cause});
      for (auto known = from; known != to && into == folded.size(); ++known) {
        if (near(folded[known->second], finding)) into = known->second;
      }
    }
    if (into < folded.size()) {
      folded[into].repeats.push_back(finding.message);
      continue;
    }
    for (const auto& reason : finding.reasons) {
      if (!reason.cause.empty())
        by_cause.emplace(std::pair(finding.from_address, reason.cause), into);
    }
    folded.push_back(std::move(finding));
  }
  for (auto& finding : folded) std::sort(finding.repeats.begin(), finding.repeats.end());
  return folded;
}

}  // namespace

Shortlist shortlist(std::vector<Finding> scored, const HuntOptions& options, std::uint64_t budget) {
  std::vector<Finding> folded = fold(std::move(scored));
  Shortlist list;
  std::uint64_t spent = 0, contradictions = 0;
  std::uint64_t of_stratum[2] = {0, 0};
  for (auto& finding : folded) {
    if (finding.verdict == Verdict::contradicted) {
      if (contradictions++ >= options.contradictions_at_most) continue;
      finding.outside_budget = true;
    } else {
      if (finding.score < options.fewest_points) continue;
      std::uint64_t& stratum = of_stratum[finding.has_link ? 1 : 0];
      ++stratum;
      if (spent == budget) {
        ++list.beyond;
        if (2 * stratum <= budget) list.besides.push_back(std::move(finding));
        continue;
      }
      ++spent;
    }
    list.findings.push_back(std::move(finding));
  }
  return list;
}

}  // namespace letterlock::hunt
