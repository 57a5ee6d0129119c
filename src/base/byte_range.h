// A place in one message's octets. 32-bit offsets: Limits::message_size keeps messages below 4 GiB.
#pragma once

#include <compare>
#include <cstdint>

namespace letterlock {

struct ByteRange {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  std::uint32_t end() const { return offset + length; }
  bool empty() const { return length == 0; }
  bool contains(ByteRange other) const { return other.offset >= offset && other.end() <= end(); }
  static ByteRange between(std::uint32_t begin, std::uint32_t end) { return {begin, end - begin}; }
  auto operator<=>(const ByteRange&) const = default;
};

}  // namespace letterlock
