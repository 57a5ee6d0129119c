// Copies: one message as several mailboxes hold it, told by what a reader sees of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "store/fact_store.h"
#include "store/sqlite/bitmap.h"
#include "store/sqlite/engine.h"

namespace letterlock::store::sqlite {

// Up to this many hits, asking each is cheaper than walking the sorted table of all messages.
inline constexpr std::uint64_t kFewHits = 2'000;

// Takes memory for one Message-ID's messages at a time.
class CopyFinder {
 public:
  explicit CopyFinder(Engine& engine) : engine_(engine), database_(*engine.database_) {}

  // Takes the copies out of `found` and says of which message each is one; sorted.
  std::vector<CopyOf> fold(Bitmap& found);

 private:
  // One message of several that may share a Message-ID.
  struct Member {
    Sha256 look;  // Message-ID, sender, date, subject, attachments, length
    Sha256 said;  // links, quotes, the words written new; only where the bodies are not one
    std::int64_t body = 0, id = 0;
  };

  void gather_few(const Bitmap& found);
  void gather_many(const Bitmap& found);
  void gather(std::int64_t hash, std::int64_t id);  // by hash
  void end_group();
  void compare(std::vector<Member>& alike);
  Member member(std::int64_t id);
  Sha256 said(std::int64_t body);

  Engine& engine_;
  Database& database_;
  std::int64_t hash_ = 0;            // of the Message-ID that `group_` carries
  std::vector<std::int64_t> group_;  // hits
  std::vector<CopyOf> copies_;
};

}  // namespace letterlock::store::sqlite
