// Time comes in as a parameter, so that the same input gives the same output.
#pragma once

#include <cstdint>
#include <string>

namespace letterlock {

// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
using UnixTime = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual UnixTime now() const = 0;
};

class SystemClock final : public Clock {
 public:
  UnixTime now() const override;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(UnixTime now) : now_(now) {}
  UnixTime now() const override { return now_; }
  void set(UnixTime now) { now_ = now; }

 private:
  UnixTime now_;
};

// "2024-08-10T13:05:00Z" (RFC 3339), for any year from 0 to 9999; "?" beyond.
std::string format_utc(UnixTime time);

// Days since 1970-01-01 of a proleptic Gregorian date; month 1..12, day 1..31.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);

struct CivilDate {
  std::int64_t year;
  unsigned month;  // 1..12
  unsigned day;    // 1..31
};
CivilDate civil_from_days(std::int64_t days);

}  // namespace letterlock
