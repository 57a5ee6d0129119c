#include "exposure/rhythm_gap.h"

#include <array>
#include <cmath>

namespace letterlock::exposure {
namespace {

constexpr std::size_t kSlots = 48;     // hour of the day, working day or weekend
constexpr std::int64_t kShortest = 2;  // hours
constexpr std::int64_t kWeek = 168;

std::size_t slot_of(std::int64_t hour) {
  const std::int64_t days = hour >= 0 ? hour / 24 : (hour - 23) / 24;
  const auto of_day = static_cast<std::size_t>(hour - days * 24);
  const std::int64_t weekday = ((days + 4) % 7 + 7) % 7;  // 0: Sunday
  return of_day + (weekday == 0 || weekday == 6 ? 24 : 0);
}

using Counts = std::array<double, kSlots>;

// How many hours of each slot lie in [from, until).
Counts hours_in(std::int64_t from, std::int64_t until) {
  Counts counts{};
  const std::int64_t weeks = (until - from) / kWeek;
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    counts[slot] = static_cast<double>(weeks * (slot < 24 ? 5 : 2));
  }
  for (std::int64_t hour = from + weeks * kWeek; hour < until; ++hour) counts[slot_of(hour)] += 1;
  return counts;
}

}  // namespace

std::vector<Gap> unusual_gaps(const ActiveHours& active, double limit) {
  std::vector<Gap> gaps;
  const auto& hours = active.hours;
  if (hours.size() < 2) return gaps;
  const Counts all = hours_in(hours.front(), hours.back() + 1);
  Counts busy{};
  for (const std::int64_t hour : hours) busy[slot_of(hour)] += 1;
  for (std::size_t i = 1; i < hours.size(); ++i) {
    const std::int64_t from = hours[i - 1] + 1, until = hours[i];
    if (until - from < kShortest) continue;
    const Counts silent = hours_in(from, until);
    double log_chance = 0;
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
      if (silent[slot] == 0) continue;
      // Laplace's rule of succession, so that few observations stay modest.
      const double rate = (busy[slot] + 1) / (all[slot] - silent[slot] + 2);
      if (busy[slot] > 0) log_chance += silent[slot] * std::log1p(-std::min(rate, 0.999));
    }
    const double chance = std::exp(log_chance);
    if (chance < limit) gaps.push_back({from * 3600, until * 3600, chance});
  }
  return gaps;
}

}  // namespace letterlock::exposure
