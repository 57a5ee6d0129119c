// The ways in which logs write a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace letterlock::audit {

// Of 3/4/2024: which is the month?
enum class DateOrder : std::uint8_t { unknown, us, european };

struct ReadTime {
  UnixTime time = 0;
  enum class Form : std::uint8_t { iso, slashed, epoch } form = Form::iso;
};

// RFC 3339 and its relatives (a blank for the T, no zone: UTC, " UTC" behind), "3/4/2024 9:13:33
// PM" and "04.03.2024 21:13" in the order given, seconds or milliseconds since 1970, "/Date(...)/".
// nullopt for what is no time, and for one before 1990 or after 2100: no mail log is so old, and a
// field that says so lies.
std::optional<ReadTime> read_time(std::string_view text, DateOrder order);

// Finds out which order a file's dates have from all of them.
class DateVotes {
 public:
  void see(std::string_view text);
  // The same time from another field of the same record, which says it plainly.
  void see_with(std::string_view text, UnixTime time);

  bool any() const { return seen_ > 0; }
  struct Verdict {
    DateOrder order = DateOrder::unknown;
    bool ambiguous = false;      // nothing in the file tells; `order` is a guess
    bool contradictory = false;  // some dates can only be read one way, others only the other
  };
  Verdict verdict() const;

 private:
  std::uint64_t seen_ = 0, us_ = 0, european_ = 0, half_days_ = 0, dotted_ = 0;
  // Whether the rows would be in order, were they read so: [us, european][up, down].
  std::optional<UnixTime> last_[2];
  std::uint64_t against_[2][2] = {{0, 0}, {0, 0}};
};

}  // namespace letterlock::audit
