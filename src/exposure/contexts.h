// The intruder's access contexts: grown from seeds through what ties records together, each step
// with its reason and certainty.
//
// Ties: the same session, the same unique token, the same application and address within minutes,
// the same address within minutes, an address that the account was never seen from before. What
// looks like the owner's (an address that the account used before the intruder's first record) is
// left out and said so. The intruder's first record is the earliest that a beginning names or that
// a certain tie brought: what these ties bring decides which addresses were the owner's before.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exposure/exposure.h"
#include "exposure/runs.h"

namespace letterlock::exposure {

struct GrowthOptions {
  std::vector<Seed> seeds;
  std::vector<std::string> refused;
  std::vector<std::string> accounts;
  std::optional<UnixTime> from, until;
  UnixTime minutes = UnixTime{30} * 60;
  bool proposed = false;  // nobody named the seeds: nothing that grows from them is certain
};

// Runs that seeds name which a run alone does not show: (index of the seed, run).
struct SeedHit {
  std::uint32_t seed = 0;
  RunId run = 0;
  auto operator<=>(const SeedHit&) const = default;
};

// What a record gave to an application or another account, in whose hands access then lay.
struct Grant {
  RunId run = 0;        // that made it
  std::string record;   // its name
  std::string account;  // whose mailbox or data
  std::string app;      // an application's id or name; or
  std::string user;     // the account that got access
  std::string folder;   // only to this one; "" to all
  UnixTime at = 0;
};
// Those of one event.
std::vector<Grant> grants_of(const store::Event& event, RunId run);

// Two runs that have records of the same sign-ins, of two logs (same_sign_in.h).
struct SameSignIns {
  RunId run = 0, other = 0;
  bool failed = false;  // by either record
};

struct Grown {
  std::vector<Step> steps;
  std::vector<AccessContext> contexts;
  std::vector<LeftOut> left_out;
  std::vector<std::uint32_t> context_of_run;  // kNone: not the intruder's

  // kNone where the run is none of the intruder's.
  std::uint32_t context(RunId run) const { return context_of_run[run]; }
};

// `same`: each pair as often as there are such sign-ins.
Grown grow(const Runs& runs, std::span<const SeedHit> hits, std::span<const Grant> grants,
           std::span<const SameSignIns> same, const GrowthOptions& options);

}  // namespace letterlock::exposure
