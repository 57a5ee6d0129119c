#include "store/sqlite/engine.h"

#include "base/ascii.h"
#include "store/sqlite/fts_tokenizer.h"
#include "store/sqlite/schema.h"

namespace letterlock::store {

Expected<std::unique_ptr<FactStore>> open_sqlite(const std::filesystem::path& path, bool writable) {
  return sqlite::Engine::open(path, writable);
}

}  // namespace letterlock::store

namespace letterlock::store::sqlite {
Engine::Engine(std::unique_ptr<Tokenizer> tokenizer, std::unique_ptr<Database> database,
               bool writable)
    : tokenizer_(std::move(tokenizer)),
      database_(std::move(database)),
      words_(*database_),
      numbers_(words_),
      writable_(writable) {}

Engine::~Engine() = default;

Expected<std::unique_ptr<FactStore>> Engine::open(const std::filesystem::path& path,
                                                  bool writable) {
  auto database = Database::open(path, writable ? Database::Mode::write : Database::Mode::read);
  if (!database) return fail(std::move(database));
  auto tokenizer = std::make_unique<Tokenizer>();
  register_tokenizer(**database, *tokenizer);
  if (auto ready = prepare_schema(**database, writable); !ready) return fail(std::move(ready));
  std::unique_ptr<Engine> engine(new Engine(std::move(tokenizer), std::move(*database), writable));
  if (auto loaded = engine->load_state(); !loaded) return fail(std::move(loaded));
  return std::unique_ptr<FactStore>(std::move(engine));
}

// What add() goes on from. A writer that finds messages without roll-up (the last one died during a
// load) makes up for it.
Expected<void> Engine::load_state() {
  words_.forget();
  sent_folder_ = {0, false};
  bodies_.forget();
  postings_.clear();
  recent_.clear();
  read_totals();
  last_message_ = database_->integer("SELECT max(id) FROM message");
  last_placement_ = database_->integer("SELECT max(id) FROM placement");
  rolled_messages_ = database_->integer("SELECT value FROM total WHERE name = 'rolled_messages'");
  const std::int64_t rolled_placements =
      database_->integer("SELECT value FROM total WHERE name = 'rolled_placements'");
  Statement& state = database_->kept("SELECT value FROM state WHERE name = 'digest'");
  if (state.step() && !digest_.restore(state.octets(0))) {
    database_->note({ErrorCode::corrupt,
                     fmt::format("{}: the digest's state is damaged", database_->path().string())});
  } else if (last_message_ == 0 && last_placement_ == 0 && totals_.source_defects == 0) {
    digest_ = MultisetDigest();
  }
  state.reset();
  if (writable_ && (rolled_messages_ < last_message_ || rolled_placements < last_placement_)) {
    database_->run("BEGIN IMMEDIATE");
    roll_up_tail("main");
    if (auto done = commit(); !done) return done;
  }
  return database_->take_failure();
}

void Engine::read_totals() {
  totals_ = {};
  Statement statement = database_->prepare("SELECT name, value FROM total");
  while (statement.step()) {
    const std::string_view name = statement.octets(0);
    const std::int64_t value = statement.integer(1);
    if (name == "messages") totals_.messages = value;
    if (name == "placements") totals_.placements = value;
    if (name == "octets") totals_.octets = value;
    if (name == "attachments") totals_.attachments = value;
    if (name == "links") totals_.links = value;
    if (name == "defects") totals_.defects = value;
    if (name == "source_defects") totals_.source_defects = value;
    if (name == "without_date") totals_.without_date = value;
    if (name == "first") totals_.first = value;
    if (name == "last") totals_.last = value;
  }
}

void Engine::write_totals() {
  const std::pair<const char*, std::int64_t> rows[] = {
      {"messages", totals_.messages},
      {"placements", totals_.placements},
      {"octets", totals_.octets},
      {"attachments", totals_.attachments},
      {"links", totals_.links},
      {"defects", totals_.defects},
      {"source_defects", totals_.source_defects},
      {"without_date", totals_.without_date},
      {"first", totals_.first},
      {"last", totals_.last},
  };
  Statement& insert = database_->kept("INSERT OR REPLACE INTO total VALUES(?1,?2)");
  for (const auto& [name, value] : rows) insert.bind_text(1, name).bind(2, value).run();
}

Engine::Reading::Reading(Engine& engine) : engine_(engine) {
  // The writer is alone in writing, so what it reads cannot change under it.
  if (engine_.readings_++ == 0 && !engine_.writable_) engine_.database_->run("BEGIN");
}

Engine::Reading::~Reading() {
  if (--engine_.readings_ > 0 || engine_.writable_) return;
  sqlite3_exec(engine_.database_->handle(), "COMMIT", nullptr, nullptr, nullptr);
}

void Engine::settle() {
  if (writable_) {
    if ((postings_.empty() && !words_.want_index()) || readings_ > 1) return;
    database_->run("BEGIN IMMEDIATE");
    if (!postings_.empty()) flush_postings();
    words_.make_indexes();
    if (auto done = commit(); !done) {
      static_cast<void>(load_state());  // what was rolled back is not there
      database_->note(done.error());
    }
    return;
  }
  const std::array<std::int64_t, 4> now = {
      database_->integer("SELECT value FROM total WHERE name = 'rolled_messages'"),
      database_->integer("SELECT value FROM total WHERE name = 'rolled_placements'"),
      database_->integer("SELECT max(id) FROM message"),
      database_->integer("SELECT max(id) FROM placement")};
  if (now == rolled_for_reader_ || readings_ > 1) return;
  rolled_for_reader_ = now;
  rolled_messages_ = now[0];
  last_message_ = now[2];
  words_.forget();  // ids are never reused, but absences were remembered nowhere: cheap caution
  for (const char* table : {"by_date", "by_message_id", "by_subject", "correspondence", "by_host",
                            "by_defect", "pair", "person", "person_name", "owner_vote"}) {
    database_->run(fmt::format("DELETE FROM temp.{}", table));
  }
  if (now[0] < now[2] || now[1] < now[3]) roll_up_tail("temp");
}

bool Engine::is_sent_folder(std::int64_t folder) {
  if (folder == sent_folder_.first) return sent_folder_.second;
  const std::string name = lower_ascii(words_.names.text(folder));
  sent_folder_ = {folder, false};
  for (const std::string_view word : {"sent", "gesendet", "envoy", "enviad", "inviat", "verzonden",
                                      "skickat", "отправлен", "Отправлен", "送信", "已发送"}) {
    if (name.find(word) != std::string::npos) sent_folder_.second = true;
  }
  return sent_folder_.second;
}

// REQUIRES: within a transaction.
void Engine::flush_postings() {
  postings_.flush(*database_, "main");
  recent_.clear();
  rolled_messages_ = last_message_;
}

// Reads the messages and placements that no roll-up covers, and writes theirs.
void Engine::roll_up_tail(const std::string& schema) {
  Postings postings;
  Statement messages = database_->prepare(
      "SELECT m.id, m.hash, m.body, m.flags, m.date, m.message_id, m.base_subject, m.addresses, "
      "m.defects, CASE WHEN m.body = m.id THEN b.links END "
      "FROM message m LEFT JOIN body b ON b.id = m.body WHERE m.id > "
      "coalesce((SELECT value FROM total WHERE name = 'rolled_messages'), 0) ORDER BY m.id");
  while (messages.step()) {
    PostedMessage message;
    message.id = messages.integer(0);
    message.prefix = prefix_of(hash_from(messages.octets(1)));
    message.body = messages.integer(2);
    message.flags = messages.integer(3);
    message.date = messages.maybe_integer(4);
    message.message_id = messages.octets(5);
    message.base_subject = messages.octets(6);
    message.addresses = messages.octets(7);
    message.defects = messages.octets(8);
    message.links = messages.octets(9);
    if (!postings.add(message)) damaged("message", message.id);
    if (postings.full()) postings.flush(*database_, schema);
  }
  Statement placements = database_->prepare(
      "SELECT p.id, p.mailbox, p.folder, m.addresses FROM placement p "
      "JOIN message m ON m.id = p.message WHERE p.id > "
      "coalesce((SELECT value FROM total WHERE name = 'rolled_placements'), 0) ORDER BY p.id");
  while (placements.step()) {
    PostedPlacement placement;
    placement.id = placements.integer(0);
    placement.mailbox = placements.integer(1);
    placement.in_sent_folder = is_sent_folder(placements.integer(2));
    placement.addresses = placements.octets(3);
    if (!postings.add(placement)) damaged("placement", placement.id);
    if (postings.full()) postings.flush(*database_, schema);
  }
  if (!postings.empty()) postings.flush(*database_, schema);
  if (schema == "main") rolled_messages_ = last_message_;
}

void Engine::damaged(std::string_view what, std::int64_t id) {
  database_->note({ErrorCode::corrupt,
                   fmt::format("{}: the facts are damaged ({} {}); move this file away and ingest "
                               "again to rebuild it",
                               database_->path().string(), what, id)});
}

}  // namespace letterlock::store::sqlite
