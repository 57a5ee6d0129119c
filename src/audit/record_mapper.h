// Makes Events of one record, whatever its shape: what a provider's field is called and where a
// tool has hidden it is known here and in this file's neighbours, and nowhere else.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/times.h"
#include "store/event.h"

namespace letterlock::audit {

// What a record turned out to be.
struct Mapped {
  std::vector<store::Event> events;  // at least one
  std::string record_id;
  std::string_view shape;  // "unified-audit-log", "reports-api", ...; "unknown"
  // What is wrong with it: name and detail.
  std::vector<std::pair<std::string_view, std::string>> defects;
  std::optional<std::int64_t> result_index, result_count;  // of Search-UnifiedAuditLog
  bool slashed_date = false;  // its time was read by the file's date order
};

class RecordMapper {
 public:
  RecordMapper();
  ~RecordMapper();

  // How dates such as 3/4/2024 are read; and what the records tell of it.
  void set_date_order(DateOrder order);
  const DateVotes& votes() const;

  // A JSON object, or a string that holds one. False where it is none; `why` says so.
  // REQUIRES: octets that may be read for TextInput::kPadding behind the end.
  bool map_json(std::string_view octets, Mapped& mapped, std::string& why);

  // The columns of a CSV. False where they are none that a log has.
  bool set_columns(const std::vector<std::string>& names);
  // The column whose dates have to be read by the file's order, where times come from it alone.
  std::optional<std::size_t> date_column() const;
  // One row, with as many cells as there are columns. A cell whose JSON was cut is read as far as
  // it goes. REQUIRES: as for map_json, of each cell.
  void map_row(const std::vector<std::string_view>& cells, Mapped& mapped);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace letterlock::audit
