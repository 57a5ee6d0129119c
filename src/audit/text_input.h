// The text of a log file as UTF-8, through a window that moves over it.
//
// A byte order mark decides (UTF-8, UTF-16 of either order); without one, text whose every second
// octet is NUL is UTF-16 too. Positions count octets of the text as UTF-8, behind the mark. Memory
// is the window: what the reader keeps in it, and one piece more.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/attributes.h"
#include "base/expected.h"
#include "base/sha256.h"
#include "base/stream.h"

namespace letterlock::audit {

enum class Encoding : std::uint8_t { utf8, utf8_with_mark, utf16_le, utf16_be };
std::string_view encoding_name(Encoding encoding);

class TextInput {
 public:
  // Octets that may be read behind the end of at_hand(): what simdjson asks for.
  static constexpr std::size_t kPadding = 64;

  explicit TextInput(Stream& stream) : stream_(stream) {}

  // The octets that were read and not yet taken.
  std::string_view at_hand() const LL_LIFETIME_BOUND { return {buffer_.get() + begin_, size()}; }
  std::size_t size() const { return end_ - begin_; }
  // Reads on; false where nothing more comes. Views from before are void.
  Expected<bool> more();
  // REQUIRES: that many are at hand.
  void take(std::size_t count) {
    begin_ += count;
    position_ += count;
  }
  // Of the first octet at hand.
  std::uint64_t position() const { return position_; }
  bool at_end() const { return at_end_; }

  Encoding encoding() const { return encoding_; }
  // Of the stream's octets as they came.
  std::uint64_t octets_read() const { return octets_read_; }
  Sha256 hash() { return hash_.finish(); }  // once, at the end

 private:
  void make_room(std::size_t count);
  void decode_beginning(std::string_view octets);
  void append(std::string_view octets);
  void append_utf16(std::string_view octets);
  void append_unit(char16_t unit);

  Stream& stream_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
  std::uint64_t position_ = 0, octets_read_ = 0;
  bool began_ = false, at_end_ = false;
  Encoding encoding_ = Encoding::utf8;
  std::string piece_;       // as read
  std::string half_;        // octet of a UTF-16 unit whose other half is to come
  char16_t surrogate_ = 0;  // the first of a pair
  Sha256Stream hash_;
};

}  // namespace letterlock::audit
