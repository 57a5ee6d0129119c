// The tables of facts.sqlite (docs/case-format.md says what each column holds).
#pragma once

#include <string>

#include "store/sqlite/database.h"

namespace letterlock::store::sqlite {

inline constexpr std::int64_t kApplicationId = 0x4C4C4B46;  // "LLKF"
// Version 3 had its indexes on `name`, `address` and `host` from the beginning.
inline constexpr std::int64_t kOldestSchemaVersion = 3, kSchemaVersion = 4;

// Checks that `database` is ours and of a version we know; creates the tables in an empty one if
// `writable`. Sets what each connection needs.
Expected<void> prepare_schema(Database& database, bool writable);

// The tables that are rolled up from the messages, in `schema` ("main" or "temp"). A connection
// that may not write rolls the newest messages up into "temp".
std::string rolled_tables(const std::string& schema);

}  // namespace letterlock::store::sqlite
