#include "exposure/run_index.h"

#include <algorithm>
#include <numeric>

namespace letterlock::exposure {

RunIndex::RunIndex(const Runs& runs, UnixTime minutes) {
  const auto key = [&](RunId id) -> const WayKey& { return runs.way(runs.runs()[id].way).key; };
  index_addresses(runs, minutes);
  for (RunId id = 0; id < runs.runs().size(); ++id) {
    if (key(id).session != 0) by_session_.push_back(id);
  }
  std::stable_sort(by_session_.begin(), by_session_.end(), [&](RunId a, RunId b) {
    return std::pair(key(a).session, key(a).actor) < std::pair(key(b).session, key(b).actor);
  });
  for (std::uint32_t i = 0; i < by_session_.size(); ++i) {
    const WayKey& k = key(by_session_[i]);
    auto [range, added] = session_ranges_.try_emplace({k.session, k.actor}, i, i);
    range->second.second = i + 1;
  }
  by_token_ = runs.token_uses();
  by_run_ = by_token_;
  std::sort(by_run_.begin(), by_run_.end(), [](const auto& a, const auto& b) {
    return std::pair(a.run, a.token) < std::pair(b.run, b.token);
  });
}

void RunIndex::index_addresses(const Runs& runs, UnixTime minutes) {
  const auto all = runs.runs();
  const auto key = [&](RunId id) -> const WayKey& { return runs.way(all[id].way).key; };
  by_address_.resize(all.size());
  std::iota(by_address_.begin(), by_address_.end(), 0);
  // Runs are numbered by their first event, so that a stable order is one by time.
  std::stable_sort(by_address_.begin(), by_address_.end(),
                   [&](RunId a, RunId b) { return key(a).address < key(b).address; });
  cluster_of_run_.assign(all.size(), 0);
  NameId address = kNone;
  UnixTime last = 0;
  for (std::uint32_t i = 0; i < by_address_.size(); ++i) {
    const RunId id = by_address_[i];
    const Run& run = all[id];
    auto [range, added] = address_ranges_.try_emplace(key(id).address, i, i);
    range->second.second = i + 1;
    if (key(id).address != address || run.first > last + minutes) {
      cluster_starts_.push_back(i);
      last = run.last;
    }
    address = key(id).address;
    last = std::max(last, run.last);
    cluster_of_run_[id] = static_cast<std::uint32_t>(cluster_starts_.size() - 1);
    if (!run.let_in) continue;
    if (earliest_.try_emplace({address, key(id).actor}, run.first_in).second) ++accounts_[address];
  }
  cluster_starts_.push_back(static_cast<std::uint32_t>(by_address_.size()));
}

std::span<const RunId> RunIndex::of_address(NameId address) const {
  const auto found = address_ranges_.find(address);
  if (found == address_ranges_.end()) return {};
  return std::span(by_address_)
      .subspan(found->second.first, found->second.second - found->second.first);
}

std::span<const RunId> RunIndex::of_session(NameId session, NameId actor) const {
  const auto found = session_ranges_.find({session, actor});
  if (found == session_ranges_.end()) return {};
  return std::span(by_session_)
      .subspan(found->second.first, found->second.second - found->second.first);
}

std::span<const RunId> RunIndex::of_cluster(std::uint32_t cluster) const {
  return std::span(by_address_)
      .subspan(cluster_starts_[cluster], cluster_starts_[cluster + 1] - cluster_starts_[cluster]);
}

std::vector<NameId> RunIndex::tokens_of(RunId run) const {
  std::vector<NameId> tokens;
  auto at = std::lower_bound(by_run_.begin(), by_run_.end(), run,
                             [](const auto& use, RunId id) { return use.run < id; });
  for (; at != by_run_.end() && at->run == run; ++at) tokens.push_back(at->token);
  return tokens;
}

std::vector<RunId> RunIndex::of_token(NameId token) const {
  std::vector<RunId> runs;
  auto at = std::lower_bound(by_token_.begin(), by_token_.end(), token,
                             [](const auto& use, NameId id) { return use.token < id; });
  for (; at != by_token_.end() && at->token == token; ++at) runs.push_back(at->run);
  return runs;
}

std::optional<UnixTime> RunIndex::earliest(NameId address, NameId actor) const {
  const auto found = earliest_.find({address, actor});
  if (found == earliest_.end()) return std::nullopt;
  return found->second;
}

std::size_t RunIndex::accounts_at(NameId address) const {
  const auto found = accounts_.find(address);
  return found == accounts_.end() ? 0 : found->second;
}

}  // namespace letterlock::exposure
