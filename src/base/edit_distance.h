// How many letters apart two words are: what one mistypes, or what an imitation changes.
#pragma once

#include <cstddef>
#include <string_view>

namespace letterlock {

inline constexpr std::size_t kLongestCompared = 64;

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, octet by
// octet. REQUIRES: both of at most kLongestCompared octets.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace letterlock
