// Reading events and records back. See event_engine.h.
#include <zstd.h>

#include <limits>

#include "store/event_filter.h"
#include "store/sqlite/event_codec.h"
#include "store/sqlite/event_engine.h"
#include "store/sqlite/event_keys.h"

namespace letterlock::store::sqlite {
namespace {

constexpr std::string_view kColumns =
    "e.id, e.part, e.act, e.start, e.until, e.facts, r.hash, r.file, r.row, r.place";
constexpr std::string_view kJoined =
    "CROSS JOIN event e ON e.id = i.event CROSS JOIN record r ON r.id = e.record";

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

// a - b, and the least number there is where that would be less.
std::int64_t minus(std::int64_t a, std::int64_t b) { return a < kLeast + b ? kLeast : a - b; }

}  // namespace

bool EventEngine::read_event(Statement& row, Event& event) {
  event = Event();
  event.id = row.number(0);
  event.place.part = static_cast<std::uint32_t>(row.integer(1));
  if (!row.is_null(3)) event.time = TimeSpan{row.integer(3), row.integer(4)};
  event.place.record = hash_of(row.octets(6));
  event.place.file = static_cast<LogFileId>(row.integer(7));
  event.place.row = row.number(8);
  event.place.offset = row.number(9);
  if (unpack(row.octets(5), names_, event)) return true;
  damaged("event", row.integer(0));
  return false;
}

bool EventEngine::visit_rows(Statement& rows, const EventFilter& filter,
                             const std::function<bool(const Event&)>& visit) {
  Event event;
  while (rows.step()) {
    if (!filter.acts.empty()) {
      const auto act = static_cast<Act>(rows.integer(2));
      if (std::find(filter.acts.begin(), filter.acts.end(), act) == filter.acts.end()) continue;
    }
    if (!read_event(rows, event)) return false;
    if (matches(filter, event) && !visit(event)) return false;
  }
  return true;
}

// "account IN (...)" over the accounts wanted that are there; `nobody` where none of them is.
std::string EventEngine::account_condition(const EventFilter& filter, bool& nobody) {
  std::string numbers;
  for (const std::string& account : filter.accounts) {
    const std::int64_t id = names_.find(lower_ascii(account));
    if (id == 0) continue;
    if (!numbers.empty()) numbers += ',';
    numbers += std::to_string(id);
  }
  nobody = numbers.empty();
  return fmt::format("account IN ({})", numbers);
}

Expected<void> EventEngine::scan(const EventFilter& filter, EventOrder order,
                                 const std::function<bool(const Event&)>& visit) {
  bool nobody = false;
  std::string from = "by_time i";
  if (!filter.accounts.empty()) {
    const std::string condition = account_condition(filter, nobody);
    // One account's entries are in order already; of several, each event once.
    from = filter.accounts.size() == 1
               ? fmt::format("(SELECT * FROM by_account WHERE {}) i", condition)
               : fmt::format(
                     "(SELECT DISTINCT start, until, prefix, part, event FROM by_account "
                     "WHERE {}) i",
                     condition);
  }
  if (nobody) return database_->take_failure();
  const std::string_view way = order == EventOrder::oldest_first ? "ASC" : "DESC";
  const std::string sorted =
      fmt::format("ORDER BY i.start {0}, i.until {0}, i.prefix {0}, i.part {0}, i.event {0}", way);
  const std::int64_t longest = database_->integer("SELECT value FROM total WHERE name = 'longest'");
  Statement dated =
      database_->prepare(fmt::format("SELECT {} FROM {} {} WHERE i.start >= ?1 AND i.start < ?2 {}",
                                     kColumns, from, kJoined, sorted));
  dated.bind(1, filter.from ? minus(*filter.from, longest) : kLeast);
  dated.bind(2, filter.until.value_or(kUndated));
  if (!visit_rows(dated, filter, visit)) return database_->take_failure();
  if (filter.undated && !filter.from && !filter.until) {
    Statement undated = database_->prepare(
        fmt::format("SELECT {} FROM {} {} WHERE i.start = ?1 {}", kColumns, from, kJoined, sorted));
    undated.bind(1, kUndated);
    visit_rows(undated, filter, visit);
  }
  return database_->take_failure();
}

Expected<std::uint64_t> EventEngine::count(const EventFilter& filter) {
  std::uint64_t count = 0;
  auto scanned = scan(filter, EventOrder::oldest_first, [&](const Event&) {
    ++count;
    return true;
  });
  if (!scanned) return fail(std::move(scanned));
  return count;
}

Expected<std::optional<Event>> EventEngine::event(EventId id) {
  Statement& row = database_->kept(
      "SELECT e.id, e.part, e.act, e.start, e.until, e.facts, r.hash, r.file, r.row, r.place "
      "FROM event e JOIN record r ON r.id = e.record WHERE e.id = ?1");
  row.bind(1, static_cast<std::int64_t>(id));
  std::optional<Event> found;
  if (row.step()) {
    found.emplace();
    read_event(row, *found);
  }
  row.reset();
  if (auto read = database_->take_failure(); !read) return fail(std::move(read));
  return found;
}

Expected<std::optional<std::string>> EventEngine::record(const Sha256& hash) {
  // Records that no roll-up covers yet are few, and newer than all others.
  Statement& rows = database_->kept(
      "SELECT r.block, r.offset, r.length, r.hash, b.size, r.id FROM record r "
      "JOIN block b ON b.id = r.block WHERE r.id IN (SELECT record FROM by_hash WHERE prefix = ?1 "
      "UNION ALL SELECT id FROM record WHERE hash = ?2 AND id > "
      "coalesce((SELECT value FROM total WHERE name = 'by_hash'), 0))");
  rows.bind(1, prefix_of(hash)).bind_blob(2, hash.view());
  std::int64_t block = 0, id = 0;
  std::uint64_t offset = 0, length = 0, size = 0;
  while (block == 0 && rows.step()) {
    if (rows.octets(3) != hash.view()) continue;
    block = rows.integer(0);
    offset = rows.number(1);
    length = rows.number(2);
    size = rows.number(4);
    id = rows.integer(5);
  }
  rows.reset();
  if (auto read = database_->take_failure(); !read) return fail(std::move(read));
  if (block == 0) return std::optional<std::string>();
  if (auto ready = unpack_block(block, size); !ready) return fail(std::move(ready));
  if (offset > unpacked_.size() || length > unpacked_.size() - offset) damaged("record", id);
  std::string octets = database_->failed() ? std::string() : unpacked_.substr(offset, length);
  if (!database_->failed() && sha256(octets) != hash) damaged("record", id);
  if (auto read = database_->take_failure(); !read) return fail(std::move(read));
  return std::optional(std::move(octets));
}

Expected<void> EventEngine::unpack_block(std::int64_t block, std::uint64_t size) {
  if (unpacked_block_ == block) return {};
  unpacked_block_ = 0;
  Statement& row = database_->kept("SELECT octets FROM block WHERE id = ?1").bind(1, block);
  if (row.step()) {
    const std::string_view packed = row.octets(0);
    if (ZSTD_getFrameContentSize(packed.data(), packed.size()) != size) damaged("block", block);
    if (!database_->failed()) {
      unpacked_.resize(size);
      const std::size_t got =
          ZSTD_decompress(unpacked_.data(), unpacked_.size(), packed.data(), packed.size());
      if (ZSTD_isError(got) != 0 || got != size) damaged("block", block);
    }
  } else {
    damaged("block", block);
  }
  row.reset();
  auto done = database_->take_failure();
  if (done) unpacked_block_ = block;
  return done;
}

Expected<Sha256> EventEngine::digest() {
  MultisetDigest digest;
  std::string text;
  Statement rows = database_->prepare(fmt::format(
      "SELECT {} FROM event e JOIN record r ON r.id = e.record ORDER BY e.id", kColumns));
  Event event;
  while (rows.step() && read_event(rows, event)) {
    // Its record is there and is what it was; a block unpacked once serves all its records.
    if (event.place.part == 0) {
      auto octets = record(event.place.record);
      if (!octets) return fail(std::move(octets));
      if (!*octets) damaged("record of event", static_cast<std::int64_t>(event.id));
    }
    text.clear();
    digest_text(event, text);
    digest.add(text);
  }
  if (auto read = database_->take_failure(); !read) return fail(std::move(read));
  return digest.value();
}

}  // namespace letterlock::store::sqlite
