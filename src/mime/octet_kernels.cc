#include "mime/octet_kernels.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "base/ascii.h"
#include "mime/isa.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace letterlock::mime {
namespace {

constexpr std::uint32_t kNoDigit = 0xFF000000;

// kDigits[k][c]: the base64 digit c shifted to its place k in a quantum, or kNoDigit.
constexpr auto kDigits = [] {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<std::array<std::uint32_t, 256>, 4> digits{};
  for (std::size_t k = 0; k < 4; ++k) {
    digits[k].fill(kNoDigit);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
      digits[k][static_cast<unsigned char>(alphabet[i])] =
          static_cast<std::uint32_t>(i << (18 - 6 * k));
    }
  }
  return digits;
}();

// Needs a specific place in the text, because white space counts only before a line ending.
bool is_plain(std::string_view in, std::size_t at) {
  const char c = in[at];
  if (c == '=') return false;
  return !((c == '\n' || c == '\r') && at > 0 && is_wsp(in[at - 1]));
}

constexpr std::uint8_t kNoHex = 0x80;
constexpr auto kHexDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  for (std::size_t c = 0; c < digits.size(); ++c) {
    const int value = hex_value(static_cast<char>(c));
    digits[c] = value < 0 ? kNoHex : static_cast<std::uint8_t>(value);
  }
  return digits;
}();

// Takes "=4A" or an equals sign at the end of its line; false where something else stands there.
inline bool take_escape(std::string_view in, QuotedPrintableRun& run) {
  const std::size_t at = run.end;
  if (in.size() - at < 3 || in[at] != '=') return false;
  const std::uint8_t high = kHexDigits[static_cast<unsigned char>(in[at + 1])];
  const std::uint8_t low = kHexDigits[static_cast<unsigned char>(in[at + 2])];
  if (((high | low) & kNoHex) == 0) {
    *run.out_end++ = static_cast<char>(high << 4 | low);
    run.end += 3;
  } else if (in[at + 1] == '\n') {
    run.end += 2;
  } else if (in[at + 1] == '\r' && in[at + 2] == '\n') {
    run.end += 3;
  } else {
    return false;
  }
  run.plain_begin = run.end;
  return true;
}

// RFC 5322 section 3.6.8 `ftext`.
constexpr auto kNameOctets = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 33; c < 127; ++c) table[c] = c != ':';
  return table;
}();

namespace portable {

LineMarks line_marks(std::string_view in, std::size_t from) {
  const std::size_t found = in.find('\n', from);
  const std::size_t lf = found == in.npos ? in.size() : found;
  std::size_t name_end = from;
  while (name_end < lf && kNameOctets[static_cast<unsigned char>(in[name_end])]) ++name_end;
  return {name_end, lf};
}

std::size_t base64_quanta(std::string_view in, char* out) {
  const auto* at = reinterpret_cast<const unsigned char*>(in.data());
  std::size_t done = 0;
  for (; in.size() - done >= 4; done += 4) {
    const std::uint32_t quantum = kDigits[0][at[done]] | kDigits[1][at[done + 1]] |
                                  kDigits[2][at[done + 2]] | kDigits[3][at[done + 3]];
    if (quantum >= kNoDigit) break;
    *out++ = static_cast<char>(quantum >> 16);
    *out++ = static_cast<char>(quantum >> 8);
    *out++ = static_cast<char>(quantum);
  }
  return done;
}

// Goes on with a run.
QuotedPrintableRun quoted_printable_on(std::string_view in, QuotedPrintableRun run) {
  while (run.end < in.size()) {
    if (is_plain(in, run.end)) {
      *run.out_end++ = in[run.end++];
    } else if (!take_escape(in, run)) {
      break;
    }
  }
  return run;
}
QuotedPrintableRun quoted_printable(std::string_view in, std::size_t from, char* out) {
  return quoted_printable_on(in, {from, from, out});
}

constexpr OctetKernels kKernels{line_marks, base64_quanta, quoted_printable};

}  // namespace portable

#if defined(__x86_64__)
namespace avx2 {
#define LL_TARGET __attribute__((target("avx2,bmi")))

LL_TARGET LineMarks line_marks(std::string_view in, std::size_t from) {
  const __m256i space = _mm256_set1_epi8(' '), colon = _mm256_set1_epi8(':');
  const __m256i del = _mm256_set1_epi8(0x7F), newline = _mm256_set1_epi8('\n');
  std::size_t name_end = in.npos;
  for (std::size_t at = from; in.size() - at >= 32; at += 32) {
    const __m256i octets = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in.data() + at));
    if (name_end == in.npos) {
      // As signed numbers: octets above 127 are below the space too.
      const __m256i graphic = _mm256_cmpgt_epi8(octets, space);
      const __m256i others =
          _mm256_or_si256(_mm256_cmpeq_epi8(octets, colon), _mm256_cmpeq_epi8(octets, del));
      const auto name =
          static_cast<unsigned>(_mm256_movemask_epi8(_mm256_andnot_si256(others, graphic)));
      if (name != 0xFFFFFFFF) name_end = at + static_cast<std::size_t>(std::countr_one(name));
    }
    const auto ends =
        static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(octets, newline)));
    if (ends != 0) return {name_end, at + static_cast<std::size_t>(std::countr_zero(ends))};
    if (in.size() - at < 64) {
      const LineMarks last = portable::line_marks(in, at + 32);
      return {name_end == in.npos ? last.name_end : name_end, last.lf};
    }
  }
  return portable::line_marks(in, from);
}

// Muła and Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions" (2018): nibble
// tables tell digits from other octets and give what to add to each.
LL_TARGET std::size_t base64_quanta(std::string_view in, char* out) {
  const __m256i low_table =
      _mm256_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B,
                       0x1B, 0x1B, 0x1A, 0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                       0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A);
  const __m256i high_table =
      _mm256_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10,
                       0x10, 0x10, 0x10, 0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10,
                       0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
  const __m256i offsets =
      _mm256_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 19, 4, -65,
                       -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1, 2,
                                         1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, -1, -1);
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  std::size_t done = 0;
  while (in.size() - done >= 32) {
    const __m256i octets = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in.data() + done));
    const __m256i high = _mm256_and_si256(_mm256_srli_epi32(octets, 4), nibble);
    const __m256i low = _mm256_and_si256(octets, nibble);
    const __m256i wrong = _mm256_and_si256(_mm256_shuffle_epi8(low_table, low),
                                           _mm256_shuffle_epi8(high_table, high));
    const auto right = static_cast<unsigned>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(wrong, _mm256_setzero_si256())));
    const __m256i slash = _mm256_cmpeq_epi8(octets, _mm256_set1_epi8('/'));
    const __m256i digits =
        _mm256_add_epi8(octets, _mm256_shuffle_epi8(offsets, _mm256_add_epi8(slash, high)));
    const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi32(0x01400140));
    const __m256i quanta = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
    const __m256i packed = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(quanta, order), lanes);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + done / 4 * 3), packed);
    if (right != 0xFFFFFFFF) {
      return done + (static_cast<std::size_t>(std::countr_one(right)) & ~std::size_t{3});
    }
    done += 32;
  }
  return done + portable::base64_quanta(in.substr(done), out + done / 4 * 3);
}

LL_TARGET QuotedPrintableRun quoted_printable(std::string_view in, std::size_t from, char* out) {
  const __m256i equals = _mm256_set1_epi8('='), space = _mm256_set1_epi8(' ');
  const __m256i tab = _mm256_set1_epi8('\t');
  const __m256i cr = _mm256_set1_epi8('\r'), lf = _mm256_set1_epi8('\n');
  QuotedPrintableRun run{from, from, out};
  if (from == 0) {  // nothing to look back at yet
    if (in.empty()) return run;
    if (is_plain(in, 0)) {
      *run.out_end++ = in[run.end++];
    } else if (!take_escape(in, run)) {
      return run;
    }
  }
  while (in.size() - run.end >= 32) {
    const auto* here = reinterpret_cast<const __m256i*>(in.data() + run.end);
    const __m256i octets = _mm256_loadu_si256(here);
    const __m256i before =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in.data() + run.end - 1));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(run.out_end), octets);
    const __m256i line_end =
        _mm256_or_si256(_mm256_cmpeq_epi8(octets, cr), _mm256_cmpeq_epi8(octets, lf));
    const __m256i after_space =
        _mm256_or_si256(_mm256_cmpeq_epi8(before, space), _mm256_cmpeq_epi8(before, tab));
    const __m256i stop =
        _mm256_or_si256(_mm256_cmpeq_epi8(octets, equals), _mm256_and_si256(line_end, after_space));
    const auto mask = static_cast<unsigned>(_mm256_movemask_epi8(stop));
    const std::size_t plain = mask == 0 ? 32 : static_cast<std::size_t>(std::countr_zero(mask));
    run.end += plain;
    run.out_end += plain;
    if (mask == 0) continue;
    do {
      if (!take_escape(in, run)) return run;
    } while (run.end < in.size() && in[run.end] == '=');
  }
  return portable::quoted_printable_on(in, run);
}

constexpr OctetKernels kKernels{line_marks, base64_quanta, quoted_printable};
#undef LL_TARGET
}  // namespace avx2
#endif

}  // namespace

const OctetKernels& octet_kernels() {
#if defined(__x86_64__)
  if (active_isa() == Isa::avx2) return avx2::kKernels;
#endif
  return portable::kKernels;
}

}  // namespace letterlock::mime
