#include "hunt/episodes.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace letterlock::hunt {
namespace {

// A message this far under a finding still belongs to an episode that has one.
constexpr double kShareOfAFinding = 0.6;
// What each further message adds, and all of them at most.
constexpr double kShareOfFurther = 0.25, kMostOfFurther = 6;

using Ordered = std::vector<const Finding*>;  // by date, then message

bool earlier(const Finding* a, const Finding* b) {
  return std::pair(*a->date, a->message) < std::pair(*b->date, b->message);
}

Episode episode_of(const Ordered& members) {
  Episode episode;
  episode.account = members.front()->from_address;
  episode.from = *members.front()->date;
  episode.until = *members.back()->date;
  std::map<std::string, double> weights;
  double further = 0;
  for (const Finding* finding : members) {
    episode.messages.push_back(finding->message);
    if (finding->verdict == Verdict::contradicted) episode.verdict = Verdict::contradicted;
    episode.score = std::max(episode.score, finding->score);
    further += std::max(0.0, finding->score);
    for (const Reason& reason : finding->reasons) weights[reason.code] += reason.weight;
  }
  further = kShareOfFurther * (further - std::max(0.0, episode.score));
  episode.score += std::min(further, kMostOfFurther);
  std::vector<std::pair<double, std::string>> codes;
  for (const auto& [code, weight] : weights) codes.emplace_back(-weight, code);
  std::sort(codes.begin(), codes.end());
  for (auto& code : codes) episode.changed.push_back(std::move(code.second));
  return episode;
}

template <class T>
void keep_strongest(std::vector<T>& all, std::size_t most) {
  std::stable_sort(all.begin(), all.end(),
                   [](const T& a, const T& b) { return a.score > b.score; });
  if (all.size() > most) all.resize(most);
}

void add_episodes(Ordered& members, double fewest_points, std::vector<Episode>& into) {
  std::sort(members.begin(), members.end(), earlier);
  Ordered run;
  const auto close = [&] {
    const bool telling = std::any_of(run.begin(), run.end(), [&](const Finding* finding) {
      return finding->verdict == Verdict::contradicted || finding->score >= fewest_points;
    });
    if (telling) into.push_back(episode_of(run));
    run.clear();
  };
  for (const Finding* finding : members) {
    if (!run.empty() && *finding->date - *run.back()->date > kEpisodePause) close();
    run.push_back(finding);
  }
  close();
}

}  // namespace

std::vector<Episode> episodes_of(const std::vector<Finding>& scored, double fewest_points,
                                 std::size_t most) {
  std::map<std::string, Ordered> by_account;
  for (const Finding& finding : scored) {
    const bool counts = finding.verdict == Verdict::contradicted ||
                        finding.score >= kShareOfAFinding * fewest_points;
    if (counts && finding.date) by_account[finding.from_address].push_back(&finding);
  }
  std::vector<Episode> episodes;
  for (auto& [account, members] : by_account) add_episodes(members, fewest_points, episodes);
  keep_strongest(episodes, episodes.size());
  std::stable_partition(episodes.begin(), episodes.end(), [](const Episode& episode) {
    return episode.verdict == Verdict::contradicted;
  });
  if (episodes.size() > most) episodes.resize(most);
  return episodes;
}

std::vector<Alike> alike_in(const std::vector<Finding>& scored, std::size_t most) {
  std::map<std::string, Ordered> by_cause;
  for (const Finding& finding : scored) {
    if (!finding.date) continue;
    std::set<std::string> causes;
    for (const Reason& reason : finding.reasons) {
      if (!reason.cause.empty() && causes.insert(reason.cause).second) {
        by_cause[reason.cause].push_back(&finding);
      }
    }
  }
  std::vector<Alike> found;
  for (auto& [cause, members] : by_cause) {
    std::sort(members.begin(), members.end(), earlier);
    for (std::size_t begin = 0; begin < members.size();) {
      std::size_t end = begin;
      Alike alike;
      std::set<std::string> accounts;
      while (end < members.size() && *members[end]->date - *members[begin]->date <= kEpisodePause) {
        accounts.insert(members[end]->from_address);
        alike.messages.push_back(members[end]->message);
        alike.score = std::max(alike.score, members[end]->score);
        ++end;
      }
      if (accounts.size() >= kFewestAlike) {
        alike.cause = cause;
        alike.accounts.assign(accounts.begin(), accounts.end());
        alike.from = *members[begin]->date;
        alike.until = *members[end - 1]->date;
        found.push_back(std::move(alike));
      }
      begin = end;
    }
  }
  keep_strongest(found, most);
  return found;
}

}  // namespace letterlock::hunt
