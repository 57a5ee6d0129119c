// Opening events.sqlite, and its totals.
#include "store/sqlite/event_engine.h"

#include <limits>

#include "store/sqlite/event_codec.h"

namespace letterlock::store {

Expected<std::unique_ptr<EventStore>> open_sqlite_events(const std::filesystem::path& path,
                                                         bool writable) {
  return sqlite::EventEngine::open(path, writable);
}

}  // namespace letterlock::store

namespace letterlock::store::sqlite {
namespace {

constexpr std::int64_t kEventsApplicationId = 0x4C4C4B45;  // "LLKE"
constexpr std::int64_t kEventsVersion = 1;

constexpr char kTables[] = R"(
CREATE TABLE total(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
CREATE TABLE state(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE log_file(id INTEGER PRIMARY KEY, facts BLOB NOT NULL);
CREATE TABLE block(id INTEGER PRIMARY KEY, size INTEGER NOT NULL, octets BLOB NOT NULL);
CREATE TABLE record(
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL, block INTEGER NOT NULL, offset INTEGER NOT NULL,
  length INTEGER NOT NULL, file INTEGER NOT NULL, row INTEGER NOT NULL, place INTEGER NOT NULL,
  first_event INTEGER NOT NULL, events INTEGER NOT NULL);
CREATE TABLE event(
  id INTEGER PRIMARY KEY, record INTEGER NOT NULL, part INTEGER NOT NULL, act INTEGER NOT NULL,
  start INTEGER, until INTEGER, facts BLOB NOT NULL);
CREATE TABLE by_time(
  start INTEGER, until INTEGER, prefix INTEGER, part INTEGER, event INTEGER,
  PRIMARY KEY(start, until, prefix, part, event)) WITHOUT ROWID;
CREATE TABLE by_account(
  account INTEGER, start INTEGER, until INTEGER, prefix INTEGER, part INTEGER, event INTEGER,
  PRIMARY KEY(account, start, until, prefix, part, event)) WITHOUT ROWID;
CREATE TABLE by_octets(
  until INTEGER, prefix INTEGER, record INTEGER, PRIMARY KEY(until, prefix, record)) WITHOUT ROWID;
CREATE TABLE by_identity(
  until INTEGER, identity BLOB, record INTEGER, PRIMARY KEY(until, identity)) WITHOUT ROWID;
CREATE TABLE by_hash(
  prefix INTEGER, record INTEGER, PRIMARY KEY(prefix, record)) WITHOUT ROWID;
CREATE TABLE act_total(act INTEGER PRIMARY KEY, events INTEGER NOT NULL);
CREATE TABLE operation_total(operation INTEGER PRIMARY KEY, events INTEGER NOT NULL);
CREATE TABLE account(
  account INTEGER PRIMARY KEY, as_actor INTEGER NOT NULL, as_mailbox INTEGER NOT NULL,
  first INTEGER, last INTEGER);
)";

Expected<void> prepare(Database& database, bool writable) {
  const std::string file = database.path().string();
  const std::int64_t tables = database.integer("SELECT count(*) FROM sqlite_schema");
  if (auto read = database.take_failure(); !read) return read;
  if (tables == 0) {
    if (!writable) return fail(ErrorCode::corrupt, "{}: holds no events", file);
    auto made =
        create_once(database, kEventsApplicationId, kEventsVersion, [&] { database.run(kTables); });
    if (!made) return made;
  }
  const std::int64_t application = database.integer("PRAGMA application_id");
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (auto read = database.take_failure(); !read) return read;
  if (application != kEventsApplicationId) {
    return fail(ErrorCode::corrupt, "{}: this is no event store of Letterlock", file);
  }
  if (version != kEventsVersion) {
    return fail(ErrorCode::config,
                "{}: written by another Letterlock (events version {}; this one reads {})", file,
                version, kEventsVersion);
  }
  set_up_connection(database, writable);
  return database.take_failure();
}

}  // namespace

Expected<std::unique_ptr<EventStore>> EventEngine::open(const std::filesystem::path& path,
                                                        bool writable) {
  auto database = Database::open(path, writable ? Database::Mode::write : Database::Mode::read);
  if (!database) return fail(std::move(database));
  if (auto ready = prepare(**database, writable); !ready) return fail(std::move(ready));
  std::unique_ptr<EventEngine> engine(new EventEngine(std::move(*database)));
  if (auto loaded = engine->load_state(); !loaded) return fail(std::move(loaded));
  if (writable) {
    engine->database_->run("BEGIN IMMEDIATE");
    engine->roll_up();
    if (auto done = engine->commit(); !done) return fail(std::move(done));
  }
  return std::unique_ptr<EventStore>(std::move(engine));
}

Expected<void> EventEngine::load_state() {
  names_.forget();
  block_.clear();
  account_changes_.clear();
  operation_changes_.clear();
  act_changes_.clear();
  read_totals();
  last_event_ = database_->integer("SELECT max(id) FROM event");
  last_record_ = database_->integer("SELECT max(id) FROM record");
  last_block_ = database_->integer("SELECT max(id) FROM block");
  // Ids of events that were replaced are not given again.
  last_event_ = std::max(last_event_,
                         database_->integer("SELECT value FROM total WHERE name = 'last_event'"));
  digest_ = MultisetDigest();
  Statement& state = database_->kept("SELECT value FROM state WHERE name = 'digest'");
  if (state.step() && !digest_.restore(state.octets(0))) damaged("state", 0);
  state.reset();
  return database_->take_failure();
}

void EventEngine::read_totals() {
  totals_ = {};
  Statement rows = database_->prepare("SELECT name, value FROM total");
  while (rows.step()) {
    const std::string_view name = rows.octets(0);
    const auto value = rows.maybe_integer(1);
    if (name == "events") totals_.events = value.value_or(0);
    if (name == "records") totals_.records = value.value_or(0);
    if (name == "undated") totals_.undated = value.value_or(0);
    if (name == "other") totals_.other = value.value_or(0);
    if (name == "record_octets") totals_.record_octets = value.value_or(0);
    if (name == "longest") totals_.longest = value.value_or(0);
    if (name == "first") totals_.first = value;
    if (name == "last") totals_.last = value;
  }
}

void EventEngine::write_totals() {
  const std::pair<const char*, std::optional<std::int64_t>> rows[] = {
      {"events", totals_.events},   {"records", totals_.records},
      {"undated", totals_.undated}, {"other", totals_.other},
      {"longest", totals_.longest}, {"record_octets", totals_.record_octets},
      {"first", totals_.first},     {"last", totals_.last},
      {"last_event", last_event_},
  };
  Statement& insert = database_->kept("INSERT OR REPLACE INTO total VALUES(?1,?2)");
  for (const auto& [name, value] : rows) insert.bind_text(1, name).bind(2, value).run();
  const std::string digest = digest_.state();
  database_->kept("INSERT OR REPLACE INTO state VALUES('digest',?1)").bind_blob(1, digest).run();
}

// What was not committed is forgotten, here as in the file.
Expected<void> EventEngine::commit() {
  database_->run("COMMIT");
  auto done = database_->take_failure();
  if (done) return done;
  sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  static_cast<void>(load_state());
  return done;
}

// Sorted, so that the index is written from one end to the other.
void EventEngine::roll_up() {
  const std::int64_t done = database_->integer("SELECT value FROM total WHERE name = 'by_hash'");
  if (done >= last_record_) return;
  Statement& insert = database_->kept(
      "INSERT INTO by_hash SELECT o.prefix, o.record FROM by_octets o WHERE o.record > ?1 "
      "ORDER BY o.prefix, o.record");
  insert.bind(1, done).run();
  database_->kept("INSERT OR REPLACE INTO total VALUES('by_hash',?1)").bind(1, last_record_).run();
}

Expected<void> EventEngine::end_load(Progress& progress) {
  progress.stage("Indexing records", "records", 0);
  database_->run("BEGIN IMMEDIATE");
  roll_up();
  return commit();
}

void EventEngine::damaged(std::string_view what, std::int64_t id) {
  database_->note({ErrorCode::corrupt,
                   fmt::format("{}: the events are damaged ({} {}); move this file away and read "
                               "the logs again to rebuild it",
                               database_->path().string(), what, id)});
}

Expected<EventCounts> EventEngine::counts() {
  read_totals();
  EventCounts counts;
  counts.events = static_cast<std::uint64_t>(totals_.events);
  counts.records = static_cast<std::uint64_t>(totals_.records);
  counts.undated = static_cast<std::uint64_t>(totals_.undated);
  counts.other = static_cast<std::uint64_t>(totals_.other);
  counts.record_octets = static_cast<std::uint64_t>(totals_.record_octets);
  if (totals_.first && totals_.last) counts.time = TimeSpan{*totals_.first, *totals_.last};
  counts.files = static_cast<std::uint64_t>(database_->integer("SELECT count(*) FROM log_file"));
  Statement acts = database_->prepare("SELECT act, events FROM act_total WHERE events > 0");
  while (acts.step()) counts.acts[static_cast<Act>(acts.integer(0))] = acts.number(1);
  Statement operations =
      database_->prepare("SELECT operation, events FROM operation_total WHERE events > 0");
  while (operations.step()) {
    counts.operations[names_.text(operations.integer(0))] = operations.number(1);
  }
  if (auto read = database_->take_failure(); !read) return fail(std::move(read));
  return counts;
}

Expected<std::vector<LogFile>> EventEngine::files() {
  std::vector<LogFile> files;
  Statement rows = database_->prepare("SELECT id, facts FROM log_file ORDER BY id");
  while (rows.step()) {
    LogFile file;
    file.id = static_cast<LogFileId>(rows.integer(0));
    if (!unpack(rows.octets(1), file)) damaged("log file", rows.integer(0));
    files.push_back(std::move(file));
  }
  if (auto read = database_->take_failure(); !read) return fail(std::move(read));
  return files;
}

Expected<std::vector<AccountEvents>> EventEngine::accounts() {
  std::vector<AccountEvents> accounts;
  Statement rows = database_->prepare(
      "SELECT n.text, a.as_actor, a.as_mailbox, a.first, a.last FROM account a "
      "JOIN name n ON n.id = a.account WHERE a.as_actor + a.as_mailbox > 0 "
      "ORDER BY a.as_actor + a.as_mailbox DESC, n.text");
  while (rows.step()) {
    AccountEvents account{std::string(rows.octets(0)), rows.number(1), rows.number(2), {}};
    if (const auto first = rows.maybe_integer(3)) account.time = TimeSpan{*first, rows.integer(4)};
    accounts.push_back(std::move(account));
  }
  if (auto read = database_->take_failure(); !read) return fail(std::move(read));
  return accounts;
}

}  // namespace letterlock::store::sqlite
