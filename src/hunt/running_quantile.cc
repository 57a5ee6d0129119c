#include "hunt/running_quantile.h"

#include <algorithm>

namespace letterlock::hunt {

std::uint16_t RunningQuantile::cell_of(double score) {
  const double cell = (score - kLeast) / kStep;
  return static_cast<std::uint16_t>(std::clamp(cell, 0.0, static_cast<double>(kCells - 1)));
}

void RunningQuantile::add(double score) {
  const std::uint16_t cell = cell_of(score);
  if (ring_.size() < kScores) {
    ring_.push_back(cell);
  } else {
    --counts_[ring_[next_]];
    ring_[next_] = cell;
    next_ = (next_ + 1) % kScores;
  }
  ++counts_[cell];
}

double RunningQuantile::at(double above) const {
  if (ring_.size() < kFewestScores) return kLeast;
  const auto allowed = static_cast<std::uint32_t>(above * static_cast<double>(ring_.size()));
  std::uint32_t seen = 0;
  for (std::size_t cell = kCells; cell-- > 0;) {
    seen += counts_[cell];
    if (seen > allowed) return kLeast + kStep * static_cast<double>(cell);
  }
  return kLeast;
}

}  // namespace letterlock::hunt
