#include "store/sqlite/body_cache.h"

#include <xxhash.h>

#include <algorithm>

#include "base/attributes.h"
#include "base/random_seed.h"

namespace letterlock::store::sqlite {

struct BodyCache::Hasher {
  XXH3_state_t* state = XXH3_createState();

  Hasher() { LL_ASSERT(state != nullptr); }
  ~Hasher() { XXH3_freeState(state); }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
};

// Seeded anew in each process: nobody can prepare two texts that share a key, to hide one.
BodyCache::BodyCache() : seed_(random_seed()), hasher_(std::make_unique<Hasher>()) {}

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
  const Entry& entry = entries_[key.low & (entries_.size() - 1)];
  return entry.key == key ? entry.body : 0;
}

void BodyCache::remember(const Key& key, std::int64_t body) {
  if (entries_.size() < kEntries && entries_.size() <= 2 * remembered_) grow();
  ++remembered_;
  entries_[key.low & (entries_.size() - 1)] = {key, body};
}

// Few messages do not touch all of its memory.
void BodyCache::grow() {
  std::vector<Entry> before(std::max<std::size_t>(1024, 4 * entries_.size()));
  before.swap(entries_);
  for (const Entry& entry : before) {
    if (entry.body != 0) entries_[entry.key.low & (entries_.size() - 1)] = entry;
  }
}

void BodyCache::forget() {
  entries_.clear();
  remembered_ = 0;
}

}  // namespace letterlock::store::sqlite
