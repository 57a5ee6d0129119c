#include "store/sqlite/body_cache.h"

#include <xxhash.h>

#include <random>

#include "base/attributes.h"

namespace letterlock::store::sqlite {

struct BodyCache::Hasher {
  XXH3_state_t* state = XXH3_createState();

  Hasher() { LL_ASSERT(state != nullptr); }
  ~Hasher() { XXH3_freeState(state); }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
};

// Seeded anew in each process: nobody can prepare two texts that share a key, to hide one.
BodyCache::BodyCache() : hasher_(std::make_unique<Hasher>()) {
  std::random_device random;
  seed_ = std::uint64_t{random()} << 32 | random();
}

BodyCache::~BodyCache() = default;

BodyCache::Key BodyCache::key(std::initializer_list<std::string_view> pieces) {
  XXH3_128bits_reset_withSeed(hasher_->state, seed_);
  for (const std::string_view piece : pieces) {
    const std::uint64_t size = piece.size();
    XXH3_128bits_update(hasher_->state, &size, sizeof size);
    XXH3_128bits_update(hasher_->state, piece.data(), piece.size());
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(hasher_->state);
  return {hash.low64, hash.high64};
}

std::int64_t BodyCache::find(const Key& key) const {
  if (entries_.empty()) return 0;
  const Entry& entry = entries_[key.low % kEntries];
  return entry.key == key ? entry.body : 0;
}

void BodyCache::remember(const Key& key, std::int64_t body) {
  if (entries_.empty()) entries_.resize(kEntries);
  entries_[key.low % kEntries] = {key, body};
}

}  // namespace letterlock::store::sqlite
