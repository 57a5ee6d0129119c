// Counts by number, in one flat table of twelve octets a slot: open addressing, linear probing.
//
// A key is a 32-bit hash; two things with one hash share a count. Bounded: beyond `most` keys new
// ones are not counted. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace letterlock::relations {

class FlatCounts {
 public:
  explicit FlatCounts(std::size_t most) : most_(most), slots_(64) {}

  float of(std::uint32_t key) const {
    const Slot& slot = slots_[find(key)];
    return slot.used ? slot.count : 0;
  }
  // Returns the count before.
  float add(std::uint32_t key, float amount) {
    std::size_t at = find(key);
    if (!slots_[at].used) {
      if (used_ == most_) return 0;
      if (10 * (used_ + 1) > 7 * slots_.size()) {
        grow();
        at = find(key);
      }
      ++used_;
      slots_[at] = {key, 0, true};
    }
    const float before = slots_[at].count;
    slots_[at].count += amount;
    return before;
  }
  std::size_t size() const { return used_; }

 private:
  struct Slot {
    std::uint32_t key = 0;
    float count = 0;
    bool used = false;
  };
  std::size_t find(std::uint32_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key * 0x9E3779B97F4A7C15ULL >> 32) & mask;
    while (slots_[at].used && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.used) slots_[find(slot.key)] = slot;
    }
  }

  std::size_t most_, used_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace letterlock::relations
