// Lists packed into one blob: numbers as unsigned LEB128, texts as their length and octets.
// The layouts are in docs/case-format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "base/byte_range.h"

namespace letterlock::store::sqlite {

// What has no date or time sorts after all others.
inline constexpr std::int64_t kUndated = std::numeric_limits<std::int64_t>::max();

// The most octets that a number takes.
inline constexpr std::size_t kLongestNumber = 10;
inline constexpr std::size_t kLongestSmall = 5;  // below 2^32

// Writes `value` at `at`, where there is room; returns where it ends.
inline char* put_number(char* at, std::uint64_t value) {
  while (value >= 0x80) {
    *at++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *at++ = static_cast<char>(value);
  return at;
}

// 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
constexpr std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}

  void number(std::uint64_t value) {
    if (value < 0x80) {  // most are
      out_.push_back(static_cast<char>(value));
      return;
    }
    char octets[kLongestNumber];
    out_.append(octets, static_cast<std::size_t>(put_number(octets, value) - octets));
  }
  void signed_number(std::int64_t value) { number(zigzag(value)); }
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

// The same for a list of which it is known how long it gets at most: room is made once, not asked
// for with every number. What was written is in `out` when the packer is gone.
class ListPacker {
 public:
  ListPacker(std::string& out, std::size_t most) : out_(out) {
    const std::size_t size = out.size();
    out.resize(size + most);
    at_ = out.data() + size;
  }
  ~ListPacker() { out_.resize(static_cast<std::size_t>(at_ - out_.data())); }
  ListPacker(const ListPacker&) = delete;
  ListPacker& operator=(const ListPacker&) = delete;

  // REQUIRES, for all of them: within `most`.
  void number(std::uint64_t value) { at_ = put_number(at_, value); }
  void signed_number(std::int64_t value) { number(zigzag(value)); }
  void text(std::string_view text) {
    number(text.size());
    raw(text);
  }
  void raw(std::string_view octets) {
    if (!octets.empty()) std::memcpy(at_, octets.data(), octets.size());
    at_ += octets.size();
  }
  void range(ByteRange range) {
    number(range.offset);
    number(range.length);
  }

 private:
  std::string& out_;
  char* at_;
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
