// FNV-1a, 64 bits: a hash that is the same on every machine and in every run. Not for keys that an
// attacker must not be able to make collide.
#pragma once

#include <cstdint>
#include <string_view>

namespace letterlock {

class Fnv1a {
 public:
  // An octet, or a number of more octets as one unit.
  constexpr Fnv1a& add(std::uint64_t unit) {
    hash_ = (hash_ ^ unit) * 0x100000001B3;
    return *this;
  }
  constexpr Fnv1a& add(std::string_view octets) {
    for (const char c : octets) add(static_cast<unsigned char>(c));
    return *this;
  }
  constexpr std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325;
};

}  // namespace letterlock
