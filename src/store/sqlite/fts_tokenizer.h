// Makes Tokenizer known to SQLite's full-text engine under the name "letterlock".
#pragma once

#include "store/sqlite/database.h"
#include "store/tokenizer.h"

namespace letterlock::store::sqlite {

// A query reaches the engine as tokens made by Tokenizer, with spaces between; it takes those as
// they are. REQUIRES: `tokenizer` outlives `database`.
void register_tokenizer(Database& database, Tokenizer& tokenizer);

}  // namespace letterlock::store::sqlite
