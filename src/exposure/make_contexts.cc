#include "exposure/make_contexts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace letterlock::exposure {
namespace {

class ContextMaker {
 public:
  ContextMaker(const Runs& runs, const RunIndex& index, std::span<const std::uint32_t> steps,
               Grown& grown)
      : runs_(runs), index_(index), steps_(steps), grown_(grown) {}

  void make(std::span<const SameSignIns> same);

 private:
  const Run& run(RunId id) const { return runs_.runs()[id]; }
  const WayKey& key(RunId id) const { return runs_.way(run(id).way).key; }
  std::string name(NameId id) const { return std::string(runs_.name(id)); }
  bool taken(RunId id) const { return steps_[id] != kNone; }

  std::map<WayId, std::vector<RunId>> runs_of_contexts(std::span<const SameSignIns> same);
  void describe_way(WayId way, AccessContext& context) const;
  AccessContext context_of(const std::vector<RunId>& ids) const;
  std::string like_the_owner(const AccessContext& context, NameId address, NameId actor) const;

  const Runs& runs_;
  const RunIndex& index_;
  std::span<const std::uint32_t> steps_;  // by run
  Grown& grown_;
  // Sign-ins that two logs have, by the context's first way; and those of them that failed.
  std::map<WayId, std::uint64_t> again_, failed_again_;
};

std::string ContextMaker::like_the_owner(const AccessContext& context, NameId address,
                                         NameId actor) const {
  if (address == 0) return {};
  bool before = false, after = false;
  std::set<NameId> others;
  for (const RunId id : index_.of_address(address)) {
    if (taken(id) || !run(id).let_in) continue;
    if (key(id).actor != actor) {
      if (others.size() < 100) others.insert(key(id).actor);
      continue;
    }
    before = before || run(id).first < context.first;
    after = after || run(id).last > context.last;
  }
  if (before && after) {
    return fmt::format(
        "the account used {} before and after as well: these records cannot be told "
        "from the owner's by where they came from",
        context.address);
  }
  if (others.size() > 1) {
    return fmt::format(
        "{} other accounts came from {} too: a shared network, so some of these "
        "records may be the owner's",
        others.size(), context.address);
  }
  return {};
}

// The ways that one context is made of: a way of access, or two that have the same sign-ins.
std::map<WayId, std::vector<RunId>> ContextMaker::runs_of_contexts(
    std::span<const SameSignIns> same) {
  std::map<WayId, WayId> first_of;
  for (RunId id = 0; id < steps_.size(); ++id) {
    if (taken(id)) first_of.try_emplace(run(id).way, run(id).way);
  }
  const auto first = [&](WayId way) {
    while (first_of[way] != way) way = first_of[way];
    return way;
  };
  for (const SameSignIns& pair : same) {
    if (!taken(pair.run) || !taken(pair.other)) continue;
    const WayId a = first(run(pair.run).way), b = first(run(pair.other).way);
    first_of[std::max(a, b)] = std::min(a, b);
  }
  for (const SameSignIns& pair : same) {
    if (!taken(pair.run) || !taken(pair.other)) continue;
    const WayId way = first(run(pair.run).way);
    ++again_[way];
    if (pair.failed) ++failed_again_[way];
  }
  std::map<WayId, std::vector<RunId>> runs;
  for (RunId id = 0; id < steps_.size() && !first_of.empty(); ++id) {
    if (first_of.contains(run(id).way)) runs[first(run(id).way)].push_back(id);
  }
  return runs;
}

// What the logs say of one way of access; where two have the same sign-ins, the first that says it.
void ContextMaker::describe_way(WayId way, AccessContext& context) const {
  const Way& w = runs_.way(way);
  const auto put = [&](std::string& into, NameId id) {
    if (into.empty()) into = name(id);
  };
  put(context.actor, w.key.actor);
  put(context.mailbox, w.key.mailbox);
  put(context.address, w.key.address);
  put(context.client, w.key.client);
  put(context.user_agent, w.key.user_agent);
  put(context.app, w.key.app);
  put(context.session, w.key.session);
  put(context.country, w.country);
  if (context.logon == store::LogonType::unknown) context.logon = w.key.logon;
  if (!context.as_number) context.as_number = w.as_number;
}

AccessContext ContextMaker::context_of(const std::vector<RunId>& ids) const {
  AccessContext context;
  context.certainty = Certainty::possible;
  std::set<std::uint32_t> steps;
  for (const RunId id : ids) {
    const Run& r = run(id);
    if (!taken(id)) {
      context.left_out += r.events;
      continue;
    }
    describe_way(r.way, context);
    context.first = context.records == 0 ? r.first : std::min(context.first, r.first);
    context.last = std::max(context.records == 0 ? r.last : context.last, r.last);
    context.records += r.events;
    context.failed += r.failed;
    if (r.let_in) {
      context.first_in = context.got_in ? std::min(context.first_in, r.first_in) : r.first_in;
      context.last_in = context.got_in ? std::max(context.last_in, r.last_in) : r.last_in;
      context.got_in = true;
    }
    steps.insert(steps_[id]);
    context.certainty = std::min(context.certainty, grown_.steps[steps_[id]].certainty);
  }
  context.steps.assign(steps.begin(), steps.end());
  const WayKey& key = runs_.way(run(ids.front()).way).key;
  context.like_the_owner = like_the_owner(context, key.address, key.actor);
  return context;
}

void ContextMaker::make(std::span<const SameSignIns> same) {
  grown_.context_of_run.assign(steps_.size(), kNone);
  const auto runs = runs_of_contexts(same);
  std::vector<std::pair<AccessContext, WayId>> made;
  for (const auto& [way, ids] : runs) {
    made.emplace_back(context_of(ids), way);
    AccessContext& context = made.back().first;
    context.again = again_[way];
    context.failed_again = failed_again_[way];
    context.failed -= std::min(context.failed, context.failed_again);
  }
  const auto order = [](const auto& entry) {
    const AccessContext& c = entry.first;
    return std::tie(c.first, c.actor, c.mailbox, c.address, c.client, c.user_agent, c.app,
                    c.session, c.logon);
  };
  std::sort(made.begin(), made.end(),
            [&](const auto& a, const auto& b) { return order(a) < order(b); });
  for (std::uint32_t i = 0; i < made.size(); ++i) {
    for (const RunId id : runs.at(made[i].second)) {
      if (taken(id)) grown_.context_of_run[id] = i;
    }
    grown_.contexts.push_back(std::move(made[i].first));
  }
}

}  // namespace

void make_contexts(const Runs& runs, const RunIndex& index,
                   std::span<const std::uint32_t> step_of_run, std::span<const SameSignIns> same,
                   Grown& grown) {
  ContextMaker(runs, index, step_of_run, grown).make(same);
}

}  // namespace letterlock::exposure
