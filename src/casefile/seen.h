// Which pieces of evidence the case holds already, by 16 octets each.
//
// A fingerprint is keyed anew in each process, so that nobody can make a message whose fingerprint
// is another's; by chance two of a thousand million messages meet with a probability of 1e-20.
// Used from one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/sha256.h"

namespace letterlock::casefile {

class SeenEvidence {
 public:
  SeenEvidence();
  // True where `hash` was not there before.
  bool insert(const Sha256& hash);
  std::size_t size() const { return size_; }

 private:
  struct Fingerprint {
    std::uint64_t low = 0, high = 0;  // both 0: a free place
    bool operator==(const Fingerprint&) const = default;
  };
  bool place(const Fingerprint& fingerprint);
  void grow();

  std::vector<Fingerprint> table_;  // open addressing; its size is a power of two
  std::size_t size_ = 0;
  std::uint64_t seed_;
};

}  // namespace letterlock::casefile
