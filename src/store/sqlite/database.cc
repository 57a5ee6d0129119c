#include "store/sqlite/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <utility>

namespace letterlock::store::sqlite {
namespace {

namespace fs = std::filesystem;

// Counting the memory in use costs a lock for each allocation, and nobody asks for it.
void count_no_memory() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);  // SQLITE_MISUSE where another part of the program was faster: no harm
}

Expected<sqlite3*> open_handle(const std::string& name, int flags, const fs::path& path) {
  count_no_memory();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
  if (code == SQLITE_OK) {
    sqlite3_extended_result_codes(handle, 1);
    return handle;
  }
  Error error = error_of(code & 0xFF, code, handle ? sqlite3_errmsg(handle) : "no memory", path);
  sqlite3_close(handle);
  return fail(std::move(error));
}

// What people wrote is nobody else's to read: SQLite would let the umask decide. The files of its
// log get the mode of this one.
void make_private(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd >= 0) ::close(fd);  // else it is there, or SQLite will say why it cannot be
}

// The first read is where SQLite opens the files of its write-ahead log.
int first_read(sqlite3* handle) {
  return sqlite3_exec(handle, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
}

// `path` as an SQLite URI (percent-encoding what has a meaning there).
std::string immutable_uri(const fs::path& path) {
  std::string uri = "file:";
  for (const char c : fs::absolute(path).string()) {
    const bool plain = c == '/' || c == '.' || c == '-' || c == '_' || (c >= '0' && c <= '9') ||
                       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

bool has_octets(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  return !error && size > 0;
}

// Where the directory cannot be written, SQLite cannot set up the log's shared memory. Without a
// log the file alone is the whole truth and may be read as it is; with one it is not.
Expected<sqlite3*> open_to_read(const fs::path& path) {
  auto handle = open_handle(path.string(), SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, path);
  if (!handle) return handle;
  sqlite3_busy_timeout(*handle, 10'000);
  const int code = first_read(*handle);
  const int primary = code & 0xFF;
  if (primary != SQLITE_CANTOPEN && primary != SQLITE_READONLY) return handle;
  sqlite3_close(*handle);
  if (has_octets(path.string() + "-wal")) {
    return fail(ErrorCode::io,
                "{}: the log beside it ({}-wal) holds the newest facts but cannot be opened here; "
                "copy the case to a writable directory, or open it once where it can be written",
                path.string(), path.filename().string());
  }
  return open_handle(immutable_uri(path),
                     SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, path);
}

}  // namespace

Error error_of(int code, int extended, const char* detail, const fs::path& path) {
  const std::string file = path.string();
  switch (code) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::corrupt,
              fmt::format("{}: the facts are damaged ({}); the evidence is kept apart from them: "
                          "move this file away and ingest again to rebuild it",
                          file, detail)};
    case SQLITE_FULL:
      return {ErrorCode::io, fmt::format("{}: no space left on the device", file)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::busy, fmt::format("{}: another process is using it; try again", file)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::io, fmt::format("{}: cannot be written ({})", file, detail)};
    case SQLITE_CANTOPEN: {
      std::error_code ignored;
      if (!fs::exists(path, ignored)) {
        return {ErrorCode::not_found, fmt::format("{}: cannot be opened: no such file", file)};
      }
      return {ErrorCode::io, fmt::format("{}: cannot be opened ({})", file, detail)};
    }
    case SQLITE_IOERR:
      return {ErrorCode::io, fmt::format("{}: {} (code {})", file, detail, extended)};
    case SQLITE_NOMEM:
      return {ErrorCode::limit, fmt::format("{}: out of memory", file)};
    case SQLITE_TOOBIG:
      return {ErrorCode::limit, fmt::format("{}: a fact is larger than the engine takes", file)};
    default:
      return {ErrorCode::internal, fmt::format("{}: {} (code {})", file, detail, extended)};
  }
}

Statement& Statement::bind_text(int index, std::string_view text) {
  sqlite3_bind_text64(statement_, index, text.empty() ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view octets) {
  if (octets.empty()) return bind_null(index);
  sqlite3_bind_blob64(statement_, index, octets.data(), octets.size(), SQLITE_STATIC);
  return *this;
}

bool Statement::step() {
  if (database_->failed() || statement_ == nullptr) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->note(code);
  return false;
}

std::string_view Statement::octets(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Expected<std::unique_ptr<Database>> Database::open(const fs::path& path, Mode mode) {
  if (mode != Mode::read) make_private(path);
  auto handle =
      mode == Mode::read
          ? open_to_read(path)
          : open_handle(path.string(),
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, path);
  if (!handle) return fail(std::move(handle));
  sqlite3_busy_timeout(*handle, 10'000);
  // Facts come from hostile mail and the file may come from elsewhere: no schema tricks.
  sqlite3_db_config(*handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(*handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return std::unique_ptr<Database>(new Database(*handle, path));
}

Database::~Database() {
  kept_.clear();
  sqlite3_close_v2(handle_);
}

void Database::run(const std::string& sql) {
  if (failed()) return;
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) note(code);
}

std::int64_t Database::integer(const char* sql) {
  Statement& statement = kept(sql);
  const std::int64_t value = statement.step() ? statement.integer(0) : 0;
  statement.reset();
  return value;
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (!failed()) {
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) note(code);
  }
  return Statement(*this, statement);
}

Statement& Database::kept(const char* sql) {
  auto found = kept_.find(sql);
  if (found == kept_.end()) {
    if (failed()) {  // never keep a statement that was not prepared
      static const char kNothing[] = "";
      return kept_.try_emplace(kNothing, *this, nullptr).first->second;
    }
    Statement prepared = prepare(sql);
    if (failed()) return kept(sql);
    found = kept_.emplace(sql, std::move(prepared)).first;
  }
  found->second.reset();
  return found->second;
}

void Database::note(int code) { note(error_of(code & 0xFF, code, sqlite3_errmsg(handle_), path_)); }

void Database::note(Error error) {
  if (!failure_) failure_ = std::move(error);
}

Expected<void> Database::take_failure() {
  if (!failure_) return {};
  Error error = std::move(*failure_);
  failure_.reset();
  return fail(std::move(error));
}

Expected<void> create_once(Database& database, std::int64_t application, std::int64_t version,
                           const std::function<void()>& make) {
  database.run("PRAGMA auto_vacuum = NONE");
  database.run("PRAGMA page_size = 8192");
  database.run("PRAGMA journal_mode = WAL");
  database.run("BEGIN IMMEDIATE");
  if (database.integer("PRAGMA application_id") == 0) {
    make();
    database.run(fmt::format("PRAGMA application_id = {}", application));
    database.run(fmt::format("PRAGMA user_version = {}", version));
  }
  database.run("COMMIT");
  auto made = database.take_failure();
  if (!made) database.run("ROLLBACK");
  return made;
}

void set_up_connection(Database& database, bool writable) {
  if (writable) {
    database.run("PRAGMA synchronous = FULL");
    database.run("PRAGMA wal_autocheckpoint = 8192");
    database.run("PRAGMA journal_size_limit = 67108864");
  }
  database.run("PRAGMA cache_size = -65536");
  database.run("PRAGMA temp_store = FILE");
}

}  // namespace letterlock::store::sqlite
