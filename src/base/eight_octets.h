// Eight octets of text at once, in one number: the first one is its lowest octet.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace letterlock {

inline constexpr std::uint64_t kEachOctet = 0x0101010101010101u;
inline constexpr std::uint64_t kHighBits = 0x80 * kEachOctet;   // of octets that are not ASCII
inline constexpr std::uint64_t kSmallBits = 0x20 * kEachOctet;  // of letters that are no capitals

// REQUIRES: eight octets to read, or to write.
inline std::uint64_t load_eight(const char* octets) {
  std::uint64_t value = 0;
  std::memcpy(&value, octets, 8);
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  return value;
}
inline void store_eight(std::uint64_t value, char* octets) {
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  std::memcpy(octets, &value, 8);
}

// kSmallBits' bit of each octet that is an ASCII capital.
constexpr std::uint64_t capitals_in(std::uint64_t octets) {
  const std::uint64_t low = octets & ~kHighBits;
  const std::uint64_t from_a = low + (0x80 - 'A') * kEachOctet;
  const std::uint64_t past_z = low + (0x7F - 'Z') * kEachOctet;
  return (from_a & ~past_z & ~octets & kHighBits) >> 2;
}

// How many of kSmallBits' bits are set. REQUIRES: no other one is.
constexpr std::uint32_t count_small_bits(std::uint64_t bits) {
  return static_cast<std::uint32_t>(((bits >> 5) * kEachOctet) >> 56);
}

}  // namespace letterlock
