#include <algorithm>

#include "leak/clocks/gather.h"
#include "leak/clocks/kinds.h"

namespace letterlock::leak {
namespace {

// `a` minus `b` may lie anywhere between the differences of their ends; only what lies outside the
// tolerance altogether contradicts.
ClockVerdict judge(const MicroInterval& a, const MicroInterval& b, const Tolerance& tolerance) {
  if (!tolerance.lower && !tolerance.upper) return ClockVerdict::not_applicable;
  const MicroTime least = a.earliest - b.latest, most = a.latest - b.earliest;
  const bool below = tolerance.lower && most < *tolerance.lower * kSecond;
  const bool above = tolerance.upper && least > *tolerance.upper * kSecond;
  if (!below && !above) return ClockVerdict::consistent;
  return tolerance.measured() ? ClockVerdict::contradicts : ClockVerdict::not_applicable;
}

class Comparer {
 public:
  explicit Comparer(Gathered& gathered) : gathered_(gathered), readings_(gathered.table.readings) {}

  void run() {
    const auto origin = origin_hop();
    for (std::uint32_t i = 0; i < readings_.size(); ++i) {
      if (!readings_[i].decoded) continue;
      const ClockFacts& facts = facts_for(i);
      if (gathered_.date && i != *gathered_.date)
        compare(i, Against::date, *gathered_.date, facts.date);
      if (origin && i != *origin) compare(i, Against::origin, *origin, facts.origin);
      if (const auto beside = date_beside(i))
        compare(i, Against::same_field, *beside, facts.same_field);
    }
    compare_hops();
    for (ClockReading& reading : readings_) conclude(reading);
  }

 private:
  // A message that begins its thread has its own time in the conversation's start.
  const ClockFacts& facts_for(std::uint32_t i) const {
    const bool starts = readings_[i].kind == ClockKind::thread_index_start;
    const bool answered = starts && i + 1 < readings_.size() &&
                          (readings_[i + 1].kind == ClockKind::thread_index_reply ||
                           readings_[i + 1].kind == ClockKind::thread_index_ancestor);
    return answered ? facts_of_answered_start() : facts_of(readings_[i].kind);
  }

  std::optional<std::uint32_t> origin_hop() const {
    if (gathered_.hops.empty()) return std::nullopt;
    const auto reading = gathered_.hops.back().reading;
    if (!reading || !readings_[*reading].decoded) return std::nullopt;
    return reading;
  }

  // The date of the field that this reading stands in: always the reading before.
  std::optional<std::uint32_t> date_beside(std::uint32_t i) const {
    if (i == 0 || gathered_.fields[i] == kNoField) return std::nullopt;
    if (gathered_.fields[i - 1] != gathered_.fields[i] || !readings_[i - 1].decoded) {
      return std::nullopt;
    }
    return i - 1;
  }

  void compare(std::uint32_t i, Against against, std::uint32_t with, const Tolerance& tolerance) {
    if (!tolerance.lower && !tolerance.upper) return;
    ClockReading& reading = readings_[i];
    const ClockReading& other = readings_[with];
    reading.comparisons.push_back({.against = against,
                                   .with = with,
                                   .difference = reading.at.earliest - other.at.earliest,
                                   .tolerance = tolerance,
                                   .verdict = judge(reading.at, other.at, tolerance)});
  }

  void compare_hops() {
    std::optional<std::uint32_t> before;
    for (auto hop = gathered_.hops.rbegin(); hop != gathered_.hops.rend(); ++hop) {
      if (!hop->reading || !readings_[*hop->reading].decoded) continue;
      if (before) compare(*hop->reading, Against::next_hop, *before, kHopTolerance);
      before = hop->reading;
    }
  }

  static void conclude(ClockReading& reading) {
    for (const ClockComparison& comparison : reading.comparisons) {
      if (comparison.verdict == ClockVerdict::contradicts) reading.verdict = comparison.verdict;
      if (comparison.verdict == ClockVerdict::consistent &&
          reading.verdict == ClockVerdict::not_applicable) {
        reading.verdict = comparison.verdict;
      }
    }
  }

  Gathered& gathered_;
  std::vector<ClockReading>& readings_;
};

}  // namespace

void compare_clocks(Gathered& gathered) { Comparer(gathered).run(); }

}  // namespace letterlock::leak
