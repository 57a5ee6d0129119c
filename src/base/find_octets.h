// A text within a text. std::string_view::find() stops at every octet that is the wanted text's
// first, which in mail is every "d" or "b"; this one only where its last stands as well.
#pragma once

#include <string.h>  // memmem

#include <bit>
#include <cstddef>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace letterlock {

// Where `wanted` stands in `text`, from `at` on; npos where it does not. REQUIRES: `wanted` is one
// of our own words, of at least two octets: the work is up to its length for each octet of `text`.
inline std::size_t find_octets(std::string_view text, std::string_view wanted, std::size_t at = 0) {
  if (at > text.size()) return std::string_view::npos;
#if defined(__SSE2__)
  const std::size_t last = wanted.size() - 1;
  const __m128i first_octet = _mm_set1_epi8(wanted.front());
  const __m128i last_octet = _mm_set1_epi8(wanted.back());
  for (; at + last + 16 <= text.size(); at += 16) {
    const auto block = [&](std::size_t from) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from));
    };
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(block(at), first_octet),
                                       _mm_cmpeq_epi8(block(at + last), last_octet));
    for (auto mask = static_cast<unsigned>(_mm_movemask_epi8(both)); mask != 0; mask &= mask - 1) {
      const std::size_t here = at + static_cast<std::size_t>(std::countr_zero(mask));
      if (text.substr(here, wanted.size()) == wanted) return here;
    }
  }
#endif
  const void* const found =
      ::memmem(text.data() + at, text.size() - at, wanted.data(), wanted.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace letterlock
