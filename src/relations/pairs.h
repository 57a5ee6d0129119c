// Who wrote to whom, how often and when.
//
// Most pairs ever seen exchanged one message: those take twelve octets and the slack of a hash
// table, the others a Rhythm besides. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "relations/conversations.h"
#include "relations/rhythm.h"

namespace letterlock::relations {

class Pairs {
 public:
  // REQUIRES: `from` is not `to`, both are below 2^31, and `at` is_plausible().
  void observe(AddressId from, AddressId to, UnixTime at);
  std::optional<Rhythm> of(AddressId from, AddressId to) const;
  bool contains(AddressId from, AddressId to) const { return slots_[find(from, to)].used(); }
  std::size_t size() const { return used_; }

 private:
  static constexpr std::uint32_t kAgain = 0x80000000;  // of `from`: more than one message
  struct Slot {
    std::uint32_t from = 0, to = 0;  // the same: a free slot
    std::uint32_t value = 0;         // when the one message was sent, or where in again_
    bool used() const { return from != to; }
    bool again() const { return (from & kAgain) != 0; }
  };
  std::size_t find(AddressId from, AddressId to) const;
  void grow();

  std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two; open addressing
  std::size_t used_ = 0;
  std::deque<Rhythm> again_;
};

}  // namespace letterlock::relations
