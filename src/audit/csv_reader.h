// Reads a log's CSV row by row (RFC 4180, and what tools and spreadsheets make of it): comma,
// semicolon, tab or bar between cells, line ends inside quoted cells, PowerShell's "#TYPE" and a
// spreadsheet's "sep=" line before the header.
//
// A row that cannot be read (a quote without end, another number of cells than the header has) is
// named and skipped; reading goes on at the next line. Memory is one row.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/json_splitter.h"
#include "audit/text_input.h"

namespace letterlock::audit {

struct CsvRow {
  std::uint64_t number = 0;  // from 1; the header is none
  std::uint64_t offset = 0;
  std::string_view octets;  // as in the file, without the line end; until the next call
  // Without quotes; with TextInput::kPadding readable octets behind each. Until the next call.
  std::vector<std::string_view> cells;
};

class CsvReader {
 public:
  using OnBroken = std::function<void(const BrokenPlace&, std::uint64_t row)>;
  CsvReader(TextInput& input, std::size_t most_octets, OnBroken on_broken)
      : input_(input), most_octets_(most_octets), on_broken_(std::move(on_broken)) {}

  // The names of the columns; empty where the file is.
  Expected<std::vector<std::string>> header();
  // False at the end. REQUIRES: header() was called.
  Expected<bool> next(CsvRow& row);
  char delimiter() const { return delimiter_; }
  std::uint64_t rows() const { return rows_; }

 private:
  struct Cell {
    std::size_t begin = 0, length = 0;  // in the input, or in scratch_
    bool copied = false;
  };
  enum class Outcome : std::uint8_t { row, malformed, too_big };

  Expected<bool> has(std::size_t at);
  Expected<Outcome> scan_row();
  Expected<Outcome> scan_quoted(std::size_t& at);
  Expected<void> scan_plain(std::size_t& at);
  Expected<void> skip_line();
  Expected<void> skip_broken(Outcome outcome);
  void fill_in(CsvRow& row) const;
  bool fits(const CsvRow& row) const;

  TextInput& input_;
  std::size_t most_octets_;
  OnBroken on_broken_;
  char delimiter_ = ',';
  std::size_t columns_ = 0;
  std::vector<Cell> cells_;
  std::string scratch_;         // cells that held quotes
  std::size_t row_length_ = 0;  // without line end
  std::size_t taken_later_ = 0;
  const char* why_ = "";
  std::uint64_t rows_ = 0, read_again_ = 0;
};

}  // namespace letterlock::audit
