// A date as exact as its source was: a year, a month, a day or a second, in UTC.
//
// "The key was in use until October 2016" names no day, and inventing one would be evidence that
// nobody gave. Written as RFC 3339 has it, cut where knowledge ends: 2016, 2016-10, 2016-10-05,
// 2016-10-05T12:00:00Z.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace letterlock::auth {

class PartialDate {
 public:
  enum class Precision : std::uint8_t { year, month, day, second };

  // Any of the four forms; of a full time also a fraction of a second, which is dropped, and an
  // offset instead of Z. nullopt for anything else, and for years outside 1970..9999.
  static std::optional<PartialDate> parse(std::string_view text);
  static PartialDate at(UnixTime time) { return {time, Precision::second}; }

  // The first and the last second that may be meant.
  UnixTime earliest() const { return earliest_; }
  UnixTime latest() const;
  Precision precision() const { return precision_; }
  std::string text() const;

  auto operator<=>(const PartialDate&) const = default;

 private:
  PartialDate(UnixTime earliest, Precision precision)
      : earliest_(earliest), precision_(precision) {}
  UnixTime earliest_;
  Precision precision_;
};

// True where one of them is certainly over before the other begins.
inline bool certainly_before(const PartialDate& a, const PartialDate& b) {
  return a.latest() < b.earliest();
}

}  // namespace letterlock::auth
