// A set of message numbers, one bit each: what searches combine.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace letterlock::store::sqlite {

class Bitmap {
 public:
  // For numbers 0..last.
  explicit Bitmap(std::int64_t last) : words_(static_cast<std::size_t>(last) / 64 + 1) {}

  void set(std::int64_t number) {
    const auto n = static_cast<std::uint64_t>(number);
    if (number > 0 && n / 64 < words_.size()) words_[n / 64] |= std::uint64_t{1} << n % 64;
  }
  bool has(std::int64_t number) const {
    const auto n = static_cast<std::uint64_t>(number);
    return number > 0 && n / 64 < words_.size() && (words_[n / 64] >> n % 64 & 1) != 0;
  }
  void intersect(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  void unite(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  void subtract(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }
  // All numbers 1..last.
  void fill(std::int64_t last) {
    for (std::int64_t number = 1; number <= last; ++number) set(number);
  }
  bool empty() const {
    return std::all_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word == 0; });
  }
  std::uint64_t count() const {
    std::uint64_t bits = 0;
    for (const auto word : words_) bits += static_cast<std::uint64_t>(std::popcount(word));
    return bits;
  }
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(static_cast<std::int64_t>(i * 64) + std::countr_zero(word));
      }
    }
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace letterlock::store::sqlite
