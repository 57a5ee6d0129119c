// The demo's own random numbers: the same seed gives the same story on every machine.
//
// Integers only (xoshiro256** seeded by SplitMix64): the standard library's distributions differ
// between implementations, and floating point between processors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::demo {

class Random {
 public:
  explicit Random(std::uint64_t seed);
  // A stream of its own for each (seed, label, number): drawing more in one place shifts no other.
  Random(std::uint64_t seed, std::string_view label, std::uint64_t number = 0);

  std::uint64_t next();
  // 0 <= result < bound. REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound);
  // first <= result <= last.
  std::int64_t between(std::int64_t first, std::int64_t last);
  bool chance(unsigned per_mille) { return below(1000) < per_mille; }
  // An index drawn in proportion to `weights`. REQUIRES: their sum is positive.
  std::size_t weighted(std::span<const unsigned> weights);

  template <class Range>
  const auto& pick(const Range& range) {
    return range[below(std::size(range))];
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

  // `count` characters of `alphabet`.
  std::string text(std::size_t count, std::string_view alphabet);
  std::string hex(std::size_t count) { return text(count, "0123456789abcdef"); }
  std::string upper_hex(std::size_t count) { return text(count, "0123456789ABCDEF"); }
  std::string octets(std::size_t count);
  // `pattern` with a hexadecimal digit for each '#' and a decimal one for each '%'. Several draws
  // in one expression would come in the compiler's order; here they come from left to right.
  std::string fill(std::string_view pattern);
  // Version 4 UUID, lower case.
  std::string uuid();

 private:
  std::array<std::uint64_t, 4> state_;
};

// FNV-1a, to key choices by name.
std::uint64_t hash_text(std::string_view text);

}  // namespace letterlock::demo
