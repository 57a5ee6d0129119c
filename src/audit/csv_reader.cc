#include "audit/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"

namespace letterlock::audit {
namespace {

constexpr std::size_t kMostColumns = 4096;
// Octets behind broken rows that are looked at again, beyond four times what was read.
constexpr std::uint64_t kReadAgain = std::uint64_t{256} << 20;

char guess_delimiter(std::string_view line) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : {',', ';', '\t', '|'}) {
    bool quoted = false;
    std::ptrdiff_t count = 0;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == candidate && !quoted) ++count;
    }
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

Expected<bool> CsvReader::has(std::size_t at) {
  while (input_.size() <= at) {
    if (input_.at_end()) return false;
    if (auto more = input_.more(); !more) return more;
  }
  return true;
}

Expected<std::vector<std::string>> CsvReader::header() {
  std::vector<std::string> names;
  for (int line = 0; line < 8 && names.empty(); ++line) {
    std::size_t length = 0;
    for (;; ++length) {
      auto there = has(length);
      if (!there) return fail(std::move(there));
      if (!*there || input_.at_hand()[length] == '\n' || length > (std::size_t{1} << 20)) break;
    }
    const std::string_view text = trim(input_.at_hand().substr(0, length));
    if (input_.size() == 0) return names;
    if (text.empty() || text.starts_with("#TYPE") || starts_with_ignore_case(text, "sep=")) {
      input_.take(std::min(length + 1, input_.size()));
      continue;
    }
    delimiter_ = guess_delimiter(text);
    auto scanned = scan_row();
    if (!scanned) return fail(std::move(scanned));
    if (*scanned != Outcome::row) return names;
    CsvRow row;
    fill_in(row);
    for (const std::string_view cell : row.cells) names.emplace_back(trim(cell));
  }
  // A spreadsheet's header may end in empty columns.
  while (!names.empty() && names.back().empty()) names.pop_back();
  columns_ = names.size();
  return names;
}

Expected<bool> CsvReader::next(CsvRow& row) {
  for (;;) {
    input_.take(taken_later_);
    taken_later_ = 0;
    auto there = has(0);
    if (!there || !*there) return there;
    if (input_.at_hand().front() == '\n' || input_.at_hand().front() == '\r') {
      input_.take(1);
      continue;
    }
    auto scanned = scan_row();
    if (!scanned) return fail(std::move(scanned));
    ++rows_;
    if (*scanned != Outcome::row) {
      if (auto skipped = skip_broken(*scanned); !skipped) return fail(std::move(skipped));
      continue;
    }
    fill_in(row);
    if (fits(row)) return true;
    on_broken_({row.offset, "row_broken",
                fmt::format("{} cells where the header has {}", row.cells.size(), columns_)},
               rows_);
  }
}

bool CsvReader::fits(const CsvRow& row) const {
  if (row.cells.size() < columns_) return false;
  return std::all_of(row.cells.begin() + static_cast<std::ptrdiff_t>(columns_), row.cells.end(),
                     [](std::string_view cell) { return cell.empty(); });
}

void CsvReader::fill_in(CsvRow& row) const {
  const std::string_view text = input_.at_hand();
  row.number = rows_;
  row.offset = input_.position();
  row.octets = text.substr(0, row_length_);
  row.cells.clear();
  for (const Cell& cell : cells_) {
    const std::string_view from = cell.copied ? std::string_view(scratch_) : text;
    row.cells.push_back(from.substr(cell.begin, cell.length));
  }
}

Expected<CsvReader::Outcome> CsvReader::scan_row() {
  cells_.clear();
  scratch_.clear();
  taken_later_ = row_length_ = 0;
  for (std::size_t at = 0;;) {
    if (cells_.size() >= kMostColumns) {
      why_ = "more than 4096 cells";
      return Outcome::malformed;
    }
    auto there = has(at);
    if (!there) return fail(std::move(there));
    if (*there && input_.at_hand()[at] == '"') {
      auto quoted = scan_quoted(at);
      if (!quoted || *quoted != Outcome::row) return quoted;
    } else if (auto plain = scan_plain(at); !plain) {
      return fail(std::move(plain));
    }
    if (at > most_octets_) return Outcome::too_big;
    auto more = has(at);
    if (!more) return fail(std::move(more));
    if (*more && input_.at_hand()[at] == delimiter_) {
      ++at;
      continue;
    }
    row_length_ = taken_later_ = at;
    if (*more && input_.at_hand()[at] == '\r') ++taken_later_;
    auto line_end = has(taken_later_);
    if (!line_end) return fail(std::move(line_end));
    if (*line_end && input_.at_hand()[taken_later_] == '\n') ++taken_later_;
    scratch_.reserve(scratch_.size() + TextInput::kPadding);
    return Outcome::row;
  }
}

// From a quote to behind the quote that ends the cell.
Expected<CsvReader::Outcome> CsvReader::scan_quoted(std::size_t& at) {
  const std::size_t begin = at + 1, copied_from = scratch_.size();
  std::size_t from = begin, plain_from = begin;
  bool copied = false;
  for (;;) {
    const std::string_view text = input_.at_hand();
    const std::size_t quote = text.find('"', from);
    if (quote == text.npos || quote + 1 >= text.size()) {
      from = quote == text.npos ? text.size() : quote;
      if (from > most_octets_) return Outcome::too_big;
      auto more = has(text.size());
      if (!more) return fail(std::move(more));
      if (*more) continue;
      if (quote == text.npos) {
        why_ = "a quote that nothing closes";
        return Outcome::malformed;
      }
    }
    const std::string_view now = input_.at_hand();
    const char next = quote + 1 < now.size() ? now[quote + 1] : '\n';
    if (next == '"') {
      scratch_.append(now.substr(plain_from, quote + 1 - plain_from));
      copied = true;
      from = plain_from = quote + 2;
      continue;
    }
    if (next != delimiter_ && next != '\n' && next != '\r') {
      why_ = "text behind the quote that closes a cell";
      return Outcome::malformed;
    }
    if (copied) scratch_.append(now.substr(plain_from, quote - plain_from));
    cells_.push_back(copied ? Cell{copied_from, scratch_.size() - copied_from, true}
                            : Cell{begin, quote - begin, false});
    at = quote + 1;
    return Outcome::row;
  }
}

Expected<void> CsvReader::scan_plain(std::size_t& at) {
  const std::size_t begin = at;
  const char stops[] = {delimiter_, '\n', '\r'};
  for (;;) {
    const std::string_view text = input_.at_hand();
    at = std::min(text.find_first_of(std::string_view(stops, sizeof stops), at), text.size());
    if (at < text.size() || at > most_octets_) break;
    auto more = has(at);
    if (!more) return fail(std::move(more));
    if (!*more) break;
  }
  cells_.push_back({begin, at - begin, false});
  return {};
}

Expected<void> CsvReader::skip_broken(Outcome outcome) {
  const bool too_big = outcome == Outcome::too_big;
  on_broken_({input_.position(), too_big ? "row_too_big" : "row_broken",
              too_big ? fmt::format("more than {} octets", most_octets_) : std::string(why_)},
             rows_);
  read_again_ += input_.size();
  if (read_again_ > kReadAgain + 4 * input_.position()) {
    on_broken_({input_.position(), "row_broken", "too many broken rows: the rest was not read"},
               rows_);
    for (;;) {
      input_.take(input_.size());
      auto more = has(0);
      if (!more) return fail(std::move(more));
      if (!*more) return {};
    }
  }
  return skip_line();
}

Expected<void> CsvReader::skip_line() {
  for (;;) {
    const std::size_t at = input_.at_hand().find('\n');
    if (at != std::string_view::npos) {
      input_.take(at + 1);
      return {};
    }
    input_.take(input_.size());
    auto more = has(0);
    if (!more) return fail(std::move(more));
    if (!*more) return {};
  }
}

}  // namespace letterlock::audit
