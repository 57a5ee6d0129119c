// The charsets of ICU as one thread uses them. Internal to src/mime; charset.h is the door.
#pragma once

#include <unicode/ucnv.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace letterlock::mime {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

struct Charset {
  enum class Kind : std::uint8_t { utf8, utf16, utf32, iso2022jp, single_byte, other };
  Kind kind = Kind::other;
  bool is_utf16_in_one_order = false;  // "utf-16le", "utf-16be"
  bool rotates_controls = false;       // ICU's converter turns 1A, 1C, 7F into 1C, 7F, 1A
  // Octets below 128 mean ASCII, as long as none of `shifts` occurs.
  bool ascii_compatible = false;
  std::string_view shifts;
  std::unique_ptr<UConverter, CloseConverter> converter;
  // Of a single_byte charset: octets 128 to 255 as UTF-8. `known` is false where the charset does
  // not have the octet; then `utf8` is U+FFFD.
  struct Piece {
    std::array<char, 4> utf8;
    std::uint8_t length;
    bool known;
  };
  std::array<Piece, 128> high;
};

// This thread's charset of that ICU name, or nullptr. Lives as long as the thread.
Charset* charset_named(const std::string& name);
// The same by a label as mail has it.
Charset* charset_labelled(std::string_view label);

// Octets that the charset does not have: how many sequences, and where the first stands.
struct Undecodable {
  std::size_t count = 0;
  std::size_t first = 0;
};

// `octets` by ICU's converter, from its initial state; one U+FFFD for each undecodable sequence.
std::string decode(const Charset& charset, std::string_view octets, Undecodable& seen);

}  // namespace letterlock::mime
