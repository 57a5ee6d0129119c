// Where the ASCII letters of a text are, 64 octets at a look.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/ascii.h"

namespace letterlock::content {

// For asking from front to back.
class LetterRuns {
 public:
  explicit LetterRuns(std::string_view text) : text_(text) { look_from(0); }

  // How many letters stand from `at` on, or kMost where there are more.
  // REQUIRES: `at` is inside the text and not before that of the call before.
  std::size_t length(std::size_t at) {
    if (at - begin_ >= kMost) look_from(at);
    const auto run = static_cast<std::size_t>(std::countr_one(letters_ >> (at - begin_)));
    if (at - begin_ + run < kMost || at == begin_) return run;
    look_from(at);
    return static_cast<std::size_t>(std::countr_one(letters_));
  }
  static constexpr std::size_t kMost = 64;

 private:
  void look_from(std::size_t at) {
    begin_ = at;
    const std::size_t size = text_.size();
    if (size - at >= kMost) {
      letters_ = letters_of(text_.data() + at);
    } else if (size >= kMost) {
      letters_ = letters_of(text_.data() + (size - kMost)) >> (at - (size - kMost));
    } else {
      char padded[kMost] = {};
      if (size > at) std::memcpy(padded, text_.data() + at, size - at);
      letters_ = letters_of(padded);
    }
  }

  // Bit i: octet i is a letter. REQUIRES: kMost octets.
  static std::uint64_t letters_of(const char* octets) {
    std::uint64_t letters = 0;
#if defined(__SSE2__)
    for (unsigned i = 0; i < kMost; i += 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets + i));
      const __m128i small = _mm_or_si128(block, _mm_set1_epi8(0x20));
      const __m128i place = _mm_sub_epi8(small, _mm_set1_epi8('a'));  // in the alphabet
      const __m128i found = _mm_cmpeq_epi8(_mm_min_epu8(place, _mm_set1_epi8('z' - 'a')), place);
      letters |= static_cast<std::uint64_t>(_mm_movemask_epi8(found)) << i;
    }
#else
    for (unsigned i = 0; i < kMost; ++i) letters |= std::uint64_t{is_alpha(octets[i])} << i;
#endif
    return letters;
  }

  std::string_view text_;
  std::size_t begin_ = 0;
  std::uint64_t letters_ = 0;  // of the octets from begin_ on
};

}  // namespace letterlock::content
