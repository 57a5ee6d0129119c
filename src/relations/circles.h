// Circles: the sets of recipients that a sender's latest messages went to. At most
// kCircleNumbers numbers of four octets.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace letterlock::relations {

inline constexpr std::size_t kCircleNumbers = 200;
inline constexpr std::size_t kCircleSize = 20;  // recipients of one message that are kept

class Circles {
 public:
  // REQUIRES: sorted and distinct; only the first kCircleSize are kept.
  void observe(std::span<const std::uint32_t> recipients);
  // The best Jaccard similarity with a set kept, 0..1; 0 where there is none.
  double nearest(std::span<const std::uint32_t> recipients) const;
  std::size_t kept() const;

 private:
  std::vector<std::uint32_t> sets_;  // size, members, size, members ...; oldest first
};

}  // namespace letterlock::relations
