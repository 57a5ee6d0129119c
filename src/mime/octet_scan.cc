#include "mime/octet_scan.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "mime/isa.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace letterlock::mime {
namespace {

// Which octets of 64 are what; bit i speaks of octet i.
struct Block {
  std::uint64_t lf, cr, dash, nul, eight_bit;
};

namespace portable {
#define LL_TARGET
#if defined(__x86_64__)  // SSE2 is part of the architecture
inline Block load_block(const char* at) {
  Block block{};
  for (int i = 0; i < 4; ++i) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i);
    const auto where = [&](char c) {
      const int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(octets, _mm_set1_epi8(c)));
      return static_cast<std::uint64_t>(static_cast<unsigned>(mask)) << (16 * i);
    };
    block.lf |= where('\n');
    block.cr |= where('\r');
    block.dash |= where('-');
    block.nul |= where('\0');
    block.eight_bit |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(octets)))
                       << (16 * i);
  }
  return block;
}
#else
inline Block load_block(const char* at) {
  Block block{};
  for (int i = 0; i < 64; ++i) {
    const std::uint64_t bit = 1ull << i;
    const char c = at[i];
    block.lf |= c == '\n' ? bit : 0;
    block.cr |= c == '\r' ? bit : 0;
    block.dash |= c == '-' ? bit : 0;
    block.nul |= c == '\0' ? bit : 0;
    block.eight_bit |= static_cast<unsigned char>(c) >= 0x80 ? bit : 0;
  }
  return block;
}
#endif
#include "mime/octet_scan.inc"
#undef LL_TARGET
}  // namespace portable

#if defined(__x86_64__)
namespace avx2 {
#define LL_TARGET __attribute__((target("avx2,bmi")))
LL_TARGET inline std::uint64_t where(__m256i low, __m256i high, char c) {
  const __m256i wanted = _mm256_set1_epi8(c);
  const auto a = static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto b = static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return a | static_cast<std::uint64_t>(b) << 32;
}
LL_TARGET inline Block load_block(const char* at) {
  const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at) + 1);
  const std::uint64_t top_low = static_cast<unsigned>(_mm256_movemask_epi8(low));
  const std::uint64_t top_high = static_cast<unsigned>(_mm256_movemask_epi8(high));
  return {where(low, high, '\n'), where(low, high, '\r'), where(low, high, '-'),
          where(low, high, '\0'), top_low | top_high << 32};
}
#include "mime/octet_scan.inc"
#undef LL_TARGET
}  // namespace avx2
#endif

// A line of more than 998 octets covers at least this many whole blocks.
constexpr std::uint32_t kBlocksInLongLine = (kLongestLine + 1 - 63) / 64;
static_assert(kBlocksInLongLine == 14);

constexpr std::uint64_t bit_at(std::uint32_t bit) { return bit < 64 ? 1ull << bit : 0; }
constexpr std::uint64_t from_bit(std::uint32_t bit) { return bit < 64 ? ~0ull << bit : 0; }

}  // namespace

std::size_t ascii_prefix(std::string_view octets) {
  std::size_t at = 0;
  for (; octets.size() - at >= 8; at += 8) {
    std::uint64_t word;
    std::memcpy(&word, octets.data() + at, sizeof word);
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (at < octets.size() && static_cast<unsigned char>(octets[at]) < 0x80) ++at;
  return at;
}

OctetScan::OctetScan(std::string_view octets) : advance_(portable::advance) {
#if defined(__x86_64__)
  if (active_isa() == Isa::avx2) advance_ = avx2::advance;
#endif
  state_.octets = octets.data();
  state_.size = static_cast<std::uint32_t>(octets.size());
  // Padding that is none of the octets looked for; a final CR counts as bare because of it.
  std::memset(state_.tail, ' ', sizeof state_.tail);
  const std::size_t whole = octets.size() / 64 * 64;
  std::copy(octets.begin() + static_cast<std::ptrdiff_t>(whole), octets.end(), state_.tail);
  state_.base = 0u - 64;  // so that the first block is entered like every other
  advance_(state_, 0, ~0ull);
}

void OctetScan::leave_block() {
  const std::uint64_t mine =
      region_begin_ > state_.base ? from_bit(region_begin_ - state_.base) : ~0ull;
  state_.seen_eight_bit |= state_.eight_bit & mine;
  state_.seen_nul |= state_.nul & mine;
  state_.seen_bare_cr |= state_.bare_cr & mine;
  state_.seen_bare_lf |= state_.bare_lf & mine;
  state_.seen_crlf |= state_.crlf & mine;
}

std::uint32_t OctetScan::next_dashes(std::uint32_t from) {
  for (;;) {
    std::uint64_t found = state_.dashes;
    if (from > state_.base) found &= from_bit(from - state_.base);
    for (; found != 0; found &= found - 1) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(found));
      const std::uint32_t at = state_.base + bit;
      if (at + 1 < state_.size && state_.octets[at + 1] == '-') return at;
    }
    if (state_.size - state_.base < 64) return state_.size;
    leave_block();
    advance_(state_, state_.size, ~0ull);
  }
}

OctetFacts OctetScan::finish_region(std::uint32_t end) {
  if (end - state_.base >= 64) {  // never behind: then `end` would be below what was returned
    leave_block();
    advance_(state_, end, 0);
  }
  const std::uint64_t mine =
      (region_begin_ > state_.base ? from_bit(region_begin_ - state_.base) : ~0ull) &
      ~from_bit(end - state_.base);
  // The bit of a bare CR stands on the octet after it, which past the last octet is padding.
  const std::uint64_t mine_after_cr = end == state_.size ? mine | bit_at(end - state_.base) : mine;
  OctetFacts facts;
  facts.eight_bit = (state_.seen_eight_bit | (state_.eight_bit & mine)) != 0;
  facts.nul = (state_.seen_nul | (state_.nul & mine)) != 0;
  facts.bare_cr = (state_.seen_bare_cr | (state_.bare_cr & mine_after_cr)) != 0;
  facts.bare_lf = (state_.seen_bare_lf | (state_.bare_lf & mine)) != 0;
  facts.crlf = (state_.seen_crlf | (state_.crlf & mine)) != 0;
  facts.maybe_long_line = state_.most_blocks_without_lf >= kBlocksInLongLine;
  state_.seen_eight_bit = state_.seen_nul = state_.seen_bare_cr = 0;
  state_.seen_bare_lf = state_.seen_crlf = 0;
  state_.most_blocks_without_lf = state_.blocks_without_lf;
  region_begin_ = end;
  return facts;
}

}  // namespace letterlock::mime
