// Octets checked for ASCII and UTF-8 at memory speed.
//
// AVX2 where the processor has it, plain C++ elsewhere; both give the same answers.
#pragma once

#include <cstddef>
#include <string_view>

namespace letterlock {

// True where no octet is above 127.
bool is_ascii_text(std::string_view text);

// How many leading octets are ASCII.
std::size_t ascii_prefix(std::string_view text);

// How many octets are above 127.
std::size_t count_non_ascii(std::string_view text);

// True where `text` is well-formed UTF-8 (Unicode 15 table 3-7).
bool is_valid_utf8(std::string_view text);

// How many leading octets of `text` are well-formed UTF-8.
std::size_t valid_utf8_prefix(std::string_view text);

// The length of the first sequence of `text` and whether it is well-formed; where it is not, the
// length is that of its maximal subpart (Unicode 15 section 3.9), the unit that becomes one U+FFFD.
// REQUIRES: `text` is not empty.
struct Utf8Sequence {
  std::size_t length;
  bool well_formed;
};
Utf8Sequence first_utf8_sequence(std::string_view text);

// `code` as UTF-8 at the end of `out`; U+FFFD in place of a surrogate or anything above U+10FFFF.
template <class String>
void append_utf8(char32_t code, String& out) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

}  // namespace letterlock
