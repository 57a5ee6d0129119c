#include "demo/calendar.h"

#include <fmt/format.h>

namespace letterlock::demo {
namespace {

constexpr UnixTime kMinute = 60;
constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                   "May",       "June",     "July",     "August",
                                   "September", "October",  "November", "December"};
constexpr const char* kShortMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                     "Thursday", "Friday", "Saturday"};
constexpr const char* kShortWeekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

int weekday_of(std::int64_t days) { return static_cast<int>(((days + 4) % 7 + 7) % 7); }

// The n-th Sunday of a month, or the last one for n = 0, as days since 1970.
std::int64_t sunday(int year, unsigned month, int n) {
  if (n == 0) {
    const std::int64_t next =
        month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
    const std::int64_t last = next - 1;
    return last - weekday_of(last);
  }
  const std::int64_t first = days_from_civil(year, month, 1);
  return first + (7 - weekday_of(first)) % 7 + std::int64_t{7} * (n - 1);
}

}  // namespace

const Zone kEastern{-300, SummerTime::american, "EST", "EDT"};
const Zone kCentral{-360, SummerTime::american, "CST", "CDT"};
const Zone kPacific{-480, SummerTime::american, "PST", "PDT"};
const Zone kLondon{0, SummerTime::european, "GMT", "BST"};
const Zone kBerlin{60, SummerTime::european, "CET", "CEST"};
const Zone kTokyo{540, SummerTime::none, "JST", "JST"};
const Zone kMoscow{180, SummerTime::none, "MSK", "MSK"};
const Zone kUtc{0, SummerTime::none, "UTC", "UTC"};

bool Zone::is_summer(UnixTime time) const {
  const UnixTime standard = time + standard_minutes * kMinute;
  const int year = static_cast<int>(civil_from_days(standard / kDay).year);
  switch (summer) {
    case SummerTime::none:
      return false;
    case SummerTime::american:  // 02:00 local standard to 02:00 local summer time
      return standard >= sunday(year, 3, 2) * kDay + 7200 &&
             standard < sunday(year, 11, 1) * kDay + 3600;
    case SummerTime::european:  // 01:00 UTC everywhere
      return time >= sunday(year, 3, 0) * kDay + 3600 && time < sunday(year, 10, 0) * kDay + 3600;
  }
  return false;
}

int Zone::offset_minutes(UnixTime time) const {
  return standard_minutes + (is_summer(time) ? 60 : 0);
}

LocalTime local_time(UnixTime time, const Zone& zone) {
  const int offset = zone.offset_minutes(time);
  const UnixTime shifted = time + offset * kMinute;
  const std::int64_t days = shifted / kDay;
  const int second = static_cast<int>(shifted % kDay);
  const CivilDate date = civil_from_days(days);
  return {static_cast<int>(date.year),
          static_cast<int>(date.month),
          static_cast<int>(date.day),
          second / 3600,
          second / 60 % 60,
          second % 60,
          weekday_of(days),
          offset};
}

UnixTime from_local(int year, int month, int day, int hour, int minute, const Zone& zone) {
  const UnixTime as_utc =
      days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) * kDay +
      hour * kHour + minute * kMinute;
  const UnixTime guess = as_utc - zone.standard_minutes * kMinute;
  return as_utc - zone.offset_minutes(guess) * kMinute;
}

std::string offset_text(int minutes) {
  const int size = minutes < 0 ? -minutes : minutes;
  return fmt::format("{}{:02}{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

std::string rfc5322_date(UnixTime time, const Zone& zone, bool two_digit_day) {
  const LocalTime t = local_time(time, zone);
  const std::string day = two_digit_day ? fmt::format("{:02}", t.day) : fmt::format("{}", t.day);
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} {}", weekday_name(t.weekday), day,
                     month_name(t.month), t.year, t.hour, t.minute, t.second,
                     offset_text(t.offset_minutes));
}

std::string asctime_utc(UnixTime time) {
  const LocalTime t = local_time(time, kUtc);
  return fmt::format("{} {} {:2} {:02}:{:02}:{:02} {}", weekday_name(t.weekday),
                     month_name(t.month), t.day, t.hour, t.minute, t.second, t.year);
}

std::uint64_t file_time(UnixTime time, std::uint32_t hundred_nanoseconds) {
  return (static_cast<std::uint64_t>(time) + 11644473600ULL) * 10000000ULL + hundred_nanoseconds;
}

const char* month_name(int month) { return kShortMonths[month - 1]; }
const char* weekday_name(int day) { return kShortWeekdays[day]; }
const char* full_month(int month) { return kMonths[month - 1]; }
const char* full_weekday(int day) { return kWeekdays[day]; }

}  // namespace letterlock::demo
