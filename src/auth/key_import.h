// Keys from what people have: zone files, answers of dig, host and nslookup, pasted records, PEM,
// tables, JSON of public archives, and key archives of our own.
//
// What cannot be read is named by line and reason, and the rest is taken. Nothing is guessed: a
// record whose name is not in the text takes the one that the caller gives, or is a problem.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/key_archive.h"
#include "auth/key_archive_text.h"

namespace letterlock::auth {

enum class ImportFormat : std::uint8_t { archive, table, json, pem, zone, record };
std::string_view to_string(ImportFormat format);

struct ImportOptions {
  // The name of what has none in the text; `domain` also completes relative names of a zone.
  std::string domain, selector;
  // Who says so, by which channel and when, where the text does not tell. Its `source` is also the
  // material of recovered keys; `where` gets ":LINE" appended.
  KeySighting sighting;
};

struct ImportedKey {
  std::string domain, selector, record;
  KeySighting sighting;
  std::size_t line = 0;
};

struct ImportReading {
  ImportFormat format = ImportFormat::record;
  std::vector<ImportedKey> keys;
  KeyArchive archive;                 // what says itself who knows it, instead of in `keys`
  std::vector<LineProblem> problems;  // at most kMostLineProblems, and one more that says so
  std::size_t unread = 0;             // all problems
  std::size_t other_records = 0;      // TXT records that are no keys, other types: left out
  void problem(std::size_t line, std::string reason);
};

// Recognises the format by content. Text of over 256 MiB is one problem and nothing else.
ImportReading read_keys(std::string_view text, const ImportOptions& options);

// The DNS name of a key: "s1._domainkey.example.org." in any case, final dot or not; nullopt where
// the domain is missing or a single label.
struct KeyName {
  std::string domain, selector;
};
std::optional<KeyName> parse_key_name(std::string_view name);

// "2014", "2014-03..2016", "..2016", "2014..": sets the ends that are given; false for anything
// else, and where the window ends before it begins.
bool parse_window(std::string_view text, KeySighting& sighting);

// A record as pasted: quotes, line breaks, backslashes before ";" and typographic quotes undone.
std::string unpaste_record(std::string_view text);

}  // namespace letterlock::auth
