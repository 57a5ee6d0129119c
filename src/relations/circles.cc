#include "relations/circles.h"

#include <algorithm>

namespace letterlock::relations {

void Circles::observe(std::span<const std::uint32_t> recipients) {
  if (recipients.empty()) return;
  recipients = recipients.first(std::min(recipients.size(), kCircleSize));
  sets_.push_back(static_cast<std::uint32_t>(recipients.size()));
  sets_.insert(sets_.end(), recipients.begin(), recipients.end());
  std::size_t drop = 0;
  while (sets_.size() - drop > kCircleNumbers) drop += 1 + sets_[drop];
  sets_.erase(sets_.begin(), sets_.begin() + static_cast<std::ptrdiff_t>(drop));
}

double Circles::nearest(std::span<const std::uint32_t> recipients) const {
  recipients = recipients.first(std::min(recipients.size(), kCircleSize));
  double best = 0;
  for (std::size_t at = 0; at < sets_.size(); at += 1 + sets_[at]) {
    const auto* begin = sets_.data() + at + 1;
    const auto* end = begin + sets_[at];
    std::size_t common = 0;
    for (const std::uint32_t one : recipients)
      common += std::binary_search(begin, end, one) ? 1 : 0;
    const std::size_t all = recipients.size() + sets_[at] - common;
    if (all > 0) best = std::max(best, static_cast<double>(common) / static_cast<double>(all));
  }
  return best;
}

std::size_t Circles::kept() const {
  std::size_t sets = 0;
  for (std::size_t at = 0; at < sets_.size(); at += 1 + sets_[at]) ++sets;
  return sets;
}

}  // namespace letterlock::relations
