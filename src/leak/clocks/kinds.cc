// The table of clocks. Tolerances were measured on public mail (docs/clocks.md names the corpora);
// tests/oracle/clock_calibration prints the figures anew.
#include "leak/clocks/kinds.h"

#include <array>

namespace letterlock::leak {
namespace {

using enum ClockKind;
using enum Writer;

constexpr std::int32_t kOpen = 0x7FFFFFFF;  // this end bounds nothing
constexpr MeasuredOn kPhishing = MeasuredOn::phishing;

constexpr std::optional<std::int32_t> end(std::int32_t seconds) {
  if (seconds == kOpen) return std::nullopt;
  return seconds;
}
constexpr Tolerance tolerance(std::int32_t lower, std::int32_t upper, std::uint32_t samples,
                              float within, MeasuredOn on = MeasuredOn::lists) {
  return {end(lower), end(upper), samples, within, on};
}
constexpr Tolerance kNone = {};

constexpr std::array<ClockFacts, kClockKinds> kKinds = {{
#include "leak/clocks/kinds.inc"
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order());

constexpr ClockFacts kAnsweredStart = {thread_index_start,
                                       "thread_index_start",
                                       "Thread-Index, begin of the conversation",
                                       sender_client,
                                       tolerance(kOpen, 60, 3565, 100),
                                       tolerance(kOpen, 900, 3565, 100),
                                       kNone};

}  // namespace

const Tolerance kHopTolerance = {-3600, std::nullopt, 238'816, 99.997F, MeasuredOn::lists};

const ClockFacts& facts_of_answered_start() { return kAnsweredStart; }
const ClockFacts& facts_of(ClockKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::span<const ClockFacts> all_clock_kinds() { return kKinds; }

}  // namespace letterlock::leak
