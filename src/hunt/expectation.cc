#include "hunt/expectation.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace letterlock::hunt {
namespace {

constexpr double kMost = 5;
// Where completeness could not be measured, a missing message says little: one in two.
constexpr double kUnmeasured = 0.7;

double weight_of(const Completeness& keeps) {
  if (keeps.expected == 0) return kUnmeasured;
  const auto missing = static_cast<double>(keeps.expected - keeps.found);
  return std::max(0.0, -std::log((missing + 0.5) / (static_cast<double>(keeps.expected) + 1)));
}

void add_party(const HeldMailbox& mailbox, bool sent, Expectation& expectation) {
  const Completeness& keeps = sent ? mailbox.keeps_sent : mailbox.keeps_received;
  expectation.any = true;
  expectation.weight = std::min(kMost, expectation.weight + weight_of(keeps));
  expectation.n += keeps.expected;
  if (!expectation.because.empty()) expectation.because += "; ";
  expectation.because +=
      fmt::format("the mailbox of {} is in the case and holds {} mail of that time", mailbox.owner,
                  sent ? "sent" : "received");
  if (keeps.expected > 0) {
    expectation.because +=
        fmt::format(" (it keeps {} of {} messages that {})", keeps.found, keeps.expected,
                    sent ? "others answered" : "its owner answered");
  }
}

}  // namespace

Expectation expectation_of(const Ground& ground, const Claim& claim) {
  Expectation expectation;
  if (claim.latest == 0) return expectation;
  if (const auto* mailbox = ground.mailbox_of(claim.from_address);
      mailbox && covers(*mailbox, true, claim.earliest, claim.latest)) {
    add_party(*mailbox, true, expectation);
  }
  for (const auto& to : claim.to_addresses) {
    const auto* mailbox = ground.mailbox_of(to);
    if (mailbox && covers(*mailbox, false, claim.earliest, claim.latest)) {
      add_party(*mailbox, false, expectation);
    }
  }
  return expectation;
}

}  // namespace letterlock::hunt
