// A set of octets, to look for the first of several in a text: one look at a table for each octet,
// where std::string_view::find_first_of() calls a function for each. Sets of up to four are looked
// for in sixteen octets at a time.
#pragma once

#include <algorithm>
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
  constexpr explicit OctetSet(std::string_view members) : few_(members.size() <= kFew) {
    for (const char c : members) members_[static_cast<unsigned char>(c)] = true;
    for (std::size_t i = 0; few_ && i < kFew; ++i) {
      listed_[i] = members[std::min(i, members.size() - 1)];
    }
  }
  constexpr bool has(char c) const { return members_[static_cast<unsigned char>(c)]; }

  // Where the first member in `text` stands, from `at` on; npos where there is none.
  constexpr std::size_t find_in(std::string_view text, std::size_t at = 0) const {
#if defined(__SSE2__)
    if (!std::is_constant_evaluated() && few_) {
      for (; at + 16 <= text.size(); at += 16) {
        const unsigned found = members_among(text.data() + at);
        if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
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
#if defined(__SSE2__)
  unsigned members_among(const char* sixteen) const {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen));
    __m128i found = _mm_cmpeq_epi8(octets, _mm_set1_epi8(listed_[0]));
    for (std::size_t i = 1; i < kFew; ++i) {
      found = _mm_or_si128(found, _mm_cmpeq_epi8(octets, _mm_set1_epi8(listed_[i])));
    }
    return static_cast<unsigned>(_mm_movemask_epi8(found));
  }
#endif

  static constexpr std::size_t kFew = 4;
  std::array<bool, 256> members_{};
  std::array<char, kFew> listed_{};  // of a set of few: its members, the last one repeated
  bool few_;
};

}  // namespace letterlock
