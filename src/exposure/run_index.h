// Runs looked up by what ties them: session, token, address.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "exposure/runs.h"

namespace letterlock::exposure {

class RunIndex {
 public:
  // `minutes`: runs from one address at most so many seconds apart make a cluster.
  RunIndex(const Runs& runs, UnixTime minutes);

  // Oldest first, all of them.
  std::span<const RunId> of_address(NameId address) const LL_LIFETIME_BOUND;
  std::span<const RunId> of_session(NameId session, NameId actor) const LL_LIFETIME_BOUND;
  std::uint32_t cluster_of(RunId run) const { return cluster_of_run_[run]; }
  std::span<const RunId> of_cluster(std::uint32_t cluster) const LL_LIFETIME_BOUND;
  std::vector<NameId> tokens_of(RunId run) const;
  std::vector<RunId> of_token(NameId token) const;

  // When the actor first got in from the address.
  std::optional<UnixTime> earliest(NameId address, NameId actor) const;
  // How many actors got in from it.
  std::size_t accounts_at(NameId address) const;

 private:
  void index_addresses(const Runs& runs, UnixTime minutes);

  std::vector<RunId> by_address_, by_session_;
  std::map<NameId, std::pair<std::uint32_t, std::uint32_t>> address_ranges_;
  std::map<std::pair<NameId, NameId>, std::pair<std::uint32_t, std::uint32_t>> session_ranges_;
  std::vector<std::uint32_t> cluster_of_run_, cluster_starts_;  // into by_address_
  std::map<std::pair<NameId, NameId>, UnixTime> earliest_;
  std::map<NameId, std::size_t> accounts_;
  std::vector<Runs::TokenUse> by_token_, by_run_;
};

}  // namespace letterlock::exposure
