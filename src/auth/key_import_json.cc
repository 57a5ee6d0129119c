// JSON of public archives, and what keys export and keys list print; whole, or a value a line.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "auth/key_findings.h"
#include "auth/key_import_formats.h"
#include "base/ascii.h"
#include "base/cursor.h"
#include "base/json_value.h"

namespace letterlock::auth::import {
namespace {

std::size_t line_at(std::string_view text, std::size_t offset, std::size_t& seen,
                    std::size_t& line) {
  for (; seen < offset && seen < text.size(); ++seen) line += text[seen] == '\n';
  return line;
}

// Sets the window of `from`; "" where it says nothing of it.
bool set_window(const JsonValue& from, KeySighting& sighting) {
  sighting.first.reset();
  sighting.last.reset();
  for (const auto& [first, last] :
       {std::pair("firstSeenAt", "lastSeenAt"), std::pair("first_seen_at", "last_seen_at")}) {
    if (!from.string(first).empty()) {
      sighting.first = PartialDate::parse(from.string(first));
      if (!sighting.first) return false;
    }
    if (!from.string(last).empty()) {
      sighting.last = PartialDate::parse(from.string(last));
      if (!sighting.last) return false;
    }
  }
  return true;
}

// An object of a public archive: domain, selector, value, and either observations by channel or
// one window that mixes them.
void take_object(const JsonValue& object, const ImportOptions& options, std::size_t line,
                 ImportReading& reading) {
  const KeyName name{std::string(object.string("domain")), std::string(object.string("selector"))};
  const std::string record(object.string("value"));
  KeySighting base = options.sighting;
  if (base.channel == KeyChannel::found) base.channel = KeyChannel::published;
  const JsonValue* observations = object.find("observations");
  std::vector<KeySighting> sightings;
  if (observations != nullptr && !observations->items.empty()) {
    for (const JsonValue& observation : observations->items) {
      KeySighting sighting = base;
      const std::string_view channel = observation.string("source");
      if (channel == "gcd_recovered") sighting.channel = KeyChannel::recovered;
      if (!channel.empty()) sighting.note = fmt::format("its channel: {}", channel);
      if (!set_window(observation, sighting)) return reading.problem(line, "a date that is none");
      sightings.push_back(std::move(sighting));
    }
  } else {
    if (!set_window(object, base)) return reading.problem(line, "a date that is none");
    const std::string_view channel = object.string("source");
    if (channel == "gcd_recovered") base.channel = KeyChannel::recovered;
    base.note =
        channel.empty() ? "the window may mix channels" : fmt::format("its channel: {}", channel);
    sightings.push_back(std::move(base));
  }
  for (KeySighting& sighting : sightings) {
    take_key(name, record, at_line(std::move(sighting), line), line, reading);
  }
}

std::optional<std::uint64_t> number(const JsonValue* value) {
  if (value == nullptr || value->type != JsonValue::Type::number) return std::nullopt;
  std::uint64_t parsed = 0;
  const char* const last = value->text.data() + value->text.size();
  const auto [end, error] = std::from_chars(value->text.data(), last, parsed);
  if (error != std::errc() || end != last) return std::nullopt;
  return parsed;
}

// The date in `member`, absent where that is null; false for what is no date.
bool set_date(const JsonValue& from, std::string_view member, std::optional<PartialDate>& date) {
  const std::string_view text = from.string(member);
  if (!text.empty()) date = PartialDate::parse(text);
  return text.empty() || date;
}

// What write_json() of key_export.h makes of a sighting.
std::optional<KeySighting> sighting_of(const JsonValue& object) {
  KeySighting sighting;
  const auto channel = key_channel(object.string("channel"));
  if (!channel || !set_date(object, "first", sighting.first) ||
      !set_date(object, "last", sighting.last)) {
    return std::nullopt;
  }
  sighting.channel = *channel;
  sighting.source = object.string("source");
  sighting.where = object.string("where");
  sighting.note = object.string("note");
  const JsonValue* dnssec = object.find("dnssec");
  if (dnssec != nullptr && dnssec->type == JsonValue::Type::boolean) {
    sighting.dnssec = dnssec->boolean;
  }
  sighting.used = number(object.find("used"));
  sighting.tested = number(object.find("tested"));
  sighting.valid = number(object.find("valid"));
  return sighting;
}

std::optional<KeyStatement> statement_of(const JsonValue& object) {
  KeyStatement statement;
  const auto state = key_state(object.string("state"));
  if (!state || !set_date(object, "from", statement.from)) return std::nullopt;
  statement.state = *state;
  statement.source = object.string("source");
  statement.note = object.string("note");
  return statement;
}

// A record of a key of our own, with all that is said of it; where it lies in the archive.
std::optional<std::uint32_t> take_own_record(const JsonValue& key, const JsonValue& record,
                                             std::size_t line, ImportReading& reading) {
  std::vector<KeySighting> sightings;
  if (const JsonValue* given = record.find("sightings")) {
    for (const JsonValue& one : given->items) {
      auto sighting = sighting_of(one);
      if (!sighting) {
        reading.problem(line, "a sighting whose channel or date is none that we know");
      } else {
        sightings.push_back(std::move(*sighting));
      }
    }
  }
  const KeyAddition added = reading.archive.add(key.string("domain"), key.string("selector"),
                                                record.string("text"), sightings);
  if (added.outcome != KeyAddition::Outcome::refused) return added.key;
  reading.problem(line, added.reason);
  return std::nullopt;
}

// A key as we export it: nothing of its provenance is the caller's.
void take_own(const JsonValue& object, std::size_t line, ImportReading& reading) {
  std::optional<std::uint32_t> key;
  for (const JsonValue& record : object.find("records")->items) {
    const auto added = take_own_record(object, record, line, reading);
    if (added) key = added;
  }
  const JsonValue* states = object.find("states");
  if (!key || states == nullptr) return;
  // What the record itself tells is nobody's statement.
  const auto known = states_of(reading.archive.keys()[*key]);
  for (const JsonValue& one : states->items) {
    const auto statement = statement_of(one);
    if (!statement) {
      reading.problem(line, "a state or date that is none that we know");
      continue;
    }
    if (std::find(known.begin(), known.end(), *statement) == known.end()) {
      reading.archive.add_state(*key, *statement);
    }
  }
}

bool has_name(const JsonValue& value) {
  return value.type == JsonValue::Type::object && value.find("domain") != nullptr &&
         value.find("selector") != nullptr;
}
bool is_key(const JsonValue& value) { return has_name(value) && value.find("value") != nullptr; }
bool is_own_key(const JsonValue& value) {
  return has_name(value) && value.find("records") != nullptr;
}

// All keys in a value, however deep. `first_line`: where `text` begins.
void take_all(std::string_view text, const JsonValue& parsed, std::size_t first_line,
              const ImportOptions& options, ImportReading& reading) {
  std::vector<const JsonValue*> open = {&parsed};
  std::size_t seen = 0;
  std::size_t line = first_line;
  while (!open.empty()) {
    const JsonValue* value = open.back();
    open.pop_back();
    if (is_key(*value)) {
      take_object(*value, options, line_at(text, value->offset, seen, line), reading);
      continue;
    }
    if (is_own_key(*value)) {
      take_own(*value, line_at(text, value->offset, seen, line), reading);
      continue;
    }
    for (auto item = value->items.rbegin(); item != value->items.rend(); ++item) {
      open.push_back(&*item);
    }
    for (auto member = value->members.rbegin(); member != value->members.rend(); ++member) {
      open.push_back(&member->second);
    }
  }
}

// One value a line.
void read_lines(std::string_view text, const ImportOptions& options, ImportReading& reading) {
  Cursor at(text);
  for (std::size_t number_of = 1; !at.at_end(); ++number_of) {
    const std::string_view line = at.take_until('\n');
    at.take('\n');
    if (trim(line).empty()) continue;
    const auto parsed = parse_json(line);
    if (!parsed) {
      reading.problem(number_of, parsed.error().message);
    } else {
      take_all(line, *parsed, number_of, options, reading);
    }
  }
}

}  // namespace

void read_json(std::string_view text, const ImportOptions& options, ImportReading& reading) {
  const auto parsed = parse_json(text);
  const std::string_view start = trim(text);
  if (parsed) {
    take_all(text, *parsed, 1, options, reading);
  } else if (parse_json(start.substr(0, start.find('\n')))) {
    read_lines(text, options, reading);
  } else {
    reading.problem(1, parsed.error().message);
  }
  if (reading.keys.empty() && reading.archive.keys().empty() && reading.problems.empty()) {
    reading.problem(1, "no object in it has domain, selector and value");
  }
}

}  // namespace letterlock::auth::import
