// keys add, keys import: what changes an archive.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "auth/key_import.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "casefile/file_ops.h"
#include "cli/exit_code.h"
#include "cli/key_archive_files.h"
#include "cli/terminal.h"
#include "cli/verb_keys.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

using Outcome = auth::KeyAddition::Outcome;

constexpr std::uint64_t kMostImport = 256U << 20;

// A file, or standard input for "-".
Expected<std::string> read_input(const std::string& name) {
  return casefile::read_file(name == "-" ? "/dev/stdin" : name, kMostImport);
}

// The provenance that the command line states.
Expected<auth::KeySighting> stated(const Options::Keys& keys) {
  auth::KeySighting sighting;
  sighting.channel = *auth::key_channel(keys.channel);  // the command line offers no other
  sighting.source = keys.source;
  sighting.where = keys.where;
  sighting.note = keys.note;
  if (!keys.seen.empty() && !auth::parse_window(keys.seen, sighting)) {
    return fail(ErrorCode::usage,
                "--seen {}: not FROM..TO, with dates as 2014, 2014-03 or 2014-03-01", keys.seen);
  }
  if (!keys.dnssec.empty()) {
    if (sighting.channel != auth::KeyChannel::dns) {
      return fail(ErrorCode::usage, "--dnssec goes with --channel dns");
    }
    sighting.dnssec = keys.dnssec == "yes";
  }
  return sighting;
}

Expected<std::optional<auth::KeyStatement>> stated_state(const Options::Keys& keys) {
  if (keys.state.empty()) {
    if (!keys.since.empty()) return fail(ErrorCode::usage, "--since goes with --state");
    return std::optional<auth::KeyStatement>();
  }
  auth::KeyStatement statement;
  const auto state = auth::key_state(keys.state);
  if (!state) return fail(ErrorCode::usage, "--state {}: no such state", keys.state);
  statement.state = *state;
  statement.source = keys.source;
  statement.note = keys.note;
  if (!keys.since.empty()) {
    statement.from = auth::PartialDate::parse(keys.since);
    if (!statement.from) return fail(ErrorCode::usage, "--since {}: no date", keys.since);
  }
  return std::optional(std::move(statement));
}

struct Added {
  std::size_t keys = 0, sightings = 0, extended = 0, unchanged = 0, states = 0;
  std::vector<auth::LineProblem> problems;
  std::size_t unread = 0, other_records = 0;
};

void count(const auth::KeyAddition& addition, std::size_t line, Added& added) {
  switch (addition.outcome) {
    case Outcome::new_key:
      ++added.keys;
      break;
    case Outcome::new_sighting:
      ++added.sightings;
      break;
    case Outcome::extended:
      ++added.extended;
      break;
    case Outcome::unchanged:
      ++added.unchanged;
      break;
    case Outcome::refused:
      added.problems.push_back({line, addition.reason});
      ++added.unread;
      break;
  }
}

void tell(const Options& options, const std::string& what, const Added& added) {
  if (options.json) {
    JsonWriter json;
    json.object().member("file", what).member("new_keys", added.keys);
    json.member("new_sightings", added.sightings).member("extended", added.extended);
    json.member("unchanged", added.unchanged).member("states", added.states);
    json.member("other_records", added.other_records).member("not_read", added.unread);
    json.key("problems").array();
    for (const auth::LineProblem& problem : added.problems) {
      json.object().member("line", problem.line).member("reason", problem.reason).end();
    }
    json.end().end();
    return print_out(report::json_line("keys_added", json.take()));
  }
  print_out(fmt::format("{}: {}, {}, {} extended, {} there already{}.\n", printable(what),
                        counted(added.keys, "new key", "new keys"),
                        counted(added.sightings, "new sighting", "new sightings"),
                        grouped(added.extended), grouped(added.unchanged),
                        added.states > 0
                            ? fmt::format(", {}", counted(added.states, "statement", "statements"))
                            : ""));
  for (const auth::LineProblem& problem : added.problems) {
    print_err(fmt::format("{}:{}: {}\n", printable(what), problem.line, printable(problem.reason)));
  }
}

int finish(KeyArchiveEditor& editor, const Added& added) {
  if (auto saved = editor.save(); !saved) return report(saved.error());
  return added.unread > 0 ? kAnswerIsNo : kDone;
}

Expected<Added> take_file(const std::string& file, const Options::Keys& keys,
                          auth::KeySighting sighting, auth::KeyArchive& archive) {
  auto text = read_input(file);
  if (!text) return fail(std::move(text));
  const std::string name =
      file == "-" ? "standard input" : std::filesystem::path(file).filename().string();
  if (sighting.source.empty()) sighting.source = fmt::format("file {}", name);
  if (sighting.where.empty()) sighting.where = name;
  auth::ImportReading reading =
      auth::read_keys(*text, {keys.domain, keys.selector, std::move(sighting)});
  Added added;
  added.problems = std::move(reading.problems);
  added.unread = reading.unread;
  added.other_records = reading.other_records;
  for (const auth::ImportedKey& key : reading.keys) {
    count(archive.add(key.domain, key.selector, key.record, {&key.sighting, 1}), key.line, added);
  }
  const std::size_t before = archive.keys().size();
  const std::size_t merged = archive.merge(reading.archive);
  const std::size_t given = reading.archive.keys().size();
  added.unchanged += given - std::min(given, merged);
  added.keys += archive.keys().size() - before;
  added.sightings += merged - std::min(merged, archive.keys().size() - before);
  return added;
}

// A statement about a key that is there, named by its fingerprint.
Expected<Added> take_statement(const Options::Keys& keys, const auth::KeyStatement& statement,
                               auth::KeyArchive& archive) {
  const auto fingerprint = Sha256::from_hex(keys.fingerprint);
  if (!fingerprint) return fail(ErrorCode::usage, "--fingerprint: 64 hexadecimal digits");
  Added added;
  bool found = false;
  for (const std::uint32_t key : archive.with_fingerprint(*fingerprint)) {
    const auth::ArchivedKey& one = archive.keys()[key];
    if ((!keys.domain.empty() && one.domain != keys.domain) ||
        (!keys.selector.empty() && one.selector != keys.selector)) {
      continue;
    }
    found = true;
    archive.add_state(key, statement) ? ++added.states : ++added.unchanged;
  }
  if (!found) return fail(ErrorCode::not_found, "no key with the fingerprint {}", keys.fingerprint);
  return added;
}

Expected<Added> take_record(const Options::Keys& keys,
                            const std::optional<auth::KeyStatement>& statement,
                            auth::KeyArchive& archive) {
  auto sighting = stated(keys);
  if (!sighting) return fail(std::move(sighting));
  Expected<std::string> text = keys.record;
  if (keys.record.empty() || keys.record == "-") text = read_input("-");
  if (!text) return fail(std::move(text));
  auth::ImportReading reading = auth::read_keys(*text, {keys.domain, keys.selector, {}});
  Added added;
  added.problems = std::move(reading.problems);
  added.unread = reading.unread;
  for (const auth::ImportedKey& key : reading.keys) {
    const auto addition = archive.add(key.domain, key.selector, key.record, {&*sighting, 1});
    count(addition, key.line, added);
    if (statement && addition.outcome != Outcome::refused) {
      archive.add_state(addition.key, *statement) ? ++added.states : ++added.unchanged;
    }
  }
  return added;
}

}  // namespace

int keys_add(const Options& options) {
  const Options::Keys& keys = options.keys;
  auto statement = stated_state(keys);
  if (!statement) return report(statement.error());
  const bool by_fingerprint = !keys.fingerprint.empty();
  if (by_fingerprint && (!*statement || !keys.record.empty())) {
    return report({ErrorCode::usage, "--fingerprint goes with --state and without a record"});
  }
  auto editor = KeyArchiveEditor::open(keys.archive);
  if (!editor) return report(editor.error());
  auto added = by_fingerprint ? take_statement(keys, **statement, editor->archive())
                              : take_record(keys, *statement, editor->archive());
  if (!added) return report(added.error());
  tell(options, "record", *added);
  return finish(*editor, *added);
}

int keys_import(const Options& options) {
  const Options::Keys& keys = options.keys;
  auto sighting = stated(keys);
  if (!sighting) return report(sighting.error());
  auto editor = KeyArchiveEditor::open(keys.archive);
  if (!editor) return report(editor.error());
  Added all;
  for (const std::string& file : keys.files) {
    auto added = take_file(file, keys, *sighting, editor->archive());
    if (!added) return report(added.error());
    tell(options, file, *added);
    all.unread += added->unread;
  }
  return finish(*editor, all);
}

}  // namespace letterlock::cli
