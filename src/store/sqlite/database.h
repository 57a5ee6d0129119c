// A thin, safe hand on SQLite: the connection and its statements.
//
// The first failure sticks: from then on statements give no rows and change nothing, until
// take_failure() reports it. So a sequence of steps is checked once, at its end. Used from one
// thread.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/attributes.h"
#include "base/expected.h"

namespace letterlock::store::sqlite {

class Database;

// A prepared statement. Text and blobs are bound without a copy: they must live until the next
// reset(). Columns are valid until the next step() or reset().
class Statement {
 public:
  Statement(Database& database, sqlite3_stmt* statement)
      : database_(&database), statement_(statement) {}
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(Statement&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int index, std::int64_t value) {
    sqlite3_bind_int64(statement_, index, value);
    return *this;
  }
  Statement& bind(int index, std::optional<std::int64_t> value) {
    return value ? bind(index, *value) : bind_null(index);
  }
  Statement& bind_null(int index) {
    sqlite3_bind_null(statement_, index);
    return *this;
  }
  void bind_pointer(int index, void* pointer, const char* type) {
    sqlite3_bind_pointer(statement_, index, pointer, type, nullptr);
  }
  Statement& bind_text(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view octets);  // empty: NULL

  // True where there is a row. False at the end and after any failure.
  bool step();
  // Steps to the end and resets, for statements that return nothing.
  void run() {
    step();
    reset();
  }
  void reset() { sqlite3_reset(statement_); }

  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  // Text or blob; "" for NULL.
  std::string_view octets(int column) const LL_LIFETIME_BOUND;

 private:
  Database* database_;
  sqlite3_stmt* statement_;
};

class Database {
 public:
  enum class Mode { read, write };
  // Opens, and creates where `write` and nothing is there. No schema is touched.
  static Expected<std::unique_ptr<Database>> open(const std::filesystem::path& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql);
  // One value of one row; 0 where there is none.
  std::int64_t integer(const char* sql);

  // A statement of its own, for scans that call back.
  Statement prepare(std::string_view sql);
  // The statement kept for this literal, reset and ready to be bound.
  Statement& kept(const char* sql) LL_LIFETIME_BOUND;

  std::int64_t last_row() const { return sqlite3_last_insert_rowid(handle_); }
  int changed() const { return sqlite3_changes(handle_); }
  sqlite3* handle() const { return handle_; }
  const std::filesystem::path& path() const { return path_; }

  bool failed() const { return failure_.has_value(); }
  // Remembers what SQLite just returned (or a finding of ours); only the first one counts.
  void note(int code);
  void note(Error error);
  // The failure, which is forgotten; success where there was none.
  Expected<void> take_failure();

 private:
  Database(sqlite3* handle, std::filesystem::path path) : handle_(handle), path_(std::move(path)) {}

  sqlite3* handle_;
  std::filesystem::path path_;
  std::unordered_map<const char*, Statement> kept_;
  std::optional<Error> failure_;
};

// Makes a new file's tables in one transaction and marks it as `application`'s, unless another
// process was faster. `make` runs the statements.
Expected<void> create_once(Database& database, std::int64_t application, std::int64_t version,
                           const std::function<void()>& make);

// How every store of ours is opened: a batch that was acknowledged survives power loss (each commit
// is synced), the cache is bounded, and what does not fit goes to a file.
void set_up_connection(Database& database, bool writable);

// What an SQLite result means for the user, and what to do about it.
Error error_of(int code, int extended, const char* detail, const std::filesystem::path& path);

}  // namespace letterlock::store::sqlite
