// Civil time for the demo: zones with their summer time, working hours, and the ways mail programs
// write dates.
#pragma once

#include <string>

#include "base/clock.h"

namespace letterlock::demo {

inline constexpr UnixTime kHour = 3600;
inline constexpr UnixTime kDay = 86400;

enum class SummerTime { none, american, european };

struct Zone {
  int standard_minutes = 0;  // east of Greenwich
  SummerTime summer = SummerTime::none;
  const char* name = "UTC";           // abbreviation in winter
  const char* summer_name = nullptr;  // and in summer

  int offset_minutes(UnixTime time) const;
  bool is_summer(UnixTime time) const;
};

extern const Zone kEastern, kCentral, kPacific, kLondon, kBerlin, kTokyo, kMoscow, kUtc;

struct LocalTime {
  int year, month, day;  // month 1..12
  int hour, minute, second;
  int weekday;  // 0 = Sunday
  int offset_minutes;
};

LocalTime local_time(UnixTime time, const Zone& zone);
// REQUIRES: the time exists in `zone`; good to the hour around a change of summer time.
UnixTime from_local(int year, int month, int day, int hour, int minute, const Zone& zone);

// "Tue, 3 Jun 2025 09:14:02 -0400"; `two_digit_day` writes "03 Jun".
std::string rfc5322_date(UnixTime time, const Zone& zone, bool two_digit_day = false);
// "Tue Jun  3 13:14:02 2025", of an mbox separator, in UTC.
std::string asctime_utc(UnixTime time);
// "-0400"
std::string offset_text(int minutes);
// 100-nanosecond steps since 1601, of Microsoft's file times.
std::uint64_t file_time(UnixTime time, std::uint32_t hundred_nanoseconds = 0);

const char* month_name(int month);  // "Jan"
const char* weekday_name(int day);  // "Sun"
const char* full_month(int month);  // "January"
const char* full_weekday(int day);  // "Sunday"

}  // namespace letterlock::demo
