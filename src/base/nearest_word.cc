#include "base/nearest_word.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace letterlock {
namespace {

constexpr std::size_t kLongest = 64;

// Levenshtein's distance. REQUIRES: both of at most kLongest octets.
std::size_t distance(std::string_view one, std::string_view other) {
  std::array<std::size_t, kLongest + 1> row{};
  for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t replaced = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[other.size()];
}

}  // namespace

std::optional<std::string_view> nearest_word(std::string_view written,
                                             std::span<const std::string_view> known) {
  if (written.size() > kLongest) return std::nullopt;
  std::optional<std::string_view> nearest;
  std::size_t fewest = written.size() / 3 + 1;
  for (const std::string_view word : known) {
    if (word.size() > kLongest) continue;
    const std::size_t changes = distance(written, word);
    if (changes >= fewest) continue;
    fewest = changes;
    nearest = word;
  }
  return nearest;
}

}  // namespace letterlock
