#include "store/sqlite/dictionary.h"

#include <xxhash.h>

namespace letterlock::store::sqlite {

const Dictionary::Sql Dictionary::kName = {
    "INSERT OR IGNORE INTO name(text) VALUES(?1)", "SELECT id FROM name WHERE text = ?1",
    "SELECT text FROM name WHERE id = ?1", "SELECT id, text FROM name"};
const Dictionary::Sql Dictionary::kAddress = {
    "INSERT OR IGNORE INTO address(text) VALUES(?1)", "SELECT id FROM address WHERE text = ?1",
    "SELECT text FROM address WHERE id = ?1", "SELECT id, text FROM address"};
const Dictionary::Sql Dictionary::kHost = {
    "INSERT OR IGNORE INTO host(text) VALUES(?1)", "SELECT id FROM host WHERE text = ?1",
    "SELECT text FROM host WHERE id = ?1", "SELECT id, text FROM host"};

std::size_t Dictionary::Hash::operator()(std::string_view text) const {
  return XXH3_64bits(text.data(), text.size());
}

std::int64_t Dictionary::remember(std::string_view text, std::int64_t id) {
  if (ids_.size() >= kMostEntries || id_octets_ >= kMostOctets) {
    ids_.clear();
    id_octets_ = 0;
  }
  id_octets_ += text.size();
  ids_.emplace(std::string(text), id);
  return id;
}

std::int64_t Dictionary::id(std::string_view text) {
  if (text.empty()) return 0;
  const auto cached = ids_.find(text);
  if (cached != ids_.end()) return cached->second;
  database_.kept(sql_.insert).bind_text(1, text).run();
  if (database_.failed()) return 0;
  if (database_.changed() > 0) return remember(text, database_.last_row());
  return find(text);
}

std::int64_t Dictionary::find(std::string_view text) {
  if (text.empty()) return 0;
  const auto cached = ids_.find(text);
  if (cached != ids_.end()) return cached->second;
  Statement& statement = database_.kept(sql_.by_text).bind_text(1, text);
  const std::int64_t id = statement.step() ? statement.integer(0) : 0;
  statement.reset();
  return id == 0 ? 0 : remember(text, id);
}

std::string Dictionary::text(std::int64_t id) {
  if (id == 0) return {};
  const auto cached = texts_.find(id);
  if (cached != texts_.end()) return cached->second;
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
  ids_.clear();
  texts_.clear();
  id_octets_ = text_octets_ = 0;
}

}  // namespace letterlock::store::sqlite
