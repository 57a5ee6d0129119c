#include "store/sqlite/insert_rows.h"

namespace letterlock::store::sqlite {

std::string rows_sql(std::string_view insert, int columns, std::size_t rows,
                     std::string_view after) {
  std::string row = "(?";
  for (int i = 1; i < columns; ++i) row += ",?";
  row += ')';
  std::string sql(insert);
  sql += " VALUES ";
  for (std::size_t i = 0; i < rows; ++i) {
    if (i > 0) sql += ',';
    sql += row;
  }
  sql += ' ';
  sql += after;
  return sql;
}

}  // namespace letterlock::store::sqlite
