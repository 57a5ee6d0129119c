// What the user said is not the intruder's: "session:S1", "S1", "192.0.2.0/24". Inside this room
// only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/network.h"
#include "exposure/runs.h"

namespace letterlock::exposure {

class Refusals {
 public:
  // `values` must outlive this.
  explicit Refusals(std::span<const std::string> values);

  bool covers(std::string_view kind, std::string_view value) const;
  bool covers(const Runs& runs, const WayKey& key) const;
  // Those that no record has: mistyped, or of another case.
  std::vector<std::string> idle(const Runs& runs) const;

 private:
  bool covers(std::size_t index, std::string_view kind, std::string_view value) const;
  bool covers(std::size_t index, const Runs& runs, const WayKey& key) const;

  std::span<const std::string> values_;
  std::vector<std::optional<Network>> networks_;  // by value: bare, and behind "address:"
};

}  // namespace letterlock::exposure
