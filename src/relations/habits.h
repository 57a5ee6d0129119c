// Habits: how often one sender shows each value of a categorical trait, and how often everybody
// does.
//
// A sender's counts decay (decay.h) and are kept with their sample size; a share for a sender is
// never given without the population behind it (Witten-Bell: who always varies is not punished for
// varying once more). Bounded by kCellsPerSender and kPopulationValues. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "content/traits.h"
#include "relations/flat_counts.h"
#include "store/facts.h"

namespace letterlock::relations {

inline constexpr std::size_t kCellsPerSender = 512;
inline constexpr std::size_t kPopulationValues = std::size_t{1} << 20;

// Beside content's kinds, what only the case as a whole tells of a message.
inline constexpr std::uint8_t kThreadClassKind = 200;
inline constexpr std::uint8_t kTruthClassKind = 201;
inline constexpr std::size_t kHabitKinds = 256;

// What a receiver found out about a message. A copy without a receiver's results (the one that the
// sender keeps) says nothing of them either way.
inline constexpr std::array kResultKinds = {content::TraitKind::spf, content::TraitKind::dkim,
                                            content::TraitKind::dmarc};
constexpr bool is_result(std::uint8_t kind) {
  for (const content::TraitKind one : kResultKinds) {
    if (static_cast<std::uint8_t>(one) == kind) return true;
  }
  return false;
}

bool shows_results(std::span<const store::TraitFact> traits);

// A kind and the hash of a value of it. "Not shown" is a value too: a lost habit is one.
using HabitKey = std::uint32_t;
HabitKey habit_key(std::uint8_t kind, std::string_view value);
inline HabitKey habit_absent(std::uint8_t kind) { return std::uint32_t{kind} << 24; }
inline std::uint8_t kind_of(HabitKey key) { return static_cast<std::uint8_t>(key >> 24); }

// The keys of a message's traits, one or more a kind, absent kinds included; sorted. Absent is
// nothing for results, and for signatures and the return path only where a receiver left traces.
std::vector<HabitKey> habit_keys(std::span<const store::TraitFact> traits);

// What a sender did in one kind.
struct HabitCount {
  double of_value = 0, all = 0;  // decayed
  std::uint32_t values = 0;      // different ones
};

class Habits {
 public:
  void observe(std::span<const HabitKey> keys, UnixTime at);
  HabitCount count(HabitKey key) const;
  // The value of a kind seen most often, as its key, with its count.
  struct Usual {
    HabitKey key = 0;
    double count = 0, all = 0;
  };
  Usual usual(std::uint8_t kind) const;

 private:
  struct Cell {
    HabitKey key = 0;
    float count = 0;
  };
  void decay(UnixTime at);
  void forget_least();
  std::vector<Cell> cells_;  // by key
  UnixTime decayed_at_ = 0;
};

class Population {
 public:
  // `earlier`: how many messages this sender wrote before.
  void observe(std::span<const HabitKey> keys, std::uint32_t earlier);
  double share(HabitKey key) const;
  // A sender's share of a value with this population behind it.
  double share_for(const HabitCount& sender, HabitKey key) const;
  double seen(HabitKey key) const { return counts_.of(key); }

 private:
  struct Kind {
    double all = 0;
    std::uint32_t values = 0;
  };
  FlatCounts counts_{kPopulationValues};
  std::array<Kind, kHabitKinds> kinds_{};
};

}  // namespace letterlock::relations
