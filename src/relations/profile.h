// Profile: what is usual for one person, counted from the facts of a case. Counts with their
// sample sizes, in the words of the messages; judging is hunt/'s.
//
// One pass over the case. Bounded by the limits below: what is beyond them is counted, not named.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "content/traits.h"
#include "relations/people.h"

namespace letterlock::relations {

inline constexpr std::size_t kProfileValues = 4096;  // different values of one kind, or domains
inline constexpr std::size_t kProfileCircles = 4096;

// A value with how many messages showed it, and when first and last.
struct Seen {
  std::string value;
  std::uint64_t count = 0;
  std::optional<UnixTime> first, last;
};

struct HabitSeen {
  content::TraitKind kind = content::TraitKind::network;
  std::uint64_t n = 0;       // messages in which it shows
  std::vector<Seen> values;  // most frequent first
};

struct Partner {
  std::string address, name;  // name: the display name of theirs seen last
  std::uint64_t there = 0, back = 0;
  std::optional<UnixTime> first, last;
};

struct Circle {
  std::vector<std::string> members;  // two or more recipients of one message
  std::uint64_t count = 0;
  std::optional<UnixTime> last;
};

struct Profile {
  const Person* person = nullptr;
  std::uint64_t messages = 0;  // that they wrote: the n of what follows
  std::uint64_t received = 0;
  std::map<std::string, std::uint32_t> sent_months, received_months;  // "2024-06"
  std::array<std::uint32_t, 24> hours{};                              // by their own clock
  std::array<std::uint32_t, 7> weekdays{};                            // Monday first
  std::uint64_t with_clock = 0;                                       // the n of the two
  std::optional<UnixTime> pause_from, pause_until;                    // the longest one
  std::vector<Partner> partners;                                      // busiest first
  std::vector<Circle> circles;                                        // most frequent first
  std::vector<HabitSeen> habits;                                      // by kind, those that show
  std::uint64_t with_links = 0;
  std::vector<Seen> link_domains;                        // of links that they show to readers
  std::array<std::uint64_t, content::kAskKinds> asks{};  // messages that ask so
  std::uint64_t replies = 0, forwards = 0, to_lists = 0;
  std::uint64_t beyond = 0;  // values, domains and circles that are counted and not named
};

// REQUIRES: `person` came from a survey of the same case, and outlives the result.
Expected<Profile> profile_of(store::FactStore& facts, const Person& person, Progress& progress);

}  // namespace letterlock::relations
