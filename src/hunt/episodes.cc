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

using Ordered = std::vector<const Noted*>;  // by date, then message

bool earlier(const Noted* a, const Noted* b) {
  return std::pair(*a->date, a->message) < std::pair(*b->date, b->message);
}

Episode episode_of(const Notes& notes, const Ordered& members) {
  Episode episode;
  episode.account = notes.account(*members.front());
  episode.from = *members.front()->date;
  episode.until = *members.back()->date;
  std::map<std::string_view, double> weights;
  double further = 0;
  for (const Noted* note : members) {
    episode.messages.push_back(note->message);
    if (note->verdict == Verdict::contradicted) episode.verdict = Verdict::contradicted;
    episode.score = std::max(episode.score, note->score);
    further += std::max(0.0, note->score);
    for (const NotedReason& reason : notes.reasons(*note)) {
      weights[notes.text(reason.code)] += reason.weight;
    }
  }
  further = kShareOfFurther * (further - std::max(0.0, episode.score));
  episode.score += std::min(further, kMostOfFurther);
  std::vector<std::pair<double, std::string_view>> codes;
  for (const auto& [code, weight] : weights) codes.emplace_back(-weight, code);
  std::sort(codes.begin(), codes.end());
  episode.changed.reserve(codes.size());
  for (const auto& code : codes) episode.changed.emplace_back(code.second);
  return episode;
}

template <class T>
void keep_strongest(std::vector<T>& all, std::size_t most) {
  std::stable_sort(all.begin(), all.end(),
                   [](const T& a, const T& b) { return a.score > b.score; });
  if (all.size() > most) all.resize(most);
}

void add_episodes(const Notes& notes, Ordered& members, double fewest_points,
                  std::vector<Episode>& into) {
  std::sort(members.begin(), members.end(), earlier);
  Ordered run;
  const auto close = [&] {
    const bool telling = std::any_of(run.begin(), run.end(), [&](const Noted* note) {
      return note->verdict == Verdict::contradicted || note->score >= fewest_points;
    });
    if (telling) into.push_back(episode_of(notes, run));
    run.clear();
  };
  for (const Noted* note : members) {
    if (!run.empty() && *note->date - *run.back()->date > kEpisodePause) close();
    run.push_back(note);
  }
  close();
}

}  // namespace

std::vector<Episode> episodes_of(const Notes& notes, double fewest_points, std::size_t most) {
  std::map<std::string_view, Ordered> by_account;
  for (const Noted& note : notes.all()) {
    const bool counts =
        note.verdict == Verdict::contradicted || note.score >= kShareOfAFinding * fewest_points;
    if (counts && note.date) by_account[notes.account(note)].push_back(&note);
  }
  std::vector<Episode> episodes;
  for (auto& [account, members] : by_account) {
    add_episodes(notes, members, fewest_points, episodes);
  }
  keep_strongest(episodes, episodes.size());
  std::stable_partition(episodes.begin(), episodes.end(), [](const Episode& episode) {
    return episode.verdict == Verdict::contradicted;
  });
  if (episodes.size() > most) episodes.resize(most);
  return episodes;
}

std::vector<Alike> alike_in(const Notes& notes, std::size_t most) {
  std::map<std::string_view, Ordered> by_cause;
  for (const Noted& note : notes.all()) {
    if (!note.date) continue;
    std::set<std::uint32_t> causes;
    for (const NotedReason& reason : notes.reasons(note)) {
      if (reason.cause != 0 && causes.insert(reason.cause).second) {
        by_cause[notes.text(reason.cause)].push_back(&note);
      }
    }
  }
  std::vector<Alike> found;
  for (auto& [cause, members] : by_cause) {
    std::sort(members.begin(), members.end(), earlier);
    for (std::size_t begin = 0; begin < members.size();) {
      std::size_t end = begin;
      Alike alike;
      std::set<std::string_view> accounts;
      while (end < members.size() && *members[end]->date - *members[begin]->date <= kEpisodePause) {
        accounts.insert(notes.account(*members[end]));
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
