#include "audit/bracket_scan.h"

#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace letterlock::audit {
namespace {

struct Masks {
  std::uint64_t quote = 0, backslash = 0, open = 0, close = 0, newline = 0;
};

#if defined(__SSE2__)
Masks masks_of(const char* octets) {
  Masks masks;
  const __m128i bit = _mm_set1_epi8(0x20);
  for (std::size_t i = 0; i < 4; ++i) {
    const __m128i in = _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets + 16 * i));
    const auto equal = [&](__m128i a, char c) {
      const int bits = _mm_movemask_epi8(_mm_cmpeq_epi8(a, _mm_set1_epi8(c)));
      return static_cast<std::uint64_t>(static_cast<std::uint32_t>(bits)) << (16 * i);
    };
    const __m128i folded = _mm_or_si128(in, bit);  // '[' and '{', ']' and '}' are one then
    masks.quote |= equal(in, '"');
    masks.backslash |= equal(in, '\\');
    masks.newline |= equal(in, '\n');
    masks.open |= equal(folded, '{');
    masks.close |= equal(folded, '}');
  }
  return masks;
}
#else
Masks masks_of(const char* octets) {
  Masks masks;
  for (unsigned i = 0; i < 64; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    switch (octets[i]) {
      case '"':
        masks.quote |= bit;
        break;
      case '\\':
        masks.backslash |= bit;
        break;
      case '\n':
        masks.newline |= bit;
        break;
      case '{':
      case '[':
        masks.open |= bit;
        break;
      case '}':
      case ']':
        masks.close |= bit;
        break;
      default:
        break;
    }
  }
  return masks;
}
#endif

// Each bit becomes the parity of itself and all below.
std::uint64_t prefix_xor(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

}  // namespace

// The octets that a backslash escapes. Runs of backslashes are rare; they are walked through.
std::uint64_t BracketScan::escaped(std::uint64_t backslash) {
  if (backslash == 0) {
    const std::uint64_t first = escape_next_;
    escape_next_ = 0;
    return first;
  }
  std::uint64_t out = escape_next_;
  backslash &= ~escape_next_;
  escape_next_ = 0;
  while (backslash != 0) {
    const int at = std::countr_zero(backslash);
    if (at == 63) {
      escape_next_ = 1;
      break;
    }
    const std::uint64_t next = std::uint64_t{2} << at;
    out |= next;
    backslash &= backslash - 1;
    backslash &= ~next;  // an escaped backslash escapes nothing
  }
  return out;
}

BracketScan::Result BracketScan::block(const char* octets, std::size_t count) {
  char padded[64];
  if (count < 64) {
    std::memset(padded, ' ', sizeof padded);
    std::memcpy(padded, octets, count);
    octets = padded;
  }
  const Masks masks = masks_of(octets);
  const std::uint64_t quotes = masks.quote & ~escaped(masks.backslash);
  const std::uint64_t in_string = prefix_xor(quotes) ^ in_string_;
  in_string_ = static_cast<std::uint64_t>(static_cast<std::int64_t>(in_string) >> 63);

  const std::uint64_t broken = masks.newline & in_string;
  std::uint64_t lines = 0;
  if (watch_lines_) {
    const std::uint64_t begins = masks.newline << 1 | (after_newline_ ? 1 : 0);
    lines = begins & masks.open & ~in_string;
    after_newline_ = (masks.newline >> 63) != 0;
  }
  std::uint64_t open = masks.open & ~in_string;
  std::uint64_t close = masks.close & ~in_string;
  const int opens = std::popcount(open), closes = std::popcount(close);
  if (broken == 0 && lines == 0 && depth_ > closes) {
    depth_ += opens - closes;
    return {};
  }
  std::uint64_t events = open | close | broken | lines;
  while (events != 0) {
    const int at = std::countr_zero(events);
    const std::uint64_t bit = std::uint64_t{1} << at;
    events &= events - 1;
    const auto where = static_cast<std::size_t>(at);
    if ((broken & bit) != 0) return {Found::line_break, where};
    if ((lines & bit) != 0 && depth_ > 0 && octets[at] == '{') return {Found::next_line, where};
    depth_ += (open & bit) != 0 ? 1 : (close & bit) != 0 ? -1 : 0;
    if (depth_ == 0) return {Found::end, where};
  }
  return {};
}

}  // namespace letterlock::audit
