// Which message of this run holds a body already.
//
// Of one message several mailboxes hold copies that differ in what servers wrote above it: what
// follows the first blank line is kept once (evidence_record.h, SharedTail). Bodies are known again
// by a KeyedHash, so that nobody can make one pass for another. What shares with what depends on
// the messages of the run and their order alone. Used from one thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "base/keyed_hash.h"
#include "casefile/evidence_record.h"

namespace letterlock::casefile {

class SharedBodies {
 public:
  // What of the message `octets` an earlier one holds; where none does, this one will be the
  // holder.
  SharedTail tail_of(std::string_view octets, const Sha256& evidence);

 private:
  static constexpr std::size_t kLeast = 1024;  // octets of a body that is worth it
  // All are forgotten when so many are known, some 30 MB of them.
  static constexpr std::size_t kMost = 1 << 18;

  struct Held {
    Sha256 holder;
    std::uint64_t from = 0;
  };
  struct Place {
    std::size_t operator()(const KeyedHash::Value& value) const { return value[0]; }
  };
  KeyedHash hash_;
  std::unordered_map<KeyedHash::Value, Held, Place> held_;
};

}  // namespace letterlock::casefile
