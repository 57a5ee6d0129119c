#include "base/nearest_word.h"

#include "base/edit_distance.h"

namespace letterlock {

std::optional<std::string_view> nearest_word(std::string_view written,
                                             std::span<const std::string_view> known) {
  if (written.size() > kLongestCompared) return std::nullopt;
  std::optional<std::string_view> nearest;
  std::size_t fewest = written.size() / 3 + 1;
  for (const std::string_view word : known) {
    if (word.size() > kLongestCompared) continue;
    const std::size_t changes = edit_distance(written, word);
    if (changes >= fewest) continue;
    fewest = changes;
    nearest = word;
  }
  return nearest;
}

}  // namespace letterlock
