// Which runs and events a seed names.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "exposure/contexts.h"
#include "exposure/network.h"
#include "exposure/runs.h"

namespace letterlock::exposure {

// Text that contains `part`, without regard to ASCII case.
bool contains_ignore_case(std::string_view text, std::string_view part);

// Finds in each event what a run does not keep: rules, sent messages, names of applications.
class SeedWatch {
 public:
  explicit SeedWatch(std::span<const Seed> seeds);
  void add(const store::Event& event, RunId run);
  std::vector<SeedHit> take_hits();

 private:
  bool names(const Seed& seed, const store::Event& event) const;
  std::span<const Seed> seeds_;
  std::vector<std::uint32_t> watched_;
  std::vector<SeedHit> hits_;
};

// The runs that address, session, token, client, application and episode seeds name.
std::vector<SeedHit> match_seeds(const Runs& runs, std::span<const Seed> seeds);

}  // namespace letterlock::exposure
