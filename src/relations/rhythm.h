// When something happens again and again: how often, since when, and how long the pauses are.
//
// A plain record of fixed size. Messages less than half a day apart are one session; only the
// pauses between sessions count, so that a burst of mail is not many short "gaps".
#pragma once

#include <array>
#include <cstdint>

#include "base/clock.h"

namespace letterlock::relations {

inline constexpr UnixTime kSession = UnixTime{12} * 3600;
inline constexpr UnixTime kDay = UnixTime{24} * 3600;

struct Rhythm {
  // Pauses by length: [0] up to a day, then each twice as long; the last holds all longer ones.
  static constexpr std::size_t kPauseClasses = 11;

  std::uint32_t messages = 0;
  UnixTime first = 0, last = 0;
  UnixTime longest_pause = 0;
  // The pause before the latest session and where that session began: who comes back after a long
  // silence is still "just back" with the second message an hour later.
  UnixTime returned_at = 0, returned_after = 0;
  std::array<std::uint16_t, kPauseClasses> pauses{};
  // The longest pause before `returned_after`, which is one itself.
  UnixTime longest_before_return = 0;

  // REQUIRES: called in the order of time; an earlier `at` counts but changes no pause.
  void observe(UnixTime at);

  std::uint32_t pause_count() const;
  // The upper end of the class that the median pause falls into; 0 without a pause.
  UnixTime typical_pause() const;
  // Pauses at least as long as `length` (by class; the class of `length` counts as shorter unless
  // the longest pause reaches it).
  std::uint32_t pauses_as_long(UnixTime length) const;
};

}  // namespace letterlock::relations
