#include "hunt/shortlist.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace letterlock::hunt {
namespace {

bool stronger(const Noted& a, const Noted& b) {
  const bool first = a.verdict == Verdict::contradicted,
             second = b.verdict == Verdict::contradicted;
  if (first != second) return first;
  if (a.score != b.score) return a.score > b.score;
  return a.message < b.message;
}

bool near(const Noted& a, const Noted& b) {
  if (!a.date || !b.date) return !a.date && !b.date;
  const UnixTime apart = *a.date > *b.date ? *a.date - *b.date : *b.date - *a.date;
  return apart <= kFoldWithin;
}

// Causes that carry a good part of what a message is told for. What is told for other reasons and
// shares only a program or a network with a lure is no repetition of the lure.
constexpr double kShareOfACause = 0.25;

std::vector<std::uint32_t> causes_of(const Notes& notes, const Noted& note) {
  double all = 0;
  std::map<std::uint32_t, double> weights;
  for (const NotedReason& reason : notes.reasons(note)) {
    all += reason.weight;
    if (reason.cause != 0) weights[reason.cause] += reason.weight;
  }
  std::vector<std::uint32_t> causes;
  for (const auto& [cause, weight] : weights) {
    if (weight >= kShareOfACause * all) causes.push_back(cause);
  }
  return causes;
}

// The strongest come first, so each message is folded into the strongest of its kind.
std::vector<Choice> fold(const Notes& notes) {
  const auto all = notes.all();
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return stronger(all[a], all[b]); });
  std::vector<Choice> folded;
  std::multimap<std::pair<std::uint32_t, std::uint32_t>, std::size_t> by_cause;
  for (const std::size_t place : order) {
    const Noted& note = all[place];
    std::size_t into = folded.size();
    const std::vector<std::uint32_t> causes = causes_of(notes, note);
    for (const std::uint32_t cause : causes) {
      const auto [from, to] = by_cause.equal_range({note.account, cause});
      for (auto known = from; known != to && into == folded.size(); ++known) {
        if (near(all[folded[known->second].place], note)) into = known->second;
      }
    }
    if (into < folded.size()) {
      folded[into].repeats.push_back(note.message);
      continue;
    }
    for (const std::uint32_t cause : causes) {
      by_cause.emplace(std::pair(note.account, cause), into);
    }
    folded.push_back({place, false, {}});
  }
  for (Choice& choice : folded) std::sort(choice.repeats.begin(), choice.repeats.end());
  return folded;
}

}  // namespace

Shortlist shortlist(const Notes& notes, const HuntOptions& options, std::uint64_t budget) {
  Shortlist list;
  std::uint64_t spent = 0, contradictions = 0;
  std::uint64_t of_stratum[2] = {0, 0};
  for (Choice& choice : fold(notes)) {
    const Noted& note = notes.all()[choice.place];
    if (note.verdict == Verdict::contradicted) {
      if (contradictions++ >= options.contradictions_at_most) continue;
      choice.outside_budget = true;
    } else {
      if (note.score < options.fewest_points) continue;
      std::uint64_t& stratum = of_stratum[note.has_link ? 1 : 0];
      ++stratum;
      if (spent == budget) {
        ++list.beyond;
        if (2 * stratum <= budget) list.besides.push_back(std::move(choice));
        continue;
      }
      ++spent;
    }
    list.findings.push_back(std::move(choice));
  }
  return list;
}

std::uint64_t budget_of(const HuntOptions& options, std::uint64_t messages, UnixTime days) {
  if (options.budget) return *options.budget;
  if (options.budget_per_day) {
    return static_cast<std::uint64_t>(static_cast<double>(days) * *options.budget_per_day);
  }
  const double share = static_cast<double>(messages) / 1000 * options.budget_per_thousand;
  return std::max(options.budget_at_least, static_cast<std::uint64_t>(std::floor(share)));
}

}  // namespace letterlock::hunt
