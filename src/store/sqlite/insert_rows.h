// Many short rows with few statements. What a statement costs beside its rows (it opens and closes
// its table and takes its place in the transaction) is as much as a short row costs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "store/sqlite/database.h"

namespace letterlock::store::sqlite {

// "`insert` VALUES (?,?),(?,?) `after`"
std::string rows_sql(std::string_view insert, int columns, std::size_t rows,
                     std::string_view after);

// Writes all `rows`, in their order. `bind(statement, first, row)` binds the `columns` values of
// one row from number `first` on; what it binds must live until this returns.
template <class Rows, class Bind>
void insert_rows(Database& database, std::string_view insert, int columns, const Rows& rows,
                 Bind bind, std::string_view after = {}) {
  constexpr std::size_t kTogether = 64;
  std::size_t at = 0;
  for (const std::size_t count : {kTogether, std::size_t{1}}) {
    if (rows.size() - at < count) continue;
    Statement statement = database.prepare(rows_sql(insert, columns, count, after));
    while (rows.size() - at >= count) {
      int first = 1;
      for (std::size_t i = 0; i < count; ++i, first += columns) bind(statement, first, rows[at++]);
      statement.run();
    }
  }
}

}  // namespace letterlock::store::sqlite
