#include "audit/record_mapper.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "audit/fields.h"
#include "audit/json_repair.h"
#include "audit/mapping.h"
#include "base/ascii.h"
#include "base/utf8.h"

namespace letterlock::audit {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

// Wrappers inside each other: a collector's line, its raw text, the provider's record, its
// AuditData.
constexpr unsigned kDeepestWrap = 6;
// A spreadsheet cuts a cell to this many characters, without a word.
constexpr std::size_t kLongestCell = 32'767;

// UTF-16 units, as a spreadsheet counts.
std::size_t units_of(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if ((octet & 0xC0) != 0x80) units += octet >= 0xF0 ? 2 : 1;
  }
  return units;
}

bool is_cut(std::string_view cell) {
  return cell.size() >= kLongestCell && units_of(cell) == kLongestCell;
}

// With U+FFFD in place of what is not well-formed.
std::string well_formed(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const std::size_t good = valid_utf8_prefix(text);
    valid.append(text.substr(0, good));
    text.remove_prefix(good);
    if (text.empty()) break;
    append_utf8(0xFFFD, valid);
    text.remove_prefix(first_utf8_sequence(text).length);
  }
  return valid;
}

bool may_be_object(std::string_view text) { return trim(text).starts_with('{'); }

std::string_view shape_of(const store::Event& event, bool audit_data, bool columns) {
  using store::Provider;
  switch (event.provider) {
    case Provider::microsoft_365:
      if (event.record_type == "MessageTrace") return "message-trace";
      if (columns) return audit_data ? "unified-audit-csv" : "flattened-csv";
      return audit_data ? "audit-query" : "unified-audit-log";
    case Provider::entra:
      return event.product == "AuditLogs" ? "directory-audit" : "sign-in-log";
    case Provider::google_workspace:
      return "reports-api";
    case Provider::google_account:
      return columns ? "access-log" : "my-activity";
    case Provider::unknown:
      break;
  }
  return "unknown";
}

// Keys of a column that says what kind of log this is; two of them make a log.
constexpr std::array kTelling = {
    Key::operation,  Key::creation_time, Key::created,          Key::user_id,
    Key::upn,        Key::client_ip,     Key::ip_address,       Key::id,
    Key::record_id,  Key::record_type,   Key::workload,         Key::mailbox_owner,
    Key::other_time, Key::activity,      Key::message_trace_id, Key::client_ip_address,
    Key::user_agent, Key::session_id,    Key::app_name};

}  // namespace

struct RecordMapper::State {
  DateOrder order = DateOrder::unknown;
  DateVotes votes;
  Fields fields;
  // One for each depth: an object is read while the text inside it is parsed.
  std::array<simdjson::dom::parser, kDeepestWrap + 1> parsers;
  std::array<Fields::Keys, kDeepestWrap + 1> keys;   // what the members of that object mean
  std::vector<std::pair<std::size_t, Key>> columns;  // cell and what it holds
  std::optional<std::size_t> audit_data_column;
  std::string repaired;
  bool with_audit_data = false, incomplete = false;
  Mapped* mapped = nullptr;

  void begin(Mapped& into) {
    fields.clear();
    with_audit_data = incomplete = false;
    mapped = &into;
    into = Mapped();
  }

  bool parse(std::string_view text, unsigned depth, bool padded, element& root, std::string& why) {
    auto error = parsers[depth].parse(text.data(), text.size(), !padded).get(root);
    if (error == simdjson::UTF8_ERROR) {
      mapped->defects.emplace_back("not_utf8", "octets that are no UTF-8, read as U+FFFD");
      const std::string valid = well_formed(text);
      error = parsers[depth].parse(valid).get(root);
    }
    if (error == simdjson::SUCCESS) return true;
    why = simdjson::error_message(error);
    return false;
  }

  // The audit record itself, as object or text; text that was cut as far as it goes.
  void add_audit_data(const element& value, unsigned depth) {
    with_audit_data = true;
    object inner;
    if (value.get(inner) == simdjson::SUCCESS) return add_layers(inner, depth);
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) add_audit_text(text, depth, false);
  }

  void add_audit_text(std::string_view text, unsigned depth, bool padded) {
    with_audit_data = true;
    if (trim(text).empty()) {
      incomplete = true;
      mapped->defects.emplace_back("audit_data_missing", "the record's AuditData is empty");
      return;
    }
    element root;
    object inner;
    std::string why;
    const bool read = parse(text, depth, padded, root, why);
    if (read && root.get(inner) == simdjson::SUCCESS) return add_layers(inner, depth);
    incomplete = true;
    const bool cut = is_cut(text);
    repaired = close_json(text);
    const bool salvaged = !repaired.empty() && parse(repaired, depth, false, root, why) &&
                          root.get(inner) == simdjson::SUCCESS;
    mapped->defects.emplace_back(
        cut ? "cell_cut" : "audit_data_broken",
        cut ? "AuditData ends at 32,767 characters, where a spreadsheet cuts"
            : fmt::format("AuditData is no JSON ({}){}", why.empty() ? "no object" : why,
                          salvaged ? "; read as far as it goes" : ""));
    if (salvaged) add_layers(inner, depth);
  }

  // Inner objects first: what they say counts. The lines of collectors around a record are left
  // out; what belongs to the record itself is added behind it.
  void add_layers(const object& outer, unsigned depth) {
    bool replaced = false;
    Fields::Keys& meanings = keys[depth];
    meanings.clear();
    for (const auto& [name, value] : outer) meanings.push_back(key_of(name));
    const bool wrapped = depth < kDeepestWrap && add_inner(outer, depth, replaced);
    if (!wrapped || !replaced) fields.add(outer, meanings);
  }

  bool add_inner(const object& outer, unsigned depth, bool& replaced) {
    bool has_category = false, has_operation = false;
    for (const auto& key : keys[depth]) {
      has_category = has_category || key == Key::category || key == Key::operation_name;
      has_operation = has_operation || key == Key::operation || key == Key::events;
    }
    std::size_t at = 0;
    for (const auto& [name, value] : outer) {
      const auto key = keys[depth][at++];
      if (!key || value.is_null()) continue;
      switch (*key) {
        case Key::audit_data:
        case Key::raw_event:
          add_audit_data(value, depth + 1);
          return true;
        case Key::properties:
          if (!has_category || !add_wrapped(value, depth + 1)) break;
          return true;
        case Key::raw:
        case Key::log:
        case Key::result:
        case Key::message:
          if (has_operation || !add_wrapped(value, depth + 1)) break;
          replaced = true;
          return true;
        default:
          break;
      }
    }
    return false;
  }

  bool add_wrapped(const element& value, unsigned depth) {
    object inner;
    if (value.get(inner) == simdjson::SUCCESS) {
      add_layers(inner, depth);
      return true;
    }
    std::string_view text;
    element root;
    std::string why;
    if (value.get(text) != simdjson::SUCCESS || !may_be_object(text)) return false;
    if (!parse(text, depth, false, root, why) || root.get(inner) != simdjson::SUCCESS) return false;
    add_layers(inner, depth);
    return true;
  }

  void map(bool from_columns) {
    Mapping mapping{fields, order, votes, *mapped};
    const bool known = map_google(mapping) || map_sign_in(mapping) ||
                       map_directory_audit(mapping) || map_message_trace(mapping) ||
                       map_office(mapping) || map_google_account(mapping);
    if (!known) map_unknown(mapping);
    for (store::Event& event : mapped->events) {
      event.incomplete = event.incomplete || incomplete;
      if (!event.time && known) mapping.defect("undated", "the record has no time");
    }
    mapped->shape = shape_of(mapped->events.front(), with_audit_data, from_columns);
    mapped->result_index = fields.number(Key::result_index);
    mapped->result_count = fields.number(Key::result_count);
  }
};

RecordMapper::RecordMapper() : state_(new State) {}
RecordMapper::~RecordMapper() = default;

void RecordMapper::set_date_order(DateOrder order) { state_->order = order; }
const DateVotes& RecordMapper::votes() const { return state_->votes; }

bool RecordMapper::map_json(std::string_view octets, Mapped& mapped, std::string& why) {
  State& state = *state_;
  state.begin(mapped);
  element root;
  if (!state.parse(octets, 0, true, root, why)) return false;
  unsigned depth = 0;
  std::string_view text;
  while (root.get(text) == simdjson::SUCCESS && depth < kDeepestWrap) {
    if (!state.parse(text, ++depth, false, root, why)) return false;
  }
  object outer;
  if (root.get(outer) != simdjson::SUCCESS) {
    why = "no object";
    return false;
  }
  state.add_layers(outer, depth);
  state.map(false);
  return true;
}

bool RecordMapper::set_columns(const std::vector<std::string>& names) {
  State& state = *state_;
  state.columns.clear();
  state.audit_data_column.reset();
  std::size_t telling = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto key = key_of(names[i]);
    if (!key) continue;
    if (*key == Key::audit_data) {
      state.audit_data_column = i;
      continue;
    }
    state.columns.emplace_back(i, *key);
    if (std::find(kTelling.begin(), kTelling.end(), *key) != kTelling.end()) ++telling;
  }
  return state.audit_data_column || telling >= 3;
}

std::optional<std::size_t> RecordMapper::date_column() const {
  if (state_->audit_data_column) return std::nullopt;
  for (const Key wanted : {Key::creation_time, Key::created, Key::other_time}) {
    for (const auto& [cell, key] : state_->columns) {
      if (key == wanted) return cell;
    }
  }
  return std::nullopt;
}

void RecordMapper::map_row(const std::vector<std::string_view>& cells, Mapped& mapped) {
  State& state = *state_;
  state.begin(mapped);
  if (state.audit_data_column) {
    state.add_audit_text(cells[*state.audit_data_column], 1, true);
  }
  bool cut = false;
  for (const auto& [cell, key] : state.columns) {
    state.fields.add(key, cells[cell]);
    cut = cut || is_cut(cells[cell]);
  }
  state.incomplete = state.incomplete || cut;
  if (cut) {
    mapped.defects.emplace_back("cell_cut",
                                "a cell ends at 32,767 characters, where a spreadsheet cuts");
  }
  state.map(true);
}

}  // namespace letterlock::audit
