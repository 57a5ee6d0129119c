#include "demo/random.h"

#include "base/ascii.h"
#include "base/attributes.h"
#include "base/fnv1a.h"

namespace letterlock::demo {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::uint64_t rotate_left(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

}  // namespace

std::uint64_t hash_text(std::string_view text) { return Fnv1a().add(text).value(); }

Random::Random(std::uint64_t seed) {
  for (auto& word : state_) word = split_mix(seed);
}

Random::Random(std::uint64_t seed, std::string_view label, std::uint64_t number)
    : Random(seed * 0x9E3779B97F4A7C15ULL ^ hash_text(label) ^ number * 0xD1342543DE82EF95ULL) {}

std::uint64_t Random::next() {
  auto& s = state_;
  const std::uint64_t result = rotate_left(s[1] * 5, 7) * 9;
  const std::uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left(s[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  LL_ASSERT(bound > 0);
  return next() % bound;  // the bias is far below anything a story could show
}

std::int64_t Random::between(std::int64_t first, std::int64_t last) {
  return first + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first) + 1));
}

std::size_t Random::weighted(std::span<const unsigned> weights) {
  std::uint64_t total = 0;
  for (unsigned w : weights) total += w;
  std::uint64_t left = below(total);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return weights.size() - 1;
}

std::string Random::text(std::size_t count, std::string_view alphabet) {
  std::string out(count, '\0');
  for (char& c : out) c = alphabet[below(alphabet.size())];
  return out;
}

std::string Random::octets(std::size_t count) {
  std::string out(count, '\0');
  for (char& c : out) c = static_cast<char>(next() >> 56);
  return out;
}

std::string Random::fill(std::string_view pattern) {
  std::string out(pattern);
  for (char& c : out) {
    if (c == '#') {
      c = "0123456789abcdef"[below(16)];
    } else if (c == '%') {
      c = static_cast<char>('0' + below(10));
    }
  }
  return out;
}

std::string Random::uuid() {
  std::string raw = octets(16);
  raw[6] = static_cast<char>((raw[6] & 0x0F) | 0x40);
  raw[8] = static_cast<char>((raw[8] & 0x3F) | 0x80);
  const std::string h = to_hex(raw);
  return h.substr(0, 8) + '-' + h.substr(8, 4) + '-' + h.substr(12, 4) + '-' + h.substr(16, 4) +
         '-' + h.substr(20);
}

}  // namespace letterlock::demo
