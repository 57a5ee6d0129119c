// The search for the keys of one group of signatures: which gcd to compute next.
//
// Signatures that a key opens are set aside, whatever their digest: a well-formed opening shows who
// made them. What is left may be another key's (selectors are re-keyed under one name) or altered.
// Pairs are taken adjacent in time, because a pair across a change of keys gives nothing, and of
// the least risk of having been changed on the way; then from another period; then with list fields
// taken out; then several candidates at once. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "auth/public_key.h"
#include "base/attributes.h"
#include "leak/modulus.h"
#include "leak/recover_samples.h"

namespace letterlock::leak {

// One gcd (for each exponent in turn): the first sample against all others.
struct GcdPlan {
  std::vector<std::size_t> samples;  // indices into SampleGroup::samples; two or more
  bool without_list = false;         // over digest_without_list
  bool operator==(const GcdPlan&) const = default;
};

// A key that opens signatures of a group.
struct GroupKey {
  std::shared_ptr<const auth::PublicKey> key;
  std::optional<GcdPlan> plan;              // how it was found; nullopt where it was known before
  std::vector<std::size_t> opened;          // indices of all samples it opens
  std::uint64_t verified = 0;               // of these, to the header's digest as it is
  std::uint64_t verified_without_list = 0;  // of the others, to that without list fields
};

class GroupSearch {
 public:
  static constexpr std::size_t kMostKeys = 16;
  static constexpr unsigned kMostGcds = 24;

  // `gcds`: how many are spent on a group before it is given up; twice that on 16 signatures and
  // more, fewer on what is left once a key was found.
  GroupSearch(SampleGroup group, unsigned gcds);

  const SampleGroup& group() const LL_LIFETIME_BOUND { return group_; }
  const std::vector<GroupKey>& keys() const LL_LIFETIME_BOUND { return keys_; }
  // Samples that no key opens, by time.
  const std::vector<std::size_t>& unexplained() const LL_LIFETIME_BOUND { return unexplained_; }
  unsigned gcds() const { return gcds_done_; }

  // True where the key opens a signature that no other did; it is one of keys() then. `thorough`:
  // all are tried, else six spread over time.
  bool try_key(const std::shared_ptr<const auth::PublicKey>& key, bool thorough);

  // nullopt: nothing left worth a gcd.
  std::optional<GcdPlan> next_plan() const;
  // What came of next_plan(); nullptr where nothing did. False where the key opens nothing.
  bool learned(const GcdPlan& plan, const std::shared_ptr<const auth::PublicKey>& found);

  // REQUIRES: indices below samples.size().
  SignedDigest term(std::size_t sample, bool without_list) const LL_LIFETIME_BOUND;
  // Up to four further samples, which may take a cofactor away.
  std::vector<SignedDigest> spares(const GcdPlan& plan) const LL_LIFETIME_BOUND;

 private:
  using Pair = std::pair<std::size_t, std::size_t>;  // places in unexplained_
  void make_plans();
  std::vector<Pair> pairs() const;
  std::optional<Pair> from_another_period(const std::vector<Pair>& all, Pair first) const;
  void add_plan(GcdPlan plan);
  void add_pair(Pair pair, bool second_digests);
  void add_fold(std::size_t place, bool by_risk);
  std::vector<std::size_t> fold_places(Pair first, Pair second) const;
  bool prefers_without_list(std::size_t sample) const;
  bool pairable(std::size_t one, std::size_t other, bool without_list) const;

  SampleGroup group_;
  unsigned gcds_ = 0, gcds_done_ = 0;
  std::vector<std::size_t> unexplained_;
  std::vector<GroupKey> keys_;
  std::vector<GcdPlan> plans_;
  std::size_t next_ = 0;
};

}  // namespace letterlock::leak
