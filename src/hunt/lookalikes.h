// Look-alikes of the domains that a case knows: its mailboxes' own and those of people who are
// written to and from often.
//
// An index over the variants of each known name, so that a look costs the same however many are
// known. Bounded by kMostDomains and kMostWatched. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/attributes.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

class Lookalikes {
 public:
  static constexpr std::size_t kMostDomains = 200'000;
  static constexpr std::size_t kMostWatched = 20'000;
  // Messages that make a domain one of those that a reader trusts at a glance.
  static constexpr std::uint32_t kFrequent = 5;

  // A domain of the case's own mailboxes.
  void add_own(std::string_view domain);
  // Learns the domains of a message's sender and recipients.
  void observe(const store::MessageRecord& message);

  struct Match {
    std::string_view known;      // the domain that is imitated
    bool own = false;            // ... and whether it is the case's own
    std::uint32_t messages = 0;  // with it before
    std::string_view how;        // "with one character changed"
  };
  // REQUIRES: `domain` is registrable, as A-labels. nullopt too where the domain itself is known as
  // well as the one that it resembles. The views are good until the next observe().
  std::optional<Match> find(std::string_view domain) const LL_LIFETIME_BOUND;
  // "meridian.example" of "meridian.example.login.test": a known domain that stands in a host
  // before its own.
  std::optional<Match> prefix_of(std::string_view host,
                                 std::string_view domain) const LL_LIFETIME_BOUND;

 private:
  struct Known {
    std::string domain;
    std::uint32_t messages = 0;
    bool own = false;
    bool watched = false;
  };
  Known* known_of(std::string_view domain);
  const Known* look_up(std::string_view domain) const;
  void watch(std::uint32_t index);
  const Known* best_of(std::uint64_t key, std::string_view domain, std::string_view& how,
                       const Known* best) const;

  std::vector<Known> known_;
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> variants_;
  std::size_t watched_ = 0;
};

}  // namespace letterlock::hunt
