#include "auth/partial_date.h"

#include "base/ascii.h"
#include "base/cursor.h"

namespace letterlock::auth {
namespace {

constexpr UnixTime kDay = 86400;

// Exactly `digits` decimal digits.
std::optional<unsigned> take_number(Cursor& at, int digits) {
  unsigned number = 0;
  for (int i = 0; i < digits; ++i) {
    const int octet = at.take();
    if (octet < '0' || octet > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(octet - '0');
  }
  return number;
}

unsigned days_in_month(unsigned year, unsigned month) {
  const std::int64_t begin = days_from_civil(year, month, 1);
  const std::int64_t end =
      month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
  return static_cast<unsigned>(end - begin);
}

// "Z", "+02:00", "-0530": seconds east of UTC.
std::optional<int> take_offset(Cursor& at) {
  const int sign = at.take();
  if (sign == 'Z' || sign == 'z') return 0;
  if (sign != '+' && sign != '-') return std::nullopt;
  const auto hours = take_number(at, 2);
  at.take(':');
  const auto minutes = take_number(at, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int seconds = static_cast<int>(*hours * 3600 + *minutes * 60);
  return sign == '-' ? -seconds : seconds;
}

// From behind the day: "T12:00:00Z", seconds since midnight UTC.
std::optional<UnixTime> take_time(Cursor& at) {
  const int separator = at.take();
  if (separator != 'T' && separator != 't' && separator != ' ') return std::nullopt;
  const auto hour = take_number(at, 2);
  if (!hour || *hour > 23 || !at.take(':')) return std::nullopt;
  const auto minute = take_number(at, 2);
  if (!minute || *minute > 59 || !at.take(':')) return std::nullopt;
  const auto second = take_number(at, 2);
  if (!second || *second > 60) return std::nullopt;
  if (at.take('.') && at.take_while(is_digit).empty()) return std::nullopt;
  const auto offset = take_offset(at);
  if (!offset) return std::nullopt;
  return static_cast<UnixTime>(*hour * 3600 + *minute * 60 + *second) - *offset;
}

}  // namespace

std::optional<PartialDate> PartialDate::parse(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  Cursor at(text);
  const auto year = take_number(at, 4);
  if (!year || *year < 1970) return std::nullopt;
  if (at.at_end()) return PartialDate(days_from_civil(*year, 1, 1) * kDay, Precision::year);
  if (!at.take('-')) return std::nullopt;
  const auto month = take_number(at, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (at.at_end()) return PartialDate(days_from_civil(*year, *month, 1) * kDay, Precision::month);
  if (!at.take('-')) return std::nullopt;
  const auto day = take_number(at, 2);
  if (!day || *day < 1 || *day > days_in_month(*year, *month)) return std::nullopt;
  const UnixTime midnight = days_from_civil(*year, *month, *day) * kDay;
  if (at.at_end()) return PartialDate(midnight, Precision::day);
  const auto time = take_time(at);
  if (!time || !at.at_end() || midnight + *time < 0) return std::nullopt;
  return PartialDate(midnight + *time, Precision::second);
}

UnixTime PartialDate::latest() const {
  const CivilDate date = civil_from_days(earliest_ / kDay);
  switch (precision_) {
    case Precision::year:
      return days_from_civil(date.year + 1, 1, 1) * kDay - 1;
    case Precision::month:
      return (date.month == 12 ? days_from_civil(date.year + 1, 1, 1)
                               : days_from_civil(date.year, date.month + 1, 1)) *
                 kDay -
             1;
    case Precision::day:
      return earliest_ + kDay - 1;
    case Precision::second:
      break;
  }
  return earliest_;
}

std::string PartialDate::text() const {
  std::string full = format_utc(earliest_);
  switch (precision_) {
    case Precision::year:
      full.resize(4);
      break;
    case Precision::month:
      full.resize(7);
      break;
    case Precision::day:
      full.resize(10);
      break;
    case Precision::second:
      break;
  }
  return full;
}

}  // namespace letterlock::auth
