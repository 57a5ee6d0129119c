#include "cli/hunt_budget.h"

#include <charconv>

#include "auth/partial_date.h"
#include "base/ascii.h"

namespace letterlock::cli {
namespace {

std::optional<std::uint64_t> number_in(std::string_view digits) {
  std::uint64_t value = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (end.ec != std::errc() || end.ptr != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace

Expected<hunt::HuntOptions> budget_of(const std::string& text) {
  hunt::HuntOptions options;
  if (text.empty()) return options;
  options.fewest_points = 0;  // who names a budget wants it used up
  const auto slash = text.find('/');
  const auto first = number_in(std::string_view(text).substr(0, slash));
  if (first && slash == std::string::npos) {
    options.budget = first;
    return options;
  }
  const std::string per = slash == std::string::npos ? "" : text.substr(slash + 1);
  if (first && per == "day") {
    options.budget_per_day = static_cast<double>(*first);
    return options;
  }
  const auto second = number_in(per);
  if (!first || !second || *second == 0 || *first > *second) {
    return fail(ErrorCode::usage,
                "--budget {}: give a number, a share such as 1/1000, or a rate such as 3/day",
                text);
  }
  options.budget_per_thousand = 1000.0 * static_cast<double>(*first) / static_cast<double>(*second);
  return options;
}

Expected<UnixTime> beginning_of(const std::string& date, std::string_view option) {
  const auto parsed = auth::PartialDate::parse(date);
  if (!parsed) {
    return fail(ErrorCode::usage, "{} {}: give a date such as 2024, 2024-06 or 2024-06-15", option,
                date);
  }
  return parsed->earliest();
}

Expected<UnixTime> moment_of(const std::string& time, std::string_view option) {
  constexpr std::size_t kDayLength = 10,
                        kMinuteLength = 16;  // octets of "2024-06-15", "2024-06-15T14:30"
  const std::string_view clock =
      time.size() > kDayLength ? std::string_view(time).substr(kDayLength) : "";
  if (clock.empty()) return beginning_of(time, option);
  const auto digits = [&](std::size_t at) {
    const bool both = is_digit(time[at]) && is_digit(time[at + 1]);
    return both ? (time[at] - '0') * 10 + (time[at + 1] - '0') : 99;
  };
  const bool shaped = time.size() >= kMinuteLength && (clock[0] == 'T' || clock[0] == ' ') &&
                      time[kDayLength + 3] == ':' &&
                      (time.size() == kMinuteLength || time.substr(kMinuteLength) == "Z" ||
                       time.substr(kMinuteLength) == " UTC");
  const int hour = shaped ? digits(kDayLength + 1) : 99,
            minute = shaped ? digits(kDayLength + 4) : 99;
  if (hour > 23 || minute > 59) {
    return fail(ErrorCode::usage, "{} {}: give a date or a time in UTC such as 2024-06-15T14:30",
                option, time);
  }
  auto day = beginning_of(time.substr(0, kDayLength), option);
  if (!day) return day;
  return *day + UnixTime{hour} * 3600 + UnixTime{minute} * 60;
}

}  // namespace letterlock::cli
