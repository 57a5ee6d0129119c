// What the checks of one message may cost: a Resolver in front of another that counts.
//
// Past a limit every look-up is answered with over_budget and nothing is asked. Names asked for
// before are answered again at no cost. Not thread-safe: one for each message.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "dns/resolver.h"

namespace letterlock::dns {

struct Budget {
  // SPF may need some 130 (ten terms of ten hosts each), DMARC eight a domain, each signature one.
  std::uint32_t lookups = 300;
  // Answers without records: an attacker's way to make others ask a victim (RFC 7208 section 11.1).
  std::uint32_t void_lookups = 100;
  // All look-ups together (RFC 7208 section 4.6.4 wants at least 20 s for SPF alone).
  std::chrono::milliseconds time{30'000};
};

class BudgetResolver final : public Resolver {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  // REQUIRES: `inner` outlives this.
  explicit BudgetResolver(Resolver& inner, const Budget& budget = {},
                          Clock clock = std::chrono::steady_clock::now)
      : inner_(inner), budget_(budget), clock_(std::move(clock)) {}

  Answer look_up(std::string_view name, RecordType type) override;

  std::uint32_t lookups() const { return lookups_; }
  std::uint32_t void_lookups() const { return void_lookups_; }

 private:
  std::string exhausted() const;

  Resolver& inner_;
  Budget budget_;
  Clock clock_;
  std::uint32_t lookups_ = 0;
  std::uint32_t void_lookups_ = 0;
  std::chrono::steady_clock::duration spent_{};
  std::map<std::pair<std::string, RecordType>, Answer> answers_;
};

}  // namespace letterlock::dns
