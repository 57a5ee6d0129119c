// Messages that are guarded again and again because they are alike: a newsletter, a weekly report.
//
// What deviates is not learnt from, and so mail of a kind that always deviates would do so for
// ever. Where one sender's guarded messages repeat each other over days, by the same client and
// path, they are that sender's custom, and may teach that sender's own habits; never what is common
// for others. Bounded by kMostSenders. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "relations/habits.h"

namespace letterlock::hunt {

class GuardedRepeats {
 public:
  // A guarded message of this sender; true where enough earlier ones were like it, the latest few
  // kinds of the sender compared. `words`: sorted and distinct; `habits`: of its client and path.
  bool observe(std::string_view sender, UnixTime at, std::span<const std::uint32_t> words,
               std::span<const relations::HabitKey> habits);

  static constexpr std::uint32_t kFewestAlike = 3;  // on as many different days
  static constexpr std::size_t kMostSenders = 20'000;

 private:
  struct Kind {
    std::vector<std::uint32_t> words;  // of the latest
    std::uint64_t path = 0;
    std::int64_t day = 0;
    std::uint32_t days = 0;
  };
  static constexpr std::size_t kKinds = 4;
  std::unordered_map<std::string, std::vector<Kind>> senders_;  // the latest kinds, newest last
};

}  // namespace letterlock::hunt
