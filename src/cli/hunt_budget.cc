#include "cli/hunt_budget.h"

#include <charconv>

#include "auth/partial_date.h"

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

Expected<UnixTime> beginning_of(const std::string& date) {
  const auto parsed = auth::PartialDate::parse(date);
  if (!parsed) {
    return fail(ErrorCode::usage, "--since {}: give a date such as 2024, 2024-06 or 2024-06-15",
                date);
  }
  return parsed->earliest();
}

}  // namespace letterlock::cli
