#include "store/sqlite/dictionary.h"

#define XXH_INLINE_ALL  // most strings are a few octets: the call costs more than the hash
#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "store/sqlite/insert_rows.h"

namespace letterlock::store::sqlite {

// OR FAIL: a failed row ends the whole batch anyway, and SQLite need not keep a copy of every page
// that the statement touches (of the index of texts, about as many as it has rows).
const Dictionary::Sql Dictionary::kName = {
    "INSERT OR IGNORE INTO name(text) VALUES(?1)",
    "SELECT id FROM name WHERE text = ?1",
    "SELECT text FROM name WHERE id = ?1",
    "SELECT id, text FROM name",
    "INSERT OR FAIL INTO name(text)",
    "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'name'",
    "CREATE UNIQUE INDEX name_by_text ON name(text)"};
const Dictionary::Sql Dictionary::kAddress = {
    "INSERT OR IGNORE INTO address(text) VALUES(?1)",
    "SELECT id FROM address WHERE text = ?1",
    "SELECT text FROM address WHERE id = ?1",
    "SELECT id, text FROM address",
    "INSERT OR FAIL INTO address(text)",
    "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'address'",
    "CREATE UNIQUE INDEX address_by_text ON address(text)"};
const Dictionary::Sql Dictionary::kHost = {
    "INSERT OR IGNORE INTO host(text) VALUES(?1)",
    "SELECT id FROM host WHERE text = ?1",
    "SELECT text FROM host WHERE id = ?1",
    "SELECT id, text FROM host",
    "INSERT OR FAIL INTO host(text)",
    "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'host'",
    "CREATE UNIQUE INDEX host_by_text ON host(text)"};

NumberCache::Head NumberCache::head(std::uint32_t entry) const {
  Head head;
  std::memcpy(&head.id, octets_.data() + entry, sizeof head.id);
  std::memcpy(&head.length, octets_.data() + entry + sizeof head.id, sizeof head.length);
  return head;
}

std::uint32_t NumberCache::hash(std::string_view text) const {
  return static_cast<std::uint32_t>(XXH3_64bits_withSeed(text.data(), text.size(), seed_));
}

std::int64_t NumberCache::find(std::string_view text) const {
  if (slots_.empty()) return 0;
  const std::uint32_t hash = this->hash(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].entry != kFree; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.hash != hash) continue;
    const Head found = head(slot.entry);
    if (std::string_view(octets_.data() + slot.entry + kHead, found.length) == text) {
      return found.id;
    }
  }
  return 0;
}

void NumberCache::add(std::string_view text, std::int64_t id) {
  if (!has_room(text)) clear();
  if (!has_room(text)) return;
  if (slots_.size() <= 2 * entries_) grow();
  const std::uint32_t hash = this->hash(text);
  const auto entry = static_cast<std::uint32_t>(octets_.size());
  const auto length = static_cast<std::uint32_t>(text.size());
  octets_.append(reinterpret_cast<const char*>(&id), sizeof id);
  octets_.append(reinterpret_cast<const char*>(&length), sizeof length);
  octets_ += text;
  ++entries_;
  put({hash, entry});
}

void NumberCache::put(const Slot& slot) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = slot.hash & mask;
  while (slots_[at].entry != kFree) at = (at + 1) & mask;
  slots_[at] = slot;
}

void NumberCache::grow() {
  constexpr std::size_t kFirst = 256;
  std::vector<Slot> before(std::max(kFirst, 2 * slots_.size()));
  before.swap(slots_);
  for (const Slot& slot : before) {
    if (slot.entry != kFree) put(slot);
  }
}

void NumberCache::clear() {
  slots_.clear();
  octets_.clear();
  entries_ = 0;
}

std::int64_t Dictionary::remember(std::string_view text, std::int64_t id) {
  if (id == 0) return id;
  if (!ids_.has_room(text)) all_cached_ = false;
  ids_.add(text, id);
  last_ = std::max(last_, id);
  return id;
}

void Dictionary::gather() {
  gathering_ = true;
  if (all_cached_) return;
  Statement first = database_.prepare(sql_.all);
  all_cached_ = !first.step();
  first.reset();
  if (wants_index()) make_index();  // the load that began the table did not come to its end
}

bool Dictionary::wants_index() {
  if (indexed_) return false;
  indexed_ = database_.integer(sql_.is_indexed) > 0;
  if (indexed_) return false;
  Statement first = database_.prepare(sql_.all);
  return first.step();
}

void Dictionary::make_index() {
  database_.run(sql_.make_index);
  indexed_ = !database_.failed();
}

void Dictionary::write_gathered() {
  gathering_ = false;
  if (gathered_.empty()) return;
  // The numbers that SQLite gives by itself, greatest and one, are ours: it need not look for them.
  insert_rows(database_, sql_.insert_gathered, 1, gathered_,
              [](Statement& row, int at, const std::pair<std::int64_t, std::string>& entry) {
                row.bind_text(at, entry.second);
              });
  if (!database_.failed() && database_.last_row() != gathered_.back().first) {
    database_.note({ErrorCode::internal, fmt::format("{}: strings were numbered by somebody else",
                                                     database_.path().string())});
  }
  gathered_.clear();
}

std::int64_t Dictionary::id(std::string_view text) {
  if (text.empty()) return 0;
  if (const std::int64_t cached = ids_.find(text); cached != 0) return cached;
  if (gathering_ && all_cached_ == true) {
    const std::int64_t id = last_ + 1;
    gathered_.emplace_back(id, text);
    remember(text, id);
    if (all_cached_ == false) {  // the cache began anew: the table must be asked
      write_gathered();
      if (wants_index()) make_index();
    }
    return id;
  }
  if (all_cached_ != true && wants_index()) make_index();
  database_.kept(sql_.insert).bind_text(1, text).run();
  if (database_.failed()) return 0;
  if (database_.changed() > 0) return remember(text, database_.last_row());
  return find(text);
}

std::int64_t Dictionary::find(std::string_view text) {
  if (text.empty()) return 0;
  if (const std::int64_t cached = ids_.find(text); cached != 0) return cached;
  Statement& statement = database_.kept(sql_.by_text).bind_text(1, text);
  const std::int64_t id = statement.step() ? statement.integer(0) : 0;
  statement.reset();
  return remember(text, id);
}

std::string Dictionary::text(std::int64_t id) {
  if (id == 0) return {};
  const auto cached = texts_.find(id);
  if (cached != texts_.end()) return cached->second;
  std::string text;
  if (!gathered_.empty() && id >= gathered_.front().first && id <= gathered_.back().first) {
    text = gathered_[static_cast<std::size_t>(id - gathered_.front().first)].second;
  } else if (!read_text(id, text)) {
    return {};
  }
  if (texts_.size() >= kMostEntries || text_octets_ >= kMostOctets) {
    texts_.clear();
    text_octets_ = 0;
  }
  text_octets_ += text.size();
  return texts_.emplace(id, std::move(text)).first->second;
}

bool Dictionary::read_text(std::int64_t id, std::string& text) {
  Statement& statement = database_.kept(sql_.by_id).bind(1, id);
  const bool found = statement.step();
  if (found) text = statement.octets(0);
  statement.reset();
  if (found) return true;
  database_.note(
      {ErrorCode::corrupt, fmt::format("{}: the facts are damaged (no string has number {})",
                                       database_.path().string(), id)});
  return false;
}

void Dictionary::forget() {
  all_cached_.reset();
  gathering_ = false;
  indexed_ = false;
  last_ = 0;
  gathered_.clear();
  ids_.clear();
  texts_.clear();
  text_octets_ = 0;
}

}  // namespace letterlock::store::sqlite
