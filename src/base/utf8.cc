#include "base/utf8.h"

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/eight_octets.h"

namespace letterlock {
namespace {

#if defined(__x86_64__)

bool have_avx2() {
  static const bool yes = __builtin_cpu_supports("avx2");
  return yes;
}

__attribute__((target("avx2"))) bool is_ascii_avx2(const char* at, std::size_t size) {
  for (; size >= 128; at += 128, size -= 128) {
    const auto* blocks = reinterpret_cast<const __m256i*>(at);
    const __m256i a = _mm256_or_si256(_mm256_loadu_si256(blocks), _mm256_loadu_si256(blocks + 1));
    const __m256i b =
        _mm256_or_si256(_mm256_loadu_si256(blocks + 2), _mm256_loadu_si256(blocks + 3));
    if (_mm256_movemask_epi8(_mm256_or_si256(a, b)) != 0) return false;
  }
  return ascii_prefix({at, size}) == size;
}

// The lookup algorithm of Keiser and Lemire, "Validating UTF-8 in less than one instruction per
// byte" (2021): each pair of octets is classified by three nibbles; a bit that survives all three
// tables is an error.
constexpr char kTooShort = 1 << 0;
constexpr char kTooLong = 1 << 1;
constexpr char kOverlong3 = 1 << 2;
constexpr char kTooLarge = 1 << 3;
constexpr char kSurrogate = 1 << 4;
constexpr char kOverlong2 = 1 << 5;
constexpr char kTooLarge1000 = 1 << 6;
constexpr char kOverlong4 = 1 << 6;
constexpr char kTwoContinuations = static_cast<char>(1 << 7);
constexpr char kCarry = kTooShort | kTooLong | kTwoContinuations;

constexpr char kFirstHigh[16] = {kTooLong,
                                 kTooLong,
                                 kTooLong,
                                 kTooLong,
                                 kTooLong,
                                 kTooLong,
                                 kTooLong,
                                 kTooLong,
                                 kTwoContinuations,
                                 kTwoContinuations,
                                 kTwoContinuations,
                                 kTwoContinuations,
                                 kTooShort | kOverlong2,
                                 kTooShort,
                                 kTooShort | kOverlong3 | kSurrogate,
                                 kTooShort | kTooLarge | kTooLarge1000 | kOverlong4};
constexpr char kBeyond = kCarry | kTooLarge | kTooLarge1000;
constexpr char kFirstLow[16] = {kCarry | kOverlong3 | kOverlong2 | kOverlong4,
                                kCarry | kOverlong2,
                                kCarry,
                                kCarry,
                                kCarry | kTooLarge,
                                kBeyond,
                                kBeyond,
                                kBeyond,
                                kBeyond,
                                kBeyond,
                                kBeyond,
                                kBeyond,
                                kBeyond,
                                kBeyond | kSurrogate,
                                kBeyond,
                                kBeyond};
constexpr char kContinuation = kTooLong | kOverlong2 | kTwoContinuations;
constexpr char kSecondHigh[16] = {kTooShort,
                                  kTooShort,
                                  kTooShort,
                                  kTooShort,
                                  kTooShort,
                                  kTooShort,
                                  kTooShort,
                                  kTooShort,
                                  kContinuation | kOverlong3 | kTooLarge1000 | kOverlong4,
                                  kContinuation | kOverlong3 | kTooLarge,
                                  kContinuation | kSurrogate | kTooLarge,
                                  kContinuation | kSurrogate | kTooLarge,
                                  kTooShort,
                                  kTooShort,
                                  kTooShort,
                                  kTooShort};

// The octet `N` places before each octet of `block`.
template <int N>
__attribute__((target("avx2"))) inline __m256i shifted(__m256i block, __m256i before) {
  return _mm256_alignr_epi8(block, _mm256_permute2x128_si256(before, block, 0x21), 16 - N);
}

__attribute__((target("avx2"))) inline __m256i look_up(const char (&table)[16], __m256i nibbles) {
  const __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), nibbles);
}

__attribute__((target("avx2"))) inline __m256i high_nibbles(__m256i octets) {
  return _mm256_and_si256(_mm256_srli_epi16(octets, 4), _mm256_set1_epi8(0x0F));
}

__attribute__((target("avx2"))) inline __m256i errors_of(__m256i block, __m256i before) {
  const __m256i first = shifted<1>(block, before);
  const __m256i pairs = _mm256_and_si256(
      _mm256_and_si256(look_up(kFirstHigh, high_nibbles(first)),
                       look_up(kFirstLow, _mm256_and_si256(first, _mm256_set1_epi8(0x0F)))),
      look_up(kSecondHigh, high_nibbles(block)));
  const __m256i third =
      _mm256_subs_epu8(shifted<2>(block, before), _mm256_set1_epi8(static_cast<char>(0xE0 - 0x80)));
  const __m256i fourth =
      _mm256_subs_epu8(shifted<3>(block, before), _mm256_set1_epi8(static_cast<char>(0xF0 - 0x80)));
  const __m256i must_continue =
      _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(static_cast<char>(0x80)));
  return _mm256_xor_si256(must_continue, pairs);
}

// Non-zero where `block` ends inside a sequence.
__attribute__((target("avx2"))) inline __m256i unfinished(__m256i block) {
  const __m256i largest_last =
      _mm256_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                       -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, static_cast<char>(0xF0 - 1),
                       static_cast<char>(0xE0 - 1), static_cast<char>(0xC0 - 1));
  return _mm256_subs_epu8(block, largest_last);
}

__attribute__((target("avx2"))) bool is_valid_avx2(const char* at, std::size_t size) {
  __m256i error = _mm256_setzero_si256();
  __m256i before = _mm256_setzero_si256();
  __m256i open = _mm256_setzero_si256();
  char tail[32] = {};
  bool in_tail = false;
  while (!in_tail) {
    in_tail = size < 32;
    if (in_tail) std::memcpy(tail, at, size);
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in_tail ? tail : at));
    if (_mm256_movemask_epi8(block) == 0) {
      error = _mm256_or_si256(error, open);
      open = _mm256_setzero_si256();
    } else {
      error = _mm256_or_si256(error, errors_of(block, before));
      open = unfinished(block);
    }
    before = block;
    if (!in_tail) at += 32, size -= 32;
  }
  error = _mm256_or_si256(error, open);
  return _mm256_testz_si256(error, error) != 0;
}

#endif

}  // namespace

std::size_t ascii_prefix(std::string_view text) {
  const auto wide_at = [&](std::size_t at) { return load_eight(text.data() + at) & kHighBits; };
  std::size_t at = 0;
  if (text.size() < 8) {
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    return at;
  }
  std::uint64_t wide = 0;
  while (at + 8 <= text.size() && (wide = wide_at(at)) == 0) at += 8;
  if (wide == 0) {  // what is left, with octets before it
    at = text.size() - 8;
    wide = wide_at(at);
    if (wide == 0) return text.size();
  }
  return at + static_cast<std::size_t>(std::countr_zero(wide)) / 8;
}

bool is_ascii_text(std::string_view text) {
#if defined(__x86_64__)
  if (text.size() >= 64 && have_avx2()) return is_ascii_avx2(text.data(), text.size());
#endif
  return ascii_prefix(text) == text.size();
}

std::size_t count_non_ascii(std::string_view text) {
  std::size_t count = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    const std::uint64_t word = load_eight(text.data() + at);
    // One bit for each such octet; the product's top octet is their sum.
    count += (((word & kHighBits) >> 7) * kEachOctet) >> 56;
  }
  for (; at < text.size(); ++at) count += static_cast<unsigned char>(text[at]) >> 7;
  return count;
}

Utf8Sequence first_utf8_sequence(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = octet(0);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  // The second octet's bounds exclude overlong forms, surrogates and what lies above U+10FFFF.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t i = 1; i < length; ++i) {
    const bool fits =
        i < text.size() && octet(i) >= (i == 1 ? low : 0x80) && octet(i) <= (i == 1 ? high : 0xBF);
    if (!fits) return {i, false};
  }
  return {length, true};
}

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    at += ascii_prefix(text.substr(at));
    while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80) {
      const Utf8Sequence next = first_utf8_sequence(text.substr(at));
      if (!next.well_formed) return at;
      at += next.length;
    }
  }
  return at;
}

bool is_valid_utf8(std::string_view text) {
#if defined(__x86_64__)
  if (text.size() >= 64 && have_avx2()) return is_valid_avx2(text.data(), text.size());
#endif
  return valid_utf8_prefix(text) == text.size();
}

}  // namespace letterlock
