#include "relations/rhythm.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace letterlock::relations {
namespace {

std::size_t pause_class(UnixTime pause) {
  std::size_t index = 0;
  for (UnixTime end = kDay; pause > end && index + 1 < Rhythm::kPauseClasses; end *= 2) ++index;
  return index;
}

}  // namespace

void Rhythm::observe(UnixTime at) {
  if (messages == 0) {
    first = last = at;
  } else if (at > last) {
    const UnixTime pause = at - last;
    if (pause > kSession) {
      longest_before_return = longest_pause;
      returned_at = at;
      returned_after = pause;
      longest_pause = std::max(longest_pause, pause);
      auto& count = pauses[pause_class(pause)];
      if (count < std::numeric_limits<std::uint16_t>::max()) ++count;
    }
    last = at;
  }
  if (messages < std::numeric_limits<std::uint32_t>::max()) ++messages;
}

std::uint32_t Rhythm::pause_count() const {
  return std::accumulate(pauses.begin(), pauses.end(), std::uint32_t{0});
}

UnixTime Rhythm::typical_pause() const {
  const std::uint32_t count = pause_count();
  if (count == 0) return 0;
  std::uint32_t seen = 0;
  UnixTime end = kDay;
  for (const std::uint16_t in_class : pauses) {
    seen += in_class;
    if (2 * seen >= count) return std::min(end, longest_pause);
    end *= 2;
  }
  return longest_pause;
}

std::uint32_t Rhythm::pauses_as_long(UnixTime length) const {
  if (longest_pause < length) return 0;
  const std::size_t from = pause_class(length);
  std::uint32_t longer = 0;
  for (std::size_t i = from + 1; i < kPauseClasses; ++i) longer += pauses[i];
  return std::max<std::uint32_t>(longer, 1);
}

}  // namespace letterlock::relations
