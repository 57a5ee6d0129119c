// Lists packed into one blob: numbers as unsigned LEB128, texts as their length and octets.
// The layouts are in docs/case-format.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_range.h"

namespace letterlock::store::sqlite {

class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}

  void number(std::uint64_t value) {
    if (value < 0x80) {  // most are
      out_.push_back(static_cast<char>(value));
      return;
    }
    char octets[10];
    std::size_t length = 0;
    while (value >= 0x80) {
      octets[length++] = static_cast<char>(value | 0x80);
      value >>= 7;
    }
    octets[length++] = static_cast<char>(value);
    out_.append(octets, length);
  }
  // 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
  void signed_number(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view text) {
    number(text.size());
    out_.append(text);
  }
  void raw(std::string_view octets) { out_.append(octets); }
  void range(ByteRange range) {
    number(range.offset);
    number(range.length);
  }

 private:
  std::string& out_;
};

// Reads what a Packer wrote. Past the end or at nonsense everything reads as 0 and ok() is false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view in) : in_(in) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && position_ < in_.size(); shift += 7) {
      const auto octet = static_cast<unsigned char>(in_[position_++]);
      value |= static_cast<std::uint64_t>(octet & 0x7F) << shift;
      if (octet < 0x80) return value;
    }
    return failed();
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  std::uint32_t small() { return static_cast<std::uint32_t>(number()); }
  std::string_view text() { return raw(number()); }
  std::string_view raw(std::uint64_t length) {
    if (length > in_.size() - position_) {
      failed();
      return {};
    }
    const std::string_view octets = in_.substr(position_, length);
    position_ += length;
    return octets;
  }
  ByteRange range() {
    const std::uint32_t offset = small();
    return {offset, small()};
  }
  // How many items follow; never more than octets are left.
  std::uint64_t count() {
    const std::uint64_t count = number();
    return count <= in_.size() - position_ ? count : failed();
  }

  bool ok() const { return ok_; }

 private:
  std::uint64_t failed() {
    ok_ = false;
    position_ = in_.size();
    return 0;
  }

  std::string_view in_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

}  // namespace letterlock::store::sqlite
