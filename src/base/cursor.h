// A bounds-checked reading position in octets. Parsers move one of these; nothing else does pointer
// arithmetic on input. Every operation is safe at the end of input.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/byte_range.h"

namespace letterlock {

class Cursor {
 public:
  explicit Cursor(std::string_view input, std::uint32_t base = 0) : input_(input), base_(base) {}

  bool at_end() const { return position_ >= input_.size(); }
  std::size_t position() const { return position_; }
  std::size_t left() const { return input_.size() - position_; }
  std::string_view rest() const { return input_.substr(position_); }
  std::string_view input() const { return input_; }

  // The octet `ahead` of here as 0..255, or -1 past the end.
  int peek(std::size_t ahead = 0) const {
    return ahead < left() ? static_cast<unsigned char>(input_[position_ + ahead]) : -1;
  }
  int take() {
    const int octet = peek();
    if (octet >= 0) ++position_;
    return octet;
  }
  bool take(char wanted) {
    if (peek() != static_cast<unsigned char>(wanted)) return false;
    ++position_;
    return true;
  }
  bool take(std::string_view wanted) {
    if (!rest().starts_with(wanted)) return false;
    position_ += wanted.size();
    return true;
  }
  void skip(std::size_t count) { position_ += count < left() ? count : left(); }
  void seek(std::size_t position) {
    position_ = position < input_.size() ? position : input_.size();
  }

  template <class Predicate>
  std::string_view take_while(Predicate wanted) {
    const std::size_t begin = position_;
    while (position_ < input_.size() && wanted(input_[position_])) ++position_;
    return input_.substr(begin, position_ - begin);
  }
  std::string_view take_until(char stop) {
    const std::size_t found = input_.find(stop, position_);
    const std::size_t begin = position_;
    position_ = found == std::string_view::npos ? input_.size() : found;
    return input_.substr(begin, position_ - begin);
  }

  // The octets from `begin` (an earlier position()) to here, as a range in the whole message.
  ByteRange range_from(std::size_t begin) const {
    return {base_ + static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(position_ - begin)};
  }

 private:
  std::string_view input_;
  std::size_t position_ = 0;
  std::uint32_t base_ = 0;
};

}  // namespace letterlock
