// A number that nobody outside this process can foresee, to seed the hashes of its tables:
// std::random_device is a cryptographic source of randomness here (getrandom, RDRAND).
#pragma once

#include <cstdint>
#include <random>

namespace letterlock {

inline std::uint64_t random_seed() {
  std::random_device random;
  return std::uint64_t{random()} << 32 | random();
}

}  // namespace letterlock
