// The scans of "relaxed" canonicalization: how far octets stand for themselves, sixteen at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/ascii.h"

namespace letterlock::auth {

// Where a scan stops besides a TAB, and a space that white space or one of these follows.
enum class ScanStops {
  body_crlf,  // nothing else: a line end that follows text is copied with it
  every_end,  // every CR and every LF
};

namespace scan {

template <ScanStops stops>
constexpr bool is_stop(std::string_view in, std::size_t at) {
  const char c = in[at];
  if (c == '\t') return true;
  if (c == ' ') return at + 1 == in.size() || is_space(in[at + 1]);
  return stops == ScanStops::every_end && (c == '\r' || c == '\n');
}

}  // namespace scan

// The first octet at or after `from` that relaxed canonicalization may have to change, or the size.
template <ScanStops stops>
std::size_t next_stop(std::string_view in, std::size_t from) {
  std::size_t at = from;
#if defined(__SSE2__)
  const __m128i space = _mm_set1_epi8(' '), tab = _mm_set1_epi8('\t');
  const __m128i cr = _mm_set1_epi8('\r'), lf = _mm_set1_epi8('\n');
  for (; at + 17 <= in.size(); at += 16) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in.data() + at));
    const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in.data() + at + 1));
    const __m128i blank_next =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(next, space), _mm_cmpeq_epi8(next, tab)),
                     _mm_or_si128(_mm_cmpeq_epi8(next, cr), _mm_cmpeq_epi8(next, lf)));
    __m128i stop = _mm_or_si128(_mm_cmpeq_epi8(here, tab),
                                _mm_and_si128(_mm_cmpeq_epi8(here, space), blank_next));
    if constexpr (stops == ScanStops::every_end) {
      stop = _mm_or_si128(stop, _mm_or_si128(_mm_cmpeq_epi8(here, cr), _mm_cmpeq_epi8(here, lf)));
    }
    const unsigned mask = static_cast<unsigned>(_mm_movemask_epi8(stop));
    if (mask != 0) return at + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  while (at < in.size() && !scan::is_stop<stops>(in, at)) ++at;
  return at;
}

}  // namespace letterlock::auth
