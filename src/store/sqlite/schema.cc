#include "store/sqlite/schema.h"

namespace letterlock::store::sqlite {
namespace {

constexpr char kTables[] = R"(
CREATE TABLE total(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE state(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE address(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE host(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE message(
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL, size INTEGER NOT NULL,
  segment INTEGER NOT NULL, offset INTEGER NOT NULL, body INTEGER NOT NULL,
  flags INTEGER NOT NULL, date INTEGER, zone INTEGER, received INTEGER,
  new_text_length INTEGER NOT NULL, message_id TEXT, subject TEXT, base_subject TEXT,
  zone_text INTEGER NOT NULL, mailer INTEGER NOT NULL, list_id INTEGER NOT NULL,
  addresses BLOB, reference_list BLOB, fields BLOB, parts BLOB, defects BLOB,
  traits BLOB);
CREATE TABLE body(id INTEGER PRIMARY KEY, links BLOB, quotes BLOB, writing BLOB);
CREATE TABLE copy(message INTEGER PRIMARY KEY, body INTEGER NOT NULL);
CREATE INDEX copy_by_body ON copy(body);
CREATE VIRTUAL TABLE body_text USING fts5(
  subject, text, content='', columnsize=0, detail=full, tokenize='letterlock');
CREATE TABLE attachment(
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL, size INTEGER NOT NULL, filename TEXT NOT NULL);
CREATE TABLE placement(
  id INTEGER PRIMARY KEY, message INTEGER NOT NULL, mailbox INTEGER NOT NULL,
  folder INTEGER NOT NULL, source INTEGER NOT NULL, leaf TEXT NOT NULL, inner TEXT NOT NULL,
  offset INTEGER NOT NULL, length INTEGER NOT NULL, labels BLOB, flags TEXT, internal_date INTEGER,
  quoting INTEGER NOT NULL);
CREATE INDEX placement_by_message ON placement(message);
CREATE TABLE mailbox_folder(
  mailbox INTEGER NOT NULL, folder INTEGER NOT NULL, placements INTEGER NOT NULL,
  PRIMARY KEY(mailbox, folder)) WITHOUT ROWID;
CREATE TABLE month(month INTEGER PRIMARY KEY, messages INTEGER NOT NULL);
CREATE TABLE defect_total(name INTEGER PRIMARY KEY, defects INTEGER NOT NULL);
CREATE TABLE source_defect(
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, inner TEXT NOT NULL, offset INTEGER NOT NULL,
  name TEXT NOT NULL, detail TEXT NOT NULL, UNIQUE(source, inner, offset, name, detail));
CREATE TABLE source_progress(
  source TEXT NOT NULL, unit TEXT NOT NULL, item INTEGER NOT NULL, position INTEGER NOT NULL,
  finished INTEGER NOT NULL, messages INTEGER NOT NULL, size INTEGER NOT NULL,
  modified INTEGER NOT NULL, PRIMARY KEY(source, unit)) WITHOUT ROWID;
CREATE TABLE segment(segment INTEGER PRIMARY KEY, length INTEGER NOT NULL);
CREATE TABLE edge(
  child INTEGER PRIMARY KEY, parent INTEGER NOT NULL, basis INTEGER NOT NULL,
  thread INTEGER NOT NULL);
CREATE INDEX edge_by_thread ON edge(thread);
CREATE INDEX edge_by_parent ON edge(parent) WHERE parent > 0;
)";

// How the full-text engine gathers and merges: a batch is held in memory up to `hashsize`, written
// as one segment, and 64 segments of a level are merged into one of the next: each posting is
// copied once a level, and a case of a million messages has two levels.
constexpr char kTextSettings[] = R"(
INSERT INTO body_text(body_text, rank) VALUES('pgsz', 4000);
INSERT INTO body_text(body_text, rank) VALUES('hashsize', 33554432);
INSERT INTO body_text(body_text, rank) VALUES('automerge', 0);
INSERT INTO body_text(body_text, rank) VALUES('crisismerge', 64);
)";

Expected<void> create_tables(Database& database) {
  return create_once(database, kApplicationId, kSchemaVersion, [&] {
    database.run(kTables);
    database.run(kTextSettings);
    database.run(rolled_tables("main"));
  });
}

// The version of the facts as they stand, one that this program reads.
Expected<std::int64_t> known_version(Database& database) {
  const std::int64_t application = database.integer("PRAGMA application_id");
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (auto read = database.take_failure(); !read) return Unexpected(read.error());
  const std::string file = database.path().string();
  if (application != kApplicationId) {
    return fail(ErrorCode::corrupt, "{}: this is no fact store of Letterlock", file);
  }
  if (version > kSchemaVersion) {
    return fail(ErrorCode::config,
                "{}: written by a newer Letterlock (facts version {}; this one knows up to {}); "
                "use that version",
                file, version, kSchemaVersion);
  }
  if (version < 1) return fail(ErrorCode::corrupt, "{}: has no facts version", file);
  if (version < kOldestSchemaVersion) {
    return fail(
        ErrorCode::config,
        "{}: written by an older Letterlock (facts version {}; this one reads {} and {}); ingest "
        "its sources into a new case",
        file, version, kOldestSchemaVersion, kSchemaVersion);
  }
  return version;
}

}  // namespace

std::string rolled_tables(const std::string& schema) {
  constexpr std::string_view kRolled[] = {
      "by_prefix(prefix INTEGER, message INTEGER, PRIMARY KEY(prefix, message))",
      "by_date(date INTEGER, message INTEGER, flags INTEGER, PRIMARY KEY(date, message))",
      "by_message_id(hash INTEGER, message INTEGER, PRIMARY KEY(hash, message))",
      "by_subject(hash INTEGER, message INTEGER, PRIMARY KEY(hash, message))",
      ("correspondence(address INTEGER, date INTEGER, message INTEGER, roles INTEGER, "
       "PRIMARY KEY(address, date, message))"),
      "by_host(host INTEGER, body INTEGER, PRIMARY KEY(host, body))",
      "by_defect(name INTEGER, message INTEGER, PRIMARY KEY(name, message))",
      ("pair(sender INTEGER, recipient INTEGER, messages INTEGER, first INTEGER, last INTEGER, "
       "PRIMARY KEY(sender, recipient))"),
      ("person(address INTEGER PRIMARY KEY, sent INTEGER, received INTEGER, first INTEGER, "
       "last INTEGER)"),
      "person_name(address INTEGER, text TEXT, messages INTEGER, PRIMARY KEY(address, text))",
      ("owner_vote(mailbox INTEGER, address INTEGER, votes INTEGER, "
       "PRIMARY KEY(mailbox, address))"),
  };
  std::string sql;
  for (const auto table : kRolled) {
    sql += fmt::format("CREATE TABLE {}.{} WITHOUT ROWID;\n", schema, table);
  }
  return sql;
}

Expected<void> prepare_schema(Database& database, bool writable) {
  const std::int64_t tables = database.integer("SELECT count(*) FROM sqlite_schema");
  const std::int64_t application = database.integer("PRAGMA application_id");
  if (auto read = database.take_failure(); !read) return read;
  if (tables == 0 && application == 0) {
    if (!writable) {
      return fail(ErrorCode::corrupt, "{}: holds no facts", database.path().string());
    }
    if (auto made = create_tables(database); !made) return made;
  }
  const auto version = known_version(database);
  if (!version) return Unexpected(version.error());
  // What comes in from now on, an older program would take for damage.
  if (writable && *version < kSchemaVersion) {
    database.run(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
  }
  set_up_connection(database, writable);
  if (writable) database.run("PRAGMA secure_delete = OFF");
  database.run("PRAGMA foreign_keys = OFF");
  database.run(rolled_tables("temp"));
  database.run("CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, body_text, row)");
  return database.take_failure();
}

}  // namespace letterlock::store::sqlite
