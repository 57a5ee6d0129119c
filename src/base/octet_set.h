// A set of octets, to look for the first of several in a text: sixteen octets at once where the set
// is small, else one look at a table for each, where std::string_view::find_first_of() calls a
// function for each.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <string_view>
#include <type_traits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace letterlock {

class OctetSet {
 public:
  constexpr explicit OctetSet(std::string_view members) {
    for (const char c : members) {
      if (!has(c) && count_++ < kFew) few_[count_ - 1] = c;
      members_[static_cast<unsigned char>(c)] = true;
    }
  }
  constexpr bool has(char c) const { return members_[static_cast<unsigned char>(c)]; }

  // Where the first member in `text` stands, from `at` on; npos where there is none.
  constexpr std::size_t find_in(std::string_view text, std::size_t at = 0) const {
#if defined(__SSE2__)
    if (!std::is_constant_evaluated() && count_ <= kFew) {
      while (at < text.size() && text.size() - at >= 16) {
        const unsigned found = among_sixteen(text.data() + at);
        if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
        at += 16;
      }
    }
#endif
    while (at < text.size() && !has(text[at])) ++at;
    return at < text.size() ? at : std::string_view::npos;
  }
  constexpr bool any_in(std::string_view text) const {
    return find_in(text) != std::string_view::npos;
  }

 private:
  static constexpr std::size_t kFew = 12;

#if defined(__SSE2__)
  // Bit i: octet i is a member. REQUIRES: sixteen octets.
  unsigned among_sixteen(const char* octets) const {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets));
    __m128i found = _mm_setzero_si128();
    for (std::size_t i = 0; i < count_; ++i) {
      found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(few_[i])));
    }
    return static_cast<unsigned>(_mm_movemask_epi8(found));
  }
#endif

  std::array<bool, 256> members_{};
  std::array<char, kFew> few_{};
  std::size_t count_ = 0;
};

}  // namespace letterlock
