// Tables (tab separated, the first line names the columns), PEM.
#include <fmt/format.h>

#include <charconv>
#include <map>

#include "auth/key_import_formats.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "base/cursor.h"

namespace letterlock::auth::import {
namespace {

constexpr std::size_t kMostColumns = 100;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  Cursor at(text);
  do {
    parts.push_back(at.take_until(separator));
  } while (at.take(separator) && parts.size() < kMostColumns);
  return parts;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// One row of a table, by the names of its columns; "" for a column that is not there.
class Row {
 public:
  Row(const std::vector<std::string_view>& columns, std::vector<std::string_view> fields)
      : columns_(columns), fields_(std::move(fields)) {}
  std::string_view operator[](std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size() && i < fields_.size(); ++i) {
      if (columns_[i] == column) return trim(fields_[i]);
    }
    return "";
  }

 private:
  const std::vector<std::string_view>& columns_;
  std::vector<std::string_view> fields_;
};

// signatures_tested and _valid, with or without a word before them; 0 of 0 says nothing.
void set_counts(const Row& row, KeySighting& sighting) {
  for (const std::string_view prefix : {"", "list_"}) {
    const auto tested = number(row[fmt::format("{}signatures_tested", prefix)]);
    const auto valid = number(row[fmt::format("{}signatures_valid", prefix)]);
    if (!tested || !valid || *tested == 0) continue;
    sighting.tested = tested;
    sighting.valid = valid;
  }
}

// Our own tables name the channel. Otherwise a key that was published names where:
// "REPOSITORY:FILE;REPOSITORY:FILE". One that was recovered has the window of the signatures it
// verifies.
void take_row(const Row& row, const ImportOptions& options, std::size_t line,
              ImportReading& reading) {
  const std::string_view p = row["p_base64"];
  const KeyName name{std::string(row["domain"]), std::string(row["selector"])};
  if (p.empty()) return reading.problem(line, "the row has no p_base64");
  const std::string record =
      fmt::format("{}p={}", row["type"] == "ed25519" ? "k=ed25519; " : "", p);
  KeySighting sighting = options.sighting;
  set_counts(row, sighting);
  for (const auto& [column, end] :
       {std::pair("first_seen", &KeySighting::first), std::pair("last_seen", &KeySighting::last)}) {
    const std::string_view date = row[column];
    if (date.empty()) continue;
    sighting.*end = PartialDate::parse(date);
    if (!(sighting.*end)) return reading.problem(line, fmt::format("{} is no date", column));
  }
  if (const auto channel = key_channel(row["channel"])) {
    sighting.channel = *channel;
    sighting.source = row["source"];
    sighting.where = row["where"];
    if (!row["dnssec"].empty()) sighting.dnssec = row["dnssec"] == "yes";
    return take_key(name, record, std::move(sighting), line, reading);
  }
  if (row["source"].empty()) {
    if (!row["signatures_tested"].empty()) sighting.channel = KeyChannel::recovered;
    return take_key(name, record, at_line(std::move(sighting), line), line, reading);
  }
  sighting.channel = KeyChannel::published;
  for (const std::string_view source : split(row["source"], ';')) {
    const std::size_t colon = source.find(':');
    sighting.source = trim(source.substr(0, colon));
    sighting.where = colon == std::string_view::npos ? "" : trim(source.substr(colon + 1));
    if (sighting.source.empty()) continue;
    take_key(name, record, sighting, line, reading);
  }
}

}  // namespace

void read_table(std::string_view text, const ImportOptions& options, ImportReading& reading) {
  Cursor at(text);
  const std::vector<std::string_view> columns = split(trim(at.take_until('\n')), '\t');
  if (Row(columns, columns)["p_base64"].empty()) {
    return reading.problem(1, "the table has no column p_base64");
  }
  for (std::size_t line = 2; at.take('\n') && !at.at_end(); ++line) {
    std::string_view row = at.take_until('\n');
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (trim(row).empty()) continue;
    std::vector<std::string_view> fields = split(row, '\t');
    if (fields.size() != columns.size()) {
      reading.problem(line, fmt::format("{} fields, not {}", fields.size(), columns.size()));
      continue;
    }
    take_row(Row(columns, std::move(fields)), options, line, reading);
  }
}

void read_pem(std::string_view text, const ImportOptions& options, ImportReading& reading) {
  // SubjectPublicKeyInfo of Ed25519 (RFC 8410) up to the 32 octets of the key.
  constexpr std::string_view kEd25519("\x30\x2A\x30\x05\x06\x03\x2B\x65\x70\x03\x21\x00", 12);
  Cursor at(text);
  std::string label;
  std::string body;
  std::size_t begin = 0;
  for (std::size_t line = 1; !at.at_end(); ++line) {
    const std::string_view one = trim(at.take_until('\n'));
    at.take('\n');
    if (one.starts_with("-----BEGIN ")) {
      label = one.substr(11, one.find("-----", 11) - 11);
      body.clear();
      begin = line;
    } else if (one.starts_with("-----END ") && !label.empty()) {
      const auto der = base64_decode(body);
      if (label != "PUBLIC KEY" && label != "RSA PUBLIC KEY") {
        reading.problem(begin, fmt::format("'{}' is no public key", label.substr(0, 40)));
      } else if (!der) {
        reading.problem(begin, "is no base64");
      } else if (der->size() == 44 && der->starts_with(kEd25519)) {
        take_key({options.domain, options.selector},
                 fmt::format("k=ed25519; p={}", base64_encode(der->substr(12))),
                 at_line(options.sighting, begin), begin, reading);
      } else {
        take_key({options.domain, options.selector}, fmt::format("p={}", body),
                 at_line(options.sighting, begin), begin, reading);
      }
      label.clear();
    } else if (!label.empty()) {
      body += one;
    }
  }
  if (!label.empty()) reading.problem(begin, "the block has no end");
}

}  // namespace letterlock::auth::import
