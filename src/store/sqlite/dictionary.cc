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
    "INSERT OR IGNORE INTO name(text) VALUES(?1)", "SELECT id FROM name WHERE text = ?1",
    "SELECT text FROM name WHERE id = ?1", "SELECT id, text FROM name",
    "INSERT OR FAIL INTO name(id, text)"};
const Dictionary::Sql Dictionary::kAddress = {
    "INSERT OR IGNORE INTO address(text) VALUES(?1)", "SELECT id FROM address WHERE text = ?1",
    "SELECT text FROM address WHERE id = ?1", "SELECT id, text FROM address",
    "INSERT OR FAIL INTO address(id, text)"};
const Dictionary::Sql Dictionary::kHost = {
    "INSERT OR IGNORE INTO host(text) VALUES(?1)", "SELECT id FROM host WHERE text = ?1",
    "SELECT text FROM host WHERE id = ?1", "SELECT id, text FROM host",
    "INSERT OR FAIL INTO host(id, text)"};

NumberCache::Head NumberCache::head(std::uint32_t entry) const {
  Head head;
  std::memcpy(&head.id, octets_.data() + entry, sizeof head.id);
  std::memcpy(&head.length, octets_.data() + entry + sizeof head.id, sizeof head.length);
  return head;
}

std::int64_t NumberCache::find(std::string_view text) const {
  if (slots_.empty()) return 0;
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
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
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
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
  if (!all_cached_) {
    Statement first = database_.prepare(sql_.all);
    all_cached_ = !first.step();
  }
}

void Dictionary::write_gathered() {
  gathering_ = false;
  insert_rows(database_, sql_.insert_numbered, 2, gathered_,
              [](Statement& row, int at, const std::pair<std::int64_t, std::string>& entry) {
                row.bind(at, entry.first).bind_text(at + 1, entry.second);
              });
  gathered_.clear();
}

std::int64_t Dictionary::id(std::string_view text) {
  if (text.empty()) return 0;
  if (const std::int64_t cached = ids_.find(text); cached != 0) return cached;
  if (gathering_ && all_cached_ == true) {
    const std::int64_t id = last_ + 1;
    gathered_.emplace_back(id, text);
    remember(text, id);
    if (all_cached_ == false) write_gathered();  // the cache began anew: the table must be asked
    return id;
  }
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
  if (!gathered_.empty()) write_gathered();
  Statement& statement = database_.kept(sql_.by_id).bind(1, id);
  if (!statement.step()) {
    statement.reset();
    database_.note(
        {ErrorCode::corrupt, fmt::format("{}: the facts are damaged (no string has number {})",
                                         database_.path().string(), id)});
    return {};
  }
  std::string text(statement.octets(0));
  statement.reset();
  if (texts_.size() >= kMostEntries || text_octets_ >= kMostOctets) {
    texts_.clear();
    text_octets_ = 0;
  }
  text_octets_ += text.size();
  return texts_.emplace(id, std::move(text)).first->second;
}

void Dictionary::forget() {
  all_cached_.reset();
  gathering_ = false;
  last_ = 0;
  gathered_.clear();
  ids_.clear();
  texts_.clear();
  text_octets_ = 0;
}

}  // namespace letterlock::store::sqlite
