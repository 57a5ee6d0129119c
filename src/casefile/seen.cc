#include "casefile/seen.h"

#include <xxhash.h>

#include <utility>

#include "base/random_seed.h"

namespace letterlock::casefile {

SeenEvidence::SeenEvidence() : table_(1024), seed_(random_seed()) {}

bool SeenEvidence::insert(const Sha256& hash) {
  if ((size_ + 1) * 4 > table_.size() * 3) grow();
  const XXH128_hash_t keyed = XXH3_128bits_withSeed(hash.octets.data(), hash.octets.size(), seed_);
  return place({keyed.low64 | 1, keyed.high64});
}

bool SeenEvidence::place(const Fingerprint& fingerprint) {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = fingerprint.high & mask;; at = (at + 1) & mask) {
    if (table_[at] == fingerprint) return false;
    if (table_[at] == Fingerprint{}) {
      table_[at] = fingerprint;
      ++size_;
      return true;
    }
  }
}

void SeenEvidence::grow() {
  std::vector<Fingerprint> old(table_.size() * 2);
  std::swap(old, table_);
  size_ = 0;
  for (const Fingerprint& fingerprint : old) {
    if (fingerprint != Fingerprint{}) place(fingerprint);
  }
}

}  // namespace letterlock::casefile
