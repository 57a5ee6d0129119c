// A table of distinct strings, known by small numbers, with bounded caches in front.
// "" is number 0 and in no table. Used from one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/random_seed.h"
#include "store/sqlite/database.h"

namespace letterlock::store::sqlite {

// Strings to numbers, in one table and one block of octets: a look-up touches one line of each.
class NumberCache {
 public:
  // The number of `text`; 0 where it is not there.
  std::int64_t find(std::string_view text) const;
  // False where adding `text` makes it forget all others.
  bool has_room(std::string_view text) const {
    return entries_ < kMostEntries && octets_.size() + kHead + text.size() <= kMostOctets;
  }
  // REQUIRES: `text` is not there, `id` is not 0.
  void add(std::string_view text, std::int64_t id);
  void clear();

 private:
  // It starts anew when it holds this much.
  static constexpr std::size_t kMostEntries = 65'536;
  static constexpr std::size_t kMostOctets = 5u << 20;

  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t entry = kFree;  // where it begins in octets_
  };
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;
  // What stands before each text in octets_.
  struct Head {
    std::int64_t id = 0;
    std::uint32_t length = 0;
  };
  static constexpr std::size_t kHead = sizeof(std::int64_t) + sizeof(std::uint32_t);
  Head head(std::uint32_t entry) const;
  std::uint32_t hash(std::string_view text) const;
  void put(const Slot& slot);
  void grow();

  // Anew in each process: nobody can make texts that crowd one place.
  std::uint64_t seed_ = random_seed();
  std::vector<Slot> slots_;  // a power of two of them, at most half in use
  std::string octets_;
  std::size_t entries_ = 0;
};

class Dictionary {
 public:
  struct Sql {
    const char* insert;           // (text), ignoring one that is there
    const char* by_text;          // text -> id
    const char* by_id;            // id -> text
    const char* all;              // id, text
    const char* insert_gathered;  // of insert_rows(): text
    const char* is_indexed;       // how many indexes the table has
    const char* make_index;       // unique, on text
  };
  static const Sql kName, kAddress, kHost;

  Dictionary(Database& database, const Sql& sql) : database_(database), sql_(sql) {}

  // From here on strings that are certainly new are written together, by write_gathered(). That
  // they are new is known without a question where the table was empty and the cache holds it all.
  // REQUIRES: write_gathered() is called before anybody else reads the table, and before COMMIT.
  //
  // A table that begins empty has no index on its texts while the cache holds them all: nobody asks
  // the table then, and an index that is made at once costs a third. Readers find a text without it
  // too, by looking at each.
  void gather();
  void write_gathered();
  // Whether the table has texts and no index on them.
  bool wants_index();
  // REQUIRES: within a transaction.
  void make_index();

  // The number of `text`, which is added if it is new. 0 after a failure.
  std::int64_t id(std::string_view text);
  // The number of `text`; 0 where it is not there.
  std::int64_t find(std::string_view text);
  std::string text(std::int64_t id);

  // Every entry, for matching what no index can answer.
  template <class Visit>
  void each(Visit visit) {
    Statement statement = database_.prepare(sql_.all);
    while (statement.step()) visit(statement.integer(0), statement.octets(1));
  }

  // Forgets what was cached: after a transaction that was rolled back.
  void forget();

 private:
  std::int64_t remember(std::string_view text, std::int64_t id);
  bool read_text(std::int64_t id, std::string& text);

  // texts_ starts anew when it holds this much.
  static constexpr std::size_t kMostEntries = 65'536;
  static constexpr std::size_t kMostOctets = 4u << 20;

  Database& database_;
  const Sql& sql_;
  NumberCache ids_;
  // Whether the cache holds the whole table; not known before gather() looked.
  std::optional<bool> all_cached_;
  bool gathering_ = false;
  bool indexed_ = false;   // true only where it is known
  std::int64_t last_ = 0;  // the greatest number, where all is cached
  std::vector<std::pair<std::int64_t, std::string>> gathered_;  // numbered without gaps
  std::unordered_map<std::int64_t, std::string> texts_;
  std::size_t text_octets_ = 0;
};

}  // namespace letterlock::store::sqlite
