#include "exposure/not_followed.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace letterlock::exposure {
namespace {

class Lister {
 public:
  Lister(const NotFollowed& from, const Grown& grown) : from_(from), grown_(grown) {}

  std::vector<LeftOut> list();

 private:
  const Run& run(RunId id) const { return from_.runs.runs()[id]; }
  const WayKey& key(RunId id) const { return from_.runs.way(run(id).way).key; }
  std::string name(NameId id) const { return std::string(from_.runs.name(id)); }

  void note_addresses();
  void put(RunId id, const Aside& aside, bool can_follow);
  Aside aside_of(RunId id, std::string_view excluded) const;
  bool is_of_many(NameId address) const {
    return from_.index.accounts_at(address) > kMostAccountsOfAddress;
  }

  const NotFollowed& from_;
  const Grown& grown_;
  std::map<NameId, std::set<std::uint32_t>> contexts_;  // that got in, by address
  std::set<std::pair<NameId, NameId>> taken_;           // (address, actor)
  // Account, value, text, address.
  std::map<std::tuple<std::string, std::string, std::string, NameId>, std::size_t> ids_;
  std::vector<LeftOut> made_;
};

void Lister::note_addresses() {
  for (RunId id = 0; id < grown_.context_of_run.size(); ++id) {
    const std::uint32_t context = grown_.context(id);
    const WayKey& k = key(id);
    if (context == kNone || !run(id).let_in || k.address == 0) continue;
    contexts_[k.address].insert(context);
    taken_.insert({k.address, k.actor});
  }
}

void Lister::put(RunId id, const Aside& aside, bool can_follow) {
  const WayKey& k = key(id);
  const Run& r = run(id);
  const auto same = contexts_.find(k.address);
  // One line for all accounts of a network of many.
  const bool many = same != contexts_.end() && is_of_many(k.address);
  const std::string account = many ? "" : name(k.actor);
  const auto [found, added] =
      ids_.try_emplace({account, aside.value, aside.text, k.address}, made_.size());
  if (added) {
    made_.push_back(
        {account, aside.value, aside.text, r.first, r.last, 0, name(k.address), {}, {}});
    if (same != contexts_.end()) {
      made_.back().same_address.assign(same->second.begin(), same->second.end());
      if (can_follow && !many) made_.back().follow = "--ip " + made_.back().address;
    }
  }
  LeftOut& entry = made_[found->second];
  entry.first = std::min(entry.first, r.first);
  entry.last = std::max(entry.last, r.last);
  entry.records += r.events;
}

// Why no tie led to a run from an address of a context.
Aside Lister::aside_of(RunId id, std::string_view excluded) const {
  const WayKey& k = key(id);
  Aside aside{"address:" + name(k.address), ""};
  if (!excluded.empty()) {
    aside.text = excluded;
  } else if (is_of_many(k.address)) {
    aside.text = fmt::format(
        "{} accounts use this address: a network of many, or a proxy of the "
        "provider",
        from_.index.accounts_at(k.address));
  } else if (taken_.contains({k.address, k.actor})) {
    aside.text =
        "the account had used this address before the first record of the intruder, so that these "
        "may be the owner's";
  } else if (!run(id).let_in) {
    aside.text = "attempts that failed, on another account";
  } else {
    aside.text = fmt::format("another account, and not within {} minutes of what is counted",
                             from_.minutes / 60);
  }
  return aside;
}

std::vector<LeftOut> Lister::list() {
  note_addresses();
  for (const auto& [id, aside] : from_.asides) {
    if (grown_.context(id) == kNone) put(id, aside, true);
  }
  for (const auto& [address, contexts] : contexts_) {
    for (const RunId id : from_.index.of_address(address)) {
      if (grown_.context(id) != kNone || from_.asides.contains(id)) continue;
      const std::string_view excluded = from_.excluded(id);
      put(id, aside_of(id, excluded), excluded.empty());
    }
  }
  return std::move(made_);
}

}  // namespace

std::vector<LeftOut> list_not_followed(const NotFollowed& from, const Grown& grown) {
  return Lister(from, grown).list();
}

}  // namespace letterlock::exposure
