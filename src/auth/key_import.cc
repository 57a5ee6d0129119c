#include "auth/key_import.h"

#include <fmt/format.h>

#include "auth/key_import_formats.h"
#include "auth/record_summary.h"
#include "auth/tag_list.h"
#include "base/ascii.h"
#include "base/cursor.h"

namespace letterlock::auth {
namespace {

constexpr std::size_t kMostText = 256U << 20;
constexpr std::string_view kInfix = "._domainkey.";

// Opening and closing typographic quotes, as word processors and web pages put them.
constexpr std::string_view kTypographicQuotes[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E",
                                                   "\xC2\xAB", "\xC2\xBB"};

bool take_typographic_quote(Cursor& at) {
  for (const std::string_view quote : kTypographicQuotes) {
    if (at.take(quote)) return true;
  }
  return false;
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::string_view to_string(ImportFormat format) {
  switch (format) {
    case ImportFormat::archive:
      return "archive";
    case ImportFormat::table:
      return "table";
    case ImportFormat::json:
      return "json";
    case ImportFormat::pem:
      return "pem";
    case ImportFormat::zone:
      return "zone";
    case ImportFormat::record:
      return "record";
  }
  return "";
}

void ImportReading::problem(std::size_t line, std::string reason) {
  ++unread;
  if (problems.size() < kMostLineProblems) {
    problems.push_back({line, std::move(reason)});
  } else if (problems.size() == kMostLineProblems) {
    problems.push_back({line, "more does not fit; not all is listed"});
  }
}

std::optional<KeyName> parse_key_name(std::string_view name) {
  std::string lower = lower_ascii(trim(name));
  if (lower.ends_with('.')) lower.pop_back();
  const std::size_t infix = lower.find(kInfix);
  if (infix == std::string::npos || infix == 0) return std::nullopt;
  KeyName parsed{lower.substr(infix + kInfix.size()), lower.substr(0, infix)};
  if (parsed.domain.find('.') == std::string::npos) return std::nullopt;
  return parsed;
}

bool parse_window(std::string_view text, KeySighting& sighting) {
  const std::size_t dots = text.find("..");
  const std::string_view first = text.substr(0, dots);
  const std::string_view last = dots == std::string_view::npos ? first : text.substr(dots + 2);
  if (first.empty() && last.empty()) return false;
  const auto begin = PartialDate::parse(first);
  const auto end = PartialDate::parse(last);
  if ((!first.empty() && !begin) || (!last.empty() && !end)) return false;
  if (begin && end && certainly_before(*end, *begin)) return false;
  sighting.first = begin;
  sighting.last = end;
  return true;
}

std::string unpaste_record(std::string_view text) {
  const std::string_view whole = trim(text);
  Cursor at(whole);
  const bool quotes = at.peek() == '"' || take_typographic_quote(at);
  at.seek(0);
  std::string out;
  bool inside = !quotes;  // of a quoted string
  while (!at.at_end()) {
    if (take_typographic_quote(at) || at.take('"')) {
      if (quotes) inside = !inside;
      continue;
    }
    const int octet = at.take();
    if (octet == '\\') {
      const int escaped = at.take();
      if (inside && escaped >= 0) out += static_cast<char>(escaped);
    } else if (octet == '\r' || octet == '\n') {
      at.take_while(is_space);  // a break that pasting put in
      if (!quotes) out += ' ';
    } else if (inside) {
      out += static_cast<char>(octet);
    }
  }
  return std::string(trim(out));
}

ImportReading read_keys(std::string_view text, const ImportOptions& options) {
  ImportReading reading;
  if (text.size() > kMostText) {
    reading.problem(1, "over 256 MiB of text");
    return reading;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string_view start = trim(text);
  if (start.starts_with("letterlock-keys ")) {
    reading.format = ImportFormat::archive;
    auto read = read_key_archive(start, reading.archive);
    if (!read) {
      reading.problem(1, read.error().message);
    } else {
      reading.problems = std::move(read->problems);
      reading.unread = read->unread_lines;
    }
  } else if (first_line(start).starts_with("domain\tselector\t")) {
    reading.format = ImportFormat::table;
    import::read_table(start, options, reading);
  } else if (start.starts_with('[') || start.starts_with('{')) {
    reading.format = ImportFormat::json;
    import::read_json(text, options, reading);
  } else if (start.find("-----BEGIN ") != std::string_view::npos) {
    reading.format = ImportFormat::pem;
    import::read_pem(text, options, reading);
  } else if (import::read_zone(text, options, reading)) {
    reading.format = ImportFormat::zone;
  } else {
    import::read_record(start, options, reading);
  }
  return reading;
}

namespace import {

KeySighting at_line(KeySighting sighting, std::size_t line) {
  if (!sighting.where.empty()) sighting.where += fmt::format(":{}", line);
  return sighting;
}

void take_key(KeyName name, std::string record, KeySighting sighting, std::size_t line,
              ImportReading& reading) {
  if (name.domain.empty() || name.selector.empty()) {
    return reading.problem(line, "a key record without a name: give its domain and selector");
  }
  const RecordSummary summary = summarize_record(record);
  if (summary.problem != KeyProblem::none && summary.problem != KeyProblem::key_revoked) {
    return reading.problem(
        line, fmt::format("{} of {}: {}", name.selector, name.domain, to_string(summary.problem)));
  }
  reading.keys.push_back({lower_ascii(name.domain), lower_ascii(name.selector), std::move(record),
                          std::move(sighting), line});
}

void read_record(std::string_view text, const ImportOptions& options, ImportReading& reading) {
  std::string record = unpaste_record(text);
  if (record.empty()) return reading.problem(1, "nothing is in it");
  // The key alone, as some publish it.
  if (record.find('=') >= record.size() - 2 && decode_base64_value(record)) record = "p=" + record;
  take_key({options.domain, options.selector}, std::move(record), at_line(options.sighting, 1), 1,
           reading);
}

}  // namespace import
}  // namespace letterlock::auth
