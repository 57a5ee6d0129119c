// A quantile of the latest scores, kept as they come: a ring and a histogram of fixed size.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace letterlock::hunt {

class RunningQuantile {
 public:
  void add(double score);
  // The score that a share `above` of the latest exceed; everything passes until there are
  // kFewestScores.
  double at(double above) const;
  std::size_t size() const { return ring_.size(); }

  static constexpr std::size_t kScores = 3000, kFewestScores = 200;

 private:
  static constexpr double kLeast = -10, kStep = 0.05;
  static constexpr std::size_t kCells = 1000;
  static std::uint16_t cell_of(double score);
  std::vector<std::uint16_t> ring_;
  std::size_t next_ = 0;
  std::array<std::uint32_t, kCells> counts_{};
};

}  // namespace letterlock::hunt
