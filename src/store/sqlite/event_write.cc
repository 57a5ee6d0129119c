// Adding records and their events. See event_engine.h.
#include <xxhash.h>
#include <zstd.h>

#include <limits>

#include "base/ascii.h"
#include "store/sqlite/event_codec.h"
#include "store/sqlite/event_engine.h"
#include "store/sqlite/event_keys.h"

namespace letterlock::store::sqlite {
namespace {

// Octets of original records that are compressed together.
constexpr std::size_t kBlockOctets = std::size_t{256} << 10;
constexpr int kBlockLevel = 1;

// Of what a record's own id is made: the same id of another provider is another record.
std::string identity_of(const LoggedRecord& record) {
  if (record.record_id.empty()) return {};
  std::string text = record.record_id;
  text += '\0';
  text += static_cast<char>(record.events.front().provider);
  const XXH128_canonical_t hash = [&] {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
    return canonical;
  }();
  return {reinterpret_cast<const char*>(hash.digest), sizeof hash.digest};
}

bool any_incomplete(const LoggedRecord& record) {
  for (const Event& event : record.events) {
    if (event.incomplete) return true;
  }
  return false;
}

void widen(std::optional<TimeSpan>& all, const std::optional<TimeSpan>& time) {
  if (!time) return;
  if (!all) {
    all = time;
    return;
  }
  all->from = std::min(all->from, time->from);
  all->until = std::max(all->until, time->until);
}

}  // namespace

Expected<LogFileId> EventEngine::put_file(const LogFile& file) {
  const std::string facts = pack(file);
  Statement& insert = database_->kept("INSERT OR REPLACE INTO log_file VALUES(?1,?2)");
  if (file.id == kNoLogFile) {
    insert.bind_null(1);
  } else {
    insert.bind(1, std::int64_t{file.id});
  }
  insert.bind_blob(2, facts).run();
  const auto id = file.id == kNoLogFile ? static_cast<LogFileId>(database_->last_row()) : file.id;
  if (auto done = database_->take_failure(); !done) return fail(std::move(done));
  return id;
}

Expected<EventStore::Added> EventEngine::add(LogFileId file, std::span<const LoggedRecord> batch) {
  Added added;
  database_->run("BEGIN IMMEDIATE");
  for (const LoggedRecord& record : batch) {
    if (database_->failed()) break;
    add_one(file, record, added);
  }
  flush_block();
  write_changes();
  write_totals();
  if (auto done = commit(); !done) return fail(std::move(done));
  return added;
}

void EventEngine::add_one(LogFileId file, const LoggedRecord& record, Added& added) {
  if (record.events.empty()) return;
  const std::int64_t until = until_of(record.events.front());
  if (has_octets(until, record)) {
    ++added.same_octets;
    return;
  }
  const std::string identity = identity_of(record);
  if (!identity.empty()) {
    if (const auto known = with_identity(until, identity)) {
      ++added.same_id;
      if (!is_better(record, *known)) return;
      ++added.replaced;
      remove_events(*known);
    }
  }
  const std::int64_t row = put_record(file, record, until);
  if (!identity.empty()) {
    database_->kept("INSERT OR REPLACE INTO by_identity VALUES(?1,?2,?3)")
        .bind(1, until)
        .bind_blob(2, identity)
        .bind(3, row)
        .run();
  }
  for (std::size_t part = 0; part < record.events.size(); ++part) {
    put_event(record, part, ++last_event_, row);
  }
  ++added.records;
  added.events += record.events.size();
}

bool EventEngine::has_octets(std::int64_t until, const LoggedRecord& record) {
  Statement& rows = database_->kept(
      "SELECT r.hash FROM by_octets o JOIN record r ON r.id = o.record "
      "WHERE o.until = ?1 AND o.prefix = ?2");
  rows.bind(1, until).bind(2, prefix_of(record.hash));
  bool found = false;
  while (!found && rows.step()) found = rows.octets(0) == record.hash.view();
  rows.reset();
  return found;
}

std::optional<EventEngine::KnownRecord> EventEngine::with_identity(std::int64_t until,
                                                                   std::string_view identity) {
  Statement& rows = database_->kept(
      "SELECT r.id, r.first_event, r.events, r.hash FROM by_identity i "
      "JOIN record r ON r.id = i.record WHERE i.until = ?1 AND i.identity = ?2");
  rows.bind(1, until).bind_blob(2, identity);
  std::optional<KnownRecord> known;
  if (rows.step()) {
    known = KnownRecord{rows.integer(0), rows.integer(1), rows.integer(2), hash_of(rows.octets(3))};
  }
  rows.reset();
  return known;
}

bool EventEngine::is_better(const LoggedRecord& record, const KnownRecord& known) {
  bool known_incomplete = false;
  for (std::int64_t i = 0; i < known.events; ++i) {
    const auto event = this->event(static_cast<EventId>(known.first_event + i));
    if (!event) database_->note(event.error());
    known_incomplete = known_incomplete || (event && *event && (*event)->incomplete);
  }
  const bool incomplete = any_incomplete(record);
  if (incomplete != known_incomplete) return known_incomplete;
  return record.hash < known.hash;
}

std::int64_t EventEngine::put_record(LogFileId file, const LoggedRecord& record,
                                     std::int64_t until) {
  if (!block_.empty() && block_.size() + record.octets.size() > kBlockOctets) flush_block();
  const std::int64_t row = ++last_record_;
  const RecordPlace& place = record.events.front().place;
  database_->kept("INSERT INTO record VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)")
      .bind(1, row)
      .bind_blob(2, record.hash.view())
      .bind(3, last_block_ + 1)
      .bind(4, static_cast<std::int64_t>(block_.size()))
      .bind(5, static_cast<std::int64_t>(record.octets.size()))
      .bind(6, std::int64_t{file})
      .bind(7, static_cast<std::int64_t>(place.row))
      .bind(8, static_cast<std::int64_t>(place.offset))
      .bind(9, last_event_ + 1)
      .bind(10, static_cast<std::int64_t>(record.events.size()))
      .run();
  database_->kept("INSERT INTO by_octets VALUES(?1,?2,?3)")
      .bind(1, until)
      .bind(2, prefix_of(record.hash))
      .bind(3, row)
      .run();
  block_ += record.octets;
  ++totals_.records;
  totals_.record_octets += static_cast<std::int64_t>(record.octets.size());
  return row;
}

void EventEngine::flush_block() {
  if (block_.empty()) return;
  std::string packed(ZSTD_compressBound(block_.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), block_.data(), block_.size(), kBlockLevel);
  if (ZSTD_isError(size) != 0) {
    database_->note(
        {ErrorCode::internal, fmt::format("{}: compressing records failed: {}",
                                          database_->path().string(), ZSTD_getErrorName(size))});
    return;
  }
  packed.resize(size);
  database_->kept("INSERT INTO block VALUES(?1,?2,?3)")
      .bind(1, ++last_block_)
      .bind(2, static_cast<std::int64_t>(block_.size()))
      .bind_blob(3, packed)
      .run();
  block_.clear();
}

void EventEngine::put_event(const LoggedRecord& record, std::size_t part, std::int64_t id,
                            std::int64_t row) {
  Event event = record.events[part];
  event.place.record = record.hash;
  event.place.part = static_cast<std::uint32_t>(part);
  scratch_.clear();
  pack(event, &names_, scratch_);
  const auto number = static_cast<std::int64_t>(part);
  Statement& insert = database_->kept("INSERT INTO event VALUES(?1,?2,?3,?4,?5,?6,?7)");
  insert.bind(1, id).bind(2, row).bind(3, number).bind(4, static_cast<std::int64_t>(event.act));
  insert.bind(5, event.time ? std::optional(event.time->from) : std::nullopt);
  insert.bind(6, event.time ? std::optional(event.time->until) : std::nullopt);
  insert.bind_blob(7, scratch_).run();
  const std::int64_t start = start_of(event), until = until_of(event);
  const std::int64_t prefix = prefix_of(record.hash);
  Statement& by_time = database_->kept("INSERT INTO by_time VALUES(?1,?2,?3,?4,?5)");
  by_time.bind(1, start).bind(2, until).bind(3, prefix).bind(4, number).bind(5, id).run();
  for (const std::int64_t account : accounts_of(event, names_)) {
    Statement& by_account = database_->kept("INSERT INTO by_account VALUES(?1,?2,?3,?4,?5,?6)");
    by_account.bind(1, account).bind(2, start).bind(3, until).bind(4, prefix);
    by_account.bind(5, number).bind(6, id).run();
  }
  count_event(event, 1);
  add_to_digest(event, false);
}

// The record stays, so that reading it again finds it known.
void EventEngine::remove_events(const KnownRecord& known) {
  for (std::int64_t id = known.first_event; id < known.first_event + known.events; ++id) {
    auto found = event(static_cast<EventId>(id));
    if (!found) return database_->note(found.error());
    if (!*found) return damaged("event", id);
    const Event& old = **found;
    const std::int64_t prefix = prefix_of(old.place.record);
    const std::int64_t part = old.place.part;
    Statement& by_time = database_->kept(
        "DELETE FROM by_time WHERE start = ?1 AND until = ?2 AND prefix = ?3 AND part = ?4 AND "
        "event = ?5");
    by_time.bind(1, start_of(old)).bind(2, until_of(old)).bind(3, prefix).bind(4, part);
    by_time.bind(5, id).run();
    for (const std::int64_t account : accounts_of(old, names_)) {
      Statement& by_account = database_->kept(
          "DELETE FROM by_account WHERE account = ?1 AND start = ?2 AND until = ?3 AND "
          "prefix = ?4 AND part = ?5 AND event = ?6");
      by_account.bind(1, account).bind(2, start_of(old)).bind(3, until_of(old)).bind(4, prefix);
      by_account.bind(5, part).bind(6, id).run();
    }
    database_->kept("DELETE FROM event WHERE id = ?1").bind(1, id).run();
    count_event(old, -1);
    add_to_digest(old, true);
  }
  database_->kept("UPDATE record SET events = 0 WHERE id = ?1").bind(1, known.id).run();
}

void EventEngine::add_to_digest(const Event& event, bool remove) {
  scratch_.clear();
  digest_text(event, scratch_);
  remove ? digest_.remove(scratch_) : digest_.add(scratch_);
}

void EventEngine::count_event(const Event& event, std::int64_t sign) {
  totals_.events += sign;
  if (!event.time) totals_.undated += sign;
  if (event.act == Act::other) totals_.other += sign;
  act_changes_[event.act] += sign;
  operation_changes_[names_.id(event.operation)] += sign;
  if (event.time && sign > 0) {
    totals_.first = std::min(totals_.first.value_or(event.time->from), event.time->from);
    totals_.last = std::max(totals_.last.value_or(event.time->until), event.time->until);
    totals_.longest = std::max(totals_.longest, event.time->until - event.time->from);
  }
  const auto note = [&](const std::string& account, std::int64_t Change::* counter) {
    if (account.empty()) return;
    Change& change = account_changes_[names_.id(lower_ascii(account))];
    change.*counter += sign;
    if (sign > 0) widen(change.time, event.time);
  };
  note(event.actor, &Change::as_actor);
  note(event.mailbox, &Change::as_mailbox);
}

void EventEngine::write_changes() {
  Statement& acts = database_->kept(
      "INSERT INTO act_total VALUES(?1,?2) ON CONFLICT DO UPDATE SET events = events + ?2");
  for (const auto& [act, events] : act_changes_) {
    acts.bind(1, static_cast<std::int64_t>(act)).bind(2, events).run();
  }
  Statement& operations = database_->kept(
      "INSERT INTO operation_total VALUES(?1,?2) ON CONFLICT DO UPDATE SET events = events + ?2");
  for (const auto& [operation, events] : operation_changes_) {
    operations.bind(1, operation).bind(2, events).run();
  }
  Statement& accounts = database_->kept(
      "INSERT INTO account VALUES(?1,?2,?3,?4,?5) ON CONFLICT DO UPDATE SET "
      "as_actor = as_actor + ?2, as_mailbox = as_mailbox + ?3, "
      "first = min(coalesce(first, ?4), coalesce(?4, first)), "
      "last = max(coalesce(last, ?5), coalesce(?5, last))");
  for (const auto& [account, change] : account_changes_) {
    accounts.bind(1, account).bind(2, change.as_actor).bind(3, change.as_mailbox);
    accounts.bind(4, change.time ? std::optional(change.time->from) : std::nullopt);
    accounts.bind(5, change.time ? std::optional(change.time->until) : std::nullopt).run();
  }
  act_changes_.clear();
  operation_changes_.clear();
  account_changes_.clear();
}

}  // namespace letterlock::store::sqlite
