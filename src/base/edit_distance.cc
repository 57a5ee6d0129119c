#include "base/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace letterlock {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  using Row = std::array<std::uint8_t, kLongestCompared + 1>;
  Row before{}, last{}, row{};
  std::iota(last.begin(), last.end(), std::uint8_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<std::uint8_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int cost = a[i - 1] == b[j - 1] ? 0 : 1;
      int least = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) least = std::min(least, before[j - 2] + cost);
      row[j] = static_cast<std::uint8_t>(least);
    }
    before = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace letterlock
