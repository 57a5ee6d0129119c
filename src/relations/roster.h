// The roster: who is who, as the organisation itself says it. Read from TOML 1.0 (people.toml):
//
//   [[person]]
//   name = "Ada Moss"
//   addresses = ["ada@meridian.example", "ada.moss@old.example"]
//   organisation = "Meridian"
//   role = "treasurer"
//   from = 2023-01-01      # of the role
//   until = 2025-06-30     # its last day
//   vip = true
//
// Only `addresses` is required. What is not understood is refused, so that a misspelt `until` is
// not silently no date at all. Times are UTC; `until` lasts to the end of its day.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/expected.h"

namespace letterlock::relations {

inline constexpr std::uint64_t kMostRosterOctets = std::uint64_t{16} << 20;
inline constexpr std::size_t kMostRosterPeople = 200'000;

struct RosterPerson {
  std::string name;
  std::vector<std::string> addresses;  // as addresses are compared: small letters; at least one
  std::string organisation, role;
  std::optional<UnixTime> from;   // of the role
  std::optional<UnixTime> until;  // the first second after it
  bool vip = false;
  std::uint32_t line = 0;  // of the file

  bool has_lapsed(UnixTime at) const { return until && at >= *until; }
};

class Roster {
 public:
  // `file` names the text in errors ("people.toml:12: ...").
  static Expected<Roster> parse(std::string_view text, std::string_view file);

  // By normalized address, in any case of letters; nullptr where the roster does not know it.
  const RosterPerson* find(std::string_view address) const LL_LIFETIME_BOUND;
  std::span<const RosterPerson> people() const LL_LIFETIME_BOUND { return people_; }
  bool empty() const { return people_.empty(); }

 private:
  std::vector<RosterPerson> people_;
  std::unordered_map<std::string, std::size_t> by_address_;
};

}  // namespace letterlock::relations
