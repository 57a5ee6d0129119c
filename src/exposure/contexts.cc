#include "exposure/contexts.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include "base/ascii.h"
#include "exposure/make_contexts.h"
#include "exposure/not_followed.h"
#include "exposure/refusals.h"
#include "exposure/run_index.h"
#include "exposure/seed_match.h"

namespace letterlock::exposure {
namespace {

Certainty worse(Certainty a, Certainty b) { return std::max(a, b); }

class Growth {
 public:
  Growth(const Runs& runs, const GrowthOptions& options)
      : runs_(runs), options_(options), index_(runs, options.minutes), refusals_(options.refused) {
    step_of_run_.assign(runs.runs().size(), kNone);
  }

  Grown grow(std::span<const SeedHit> hits, std::span<const Grant> grants,
             std::span<const SameSignIns> same);

 private:
  struct Tie {
    std::string_view reason;
    std::string value, text;
    Certainty certainty = Certainty::certain;
    std::uint32_t from = kNone;
  };

  const Run& run(RunId id) const { return runs_.runs()[id]; }
  const WayKey& key(RunId id) const { return runs_.way(run(id).way).key; }
  std::string name(NameId id) const { return std::string(runs_.name(id)); }
  bool taken(RunId id) const { return step_of_run_[id] != kNone; }

  std::string_view excluded(RunId id) const;
  bool eligible(RunId id) const { return excluded(id).empty(); }
  void take(RunId id, const Tie& tie);
  void note_entry(RunId id, const Tie& tie);
  void leave_out(RunId id, const std::string& value, const std::string& text);
  void look_again(NameId intruder, NameId address, NameId actor, RunId from);
  bool owners_address(NameId address, NameId actor, UnixTime before) const;

  void expand(RunId id);
  void by_session(RunId id);
  void by_token(RunId id);
  void by_address(RunId id);
  void by_new_address(RunId id);
  void by_grant(RunId id);
  void tie_in_cluster(RunId from, RunId other, const std::string& value);

  const Runs& runs_;
  const GrowthOptions& options_;
  const RunIndex index_;
  const Refusals refusals_;
  Grown grown_;
  std::vector<std::uint32_t> step_of_run_;
  std::deque<RunId> queue_;
  std::multimap<RunId, const Grant*> grants_;
  std::map<NameId, UnixTime> entry_;  // first record of the intruder, by actor
  // By actor: runs whose ties were not followed for what an account did at that time, before the
  // entry. An earlier entry brings them back.
  std::map<NameId, std::set<std::pair<UnixTime, RunId>>> waiting_;
  std::set<std::pair<NameId, NameId>> addresses_;  // (address, actor) of what was taken
  std::set<std::pair<NameId, NameId>> sessions_done_, new_addresses_done_;
  std::set<NameId> tokens_done_;
  std::set<std::uint32_t> clusters_done_;
  std::map<std::tuple<std::string, std::string, std::string, NameId, std::uint32_t>, std::uint32_t>
      step_ids_;
  std::map<RunId, Aside> left_out_;
};

// What of the user's options leaves a run out.
std::string_view Growth::excluded(RunId id) const {
  const Run& r = run(id);
  const auto outside = [&] {
    if (options_.from && r.last < *options_.from) return true;
    if (options_.until && r.first >= *options_.until) return true;
    if (options_.accounts.empty()) return false;
    return std::none_of(options_.accounts.begin(), options_.accounts.end(),
                        [&](const std::string& account) {
                          return equals_ignore_case(account, runs_.name(key(id).actor)) ||
                                 equals_ignore_case(account, runs_.name(key(id).mailbox));
                        });
  };
  if (outside()) return "outside what --account, --from and --to leave";
  return refusals_.covers(runs_, key(id)) ? "refused with --not" : "";
}

void Growth::take(RunId id, const Tie& tie) {
  if (taken(id) || !eligible(id)) return;
  const NameId actor = key(id).actor;
  const auto [found, added] =
      step_ids_.try_emplace({std::string(tie.reason), tie.value, tie.text, actor, tie.from},
                            static_cast<std::uint32_t>(grown_.steps.size()));
  const Run& r = run(id);
  if (added) {
    Step step{std::string(tie.reason),
              tie.value,
              tie.text,
              tie.certainty,
              name(actor),
              r.first,
              r.last,
              0,
              std::nullopt};
    if (tie.from != kNone) {
      step.from = tie.from;
      step.certainty = worse(tie.certainty, grown_.steps[tie.from].certainty);
    }
    grown_.steps.push_back(std::move(step));
  }
  Step& step = grown_.steps[found->second];
  step.first = std::min(step.first, r.first);
  step.last = std::max(step.last, r.last);
  step.records += r.events;
  step_of_run_[id] = found->second;
  if (r.let_in) {
    note_entry(id, tie);
    if (key(id).address != 0) addresses_.insert({key(id).address, actor});
    queue_.push_back(id);
  }
}

// What a beginning names and what is certain to be one with it may lie before what was found first.
// Less than that does not say when the intruder came: a session that two hands held leads to the
// owner as well.
void Growth::note_entry(RunId id, const Tie& tie) {
  const UnixTime at = run(id).first_in;
  const auto [entry, first] = entry_.try_emplace(key(id).actor, at);
  const bool says_when = tie.from == kNone || tie.certainty == Certainty::certain;
  if (first || !says_when || at >= entry->second) return;
  entry->second = at;
  auto& waiting = waiting_[key(id).actor];
  const auto now_theirs = waiting.lower_bound({at, 0});
  for (auto each = now_theirs; each != waiting.end(); ++each) {
    const WayKey& k = key(each->second);
    clusters_done_.erase(index_.cluster_of(each->second));
    new_addresses_done_.erase({k.address, k.actor});
    queue_.push_back(each->second);
  }
  waiting.erase(now_theirs, waiting.end());
}

// What `actor` did at an address before the entry of `intruder` spoke against a tie from a run.
void Growth::look_again(NameId intruder, NameId address, NameId actor, RunId from) {
  const auto earliest = index_.earliest(address, actor);
  if (earliest && entry_.contains(intruder)) waiting_[intruder].emplace(*earliest, from);
}

void Growth::leave_out(RunId id, const std::string& value, const std::string& text) {
  if (!taken(id) && eligible(id)) left_out_.try_emplace(id, value, text);
}

bool Growth::owners_address(NameId address, NameId actor, UnixTime before) const {
  const auto earliest = index_.earliest(address, actor);
  return earliest && *earliest < before;
}

void Growth::by_session(RunId id) {
  const WayKey& k = key(id);
  if (k.session == 0 || !sessions_done_.insert({k.session, k.actor}).second) return;
  const auto of_session = index_.of_session(k.session, k.actor);
  UnixTime begun = run(id).first;
  for (const RunId other : of_session) begun = std::min(begun, run(other).first);
  const std::string value = "session:" + name(k.session);
  for (const RunId other : of_session) {
    if (taken(other)) continue;
    const NameId address = key(other).address;
    const std::uint32_t from = step_of_run_[id];
    if (address == 0) {
      take(other, {"same_session", value, "the same session, in a record that names no address",
                   Certainty::likely, from});
    } else if (addresses_.contains({address, k.actor})) {
      take(other, {"same_session", value, "the same session", Certainty::certain, from});
    } else if (owners_address(address, k.actor, begun)) {
      leave_out(other, value,
                fmt::format("the same session, but from {}, which the account had used before: the "
                            "owner's side of a session that two hands held",
                            runs_.name(address)));
    } else {
      take(other, {"same_session", value,
                   fmt::format("the same session went on from {}", runs_.name(address)),
                   Certainty::likely, from});
    }
  }
}

void Growth::by_token(RunId id) {
  for (const NameId token : index_.tokens_of(id)) {
    const std::string value = "token:" + name(token);
    if (!tokens_done_.insert(token).second || refusals_.covers("token", runs_.name(token)))
      continue;
    for (const RunId other : index_.of_token(token)) {
      if (taken(other)) continue;
      const WayKey& k = key(other);
      if (k.address != 0 && !addresses_.contains({k.address, k.actor}) &&
          owners_address(k.address, k.actor, run(id).first)) {
        leave_out(other, value,
                  fmt::format("the same access token, but from {}, which the account had used "
                              "before: probably the owner it was taken from",
                              runs_.name(k.address)));
        continue;
      }
      take(other,
           {"same_token", value, "the same access token", Certainty::certain, step_of_run_[id]});
    }
  }
}

void Growth::tie_in_cluster(RunId from, RunId other, const std::string& value) {
  const WayKey& k = key(other);
  const WayKey& f = key(from);
  const auto entry = entry_.find(f.actor);
  const UnixTime since = entry == entry_.end() ? run(from).first : entry->second;
  if (owners_address(k.address, k.actor, since)) {
    look_again(f.actor, k.address, k.actor, from);
    return leave_out(other, value,
                     "the same address within minutes, but this account had used it before the "
                     "first record of the intruder");
  }
  const bool same_app = k.app != 0 && k.app == f.app;
  Tie tie{same_app ? "app_and_address" : "same_address", value,
          same_app ? "the same application from the same address within minutes"
                   : "the same address within minutes",
          same_app ? Certainty::likely : Certainty::possible, step_of_run_[from]};
  if (k.actor != f.actor) tie.text += ", on another account";
  take(other, tie);
}

void Growth::by_address(RunId id) {
  const NameId address = key(id).address;
  if (address == 0) return;
  const std::uint32_t cluster = index_.cluster_of(id);
  if (!clusters_done_.insert(cluster).second) return;
  const std::string value = "address:" + name(address);
  const std::size_t accounts = index_.accounts_at(address);
  for (const RunId other : index_.of_cluster(cluster)) {
    if (taken(other)) continue;
    if (accounts > kMostAccountsOfAddress) {
      leave_out(other, value,
                fmt::format("the same address within minutes, but {} accounts use it: a network of "
                            "many, or a proxy of the provider",
                            accounts));
      continue;
    }
    tie_in_cluster(id, other, value);
  }
}

void Growth::by_new_address(RunId id) {
  const WayKey& k = key(id);
  if (k.address == 0 || index_.accounts_at(k.address) > kMostAccountsOfAddress) return;
  if (!new_addresses_done_.insert({k.address, k.actor}).second) return;
  const auto entry = entry_.find(k.actor);
  if (entry == entry_.end()) return;
  if (owners_address(k.address, k.actor, entry->second)) {
    return look_again(k.actor, k.address, k.actor, id);
  }
  const Tie tie{"address_new_to_account", "address:" + name(k.address),
                "the account was never seen from this address before the intruder",
                Certainty::likely, step_of_run_[id]};
  for (const RunId other : index_.of_address(k.address)) {
    if (key(other).actor == k.actor) take(other, tie);
  }
}

// What the intruder gave access to is in the intruder's hands from then on.
void Growth::by_grant(RunId id) {
  const auto [first, last] = grants_.equal_range(id);
  for (auto at = first; at != last; ++at) {
    const Grant& grant = *at->second;
    const bool app = !grant.app.empty();
    const auto who = runs_.find_name(app ? grant.app : grant.user);
    if (!who || *who == 0) continue;
    const Tie tie{app ? "consented_app" : "granted_account",
                  (app ? "app:" : "account:") + std::string(app ? grant.app : grant.user),
                  app ? "an application that was given access from one of the contexts"
                      : "an account that was given access to the mailbox from one of the contexts",
                  app ? Certainty::certain : Certainty::likely, step_of_run_[id]};
    for (RunId other = 0; other < runs_.runs().size(); ++other) {
      const WayKey& k = key(other);
      if (run(other).last < grant.at) continue;
      const bool its_account =
          runs_.name(k.actor) == grant.account || runs_.name(k.mailbox) == grant.account;
      if (its_account && (app ? k.app : k.actor) == *who) take(other, tie);
    }
  }
}

void Growth::expand(RunId id) {
  by_session(id);
  by_token(id);
  by_address(id);
  by_new_address(id);
  by_grant(id);
}

Grown Growth::grow(std::span<const SeedHit> hits, std::span<const Grant> grants,
                   std::span<const SameSignIns> same) {
  for (const Grant& grant : grants) grants_.emplace(grant.run, &grant);
  for (const SeedHit& hit : hits) {
    const Seed& seed = options_.seeds[hit.seed];
    take(hit.run,
         options_.proposed
             ? Tie{"proposed", seed_text(seed),
                   "nobody named it; the signs in the logs suggest to begin here",
                   Certainty::likely, kNone}
             : Tie{"seed", seed_text(seed), "named as where to begin", Certainty::certain, kNone});
  }
  while (!queue_.empty()) {
    const RunId id = queue_.front();
    queue_.pop_front();
    expand(id);
  }
  make_contexts(runs_, index_, step_of_run_, same, grown_);
  grown_.left_out = list_not_followed(
      {runs_, index_, left_out_, [&](RunId id) { return excluded(id); }, options_.minutes}, grown_);
  return std::move(grown_);
}

}  // namespace

Grown grow(const Runs& runs, std::span<const SeedHit> hits, std::span<const Grant> grants,
           std::span<const SameSignIns> same, const GrowthOptions& options) {
  return Growth(runs, options).grow(hits, grants, same);
}

}  // namespace letterlock::exposure
