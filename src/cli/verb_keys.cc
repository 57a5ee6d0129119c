// keys list, keys export, keys check: what only looks at an archive.
#include "cli/verb_keys.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "auth/key_archive_text.h"
#include "auth/key_export.h"
#include "auth/key_findings.h"
#include "base/ascii.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/key_archive_files.h"
#include "cli/terminal.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

Expected<LoadedKeys> load(const Options& options) {
  auto loaded = load_key_archive(options.keys.archive);
  if (!loaded) return fail(std::move(loaded));
  if (options.keys.act == "check") return loaded;
  for (const std::string& problem : loaded->problems) {
    print_err(fmt::format("letterlock: {}\n", printable(problem)));
  }
  return loaded;
}

// Keys of the domain (and what is below it) and the selector asked for, in the order of output.
std::vector<std::uint32_t> selected(const Options::Keys& wanted, const auth::KeyArchive& archive) {
  const std::string domain = lower_ascii(wanted.domain);
  const std::string selector = lower_ascii(wanted.selector);
  std::vector<std::uint32_t> keys = archive.sorted();
  std::erase_if(keys, [&](std::uint32_t index) {
    const auth::ArchivedKey& key = archive.keys()[index];
    const bool domain_fits =
        domain.empty() || key.domain == domain || key.domain.ends_with("." + domain);
    return !domain_fits || (!selector.empty() && key.selector != selector);
  });
  return keys;
}

std::string date(const std::optional<auth::PartialDate>& one) { return one ? one->text() : "?"; }

std::string window_line(const auth::KeySighting& sighting) {
  std::string line =
      fmt::format("    {:<10} {:<24} {}", to_string(sighting.channel),
                  date(sighting.first) + " .. " + date(sighting.last), printable(sighting.source));
  if (!sighting.where.empty()) line += fmt::format(", {}", printable(sighting.where));
  if (sighting.dnssec) line += *sighting.dnssec ? "; DNSSEC valid" : "; no DNSSEC";
  if (sighting.used)
    line += fmt::format("; from {}", counted(*sighting.used, "signature", "signatures"));
  if (sighting.tested && sighting.valid) {
    line += fmt::format("; verifies {} of {}", *sighting.valid,
                        counted(*sighting.tested, "signature", "signatures"));
  }
  if (!sighting.note.empty()) line += fmt::format("; {}", printable(sighting.note));
  return line + "\n";
}

std::string describe_key(const auth::ArchivedKey& key) {
  if (!key.fingerprint) return fmt::format("no key: {}", to_string(key.problem));
  return fmt::format("{} {} bits, SHA-256 {}", key.type == auth::KeyType::rsa ? "rsa" : "ed25519",
                     key.bits, key.fingerprint->hex());
}

std::string as_text(const auth::ArchivedKey& key, const std::vector<const auth::KeyFinding*>& found,
                    bool color) {
  std::string text = fmt::format(
      "{}\n  {}\n",
      styled(printable(key.selector) + " of " + printable(key.domain), Style::bold, color),
      describe_key(key));
  for (const auth::KeyWindow& window : windows(key)) text += window_line(*window.sighting);
  for (const auth::KeyStatement& state : states_of(key)) {
    text += fmt::format("    {}{} ({}){}\n", to_string(state.state),
                        state.from ? " since " + state.from->text() : "", printable(state.source),
                        state.note.empty() ? "" : ": " + printable(state.note));
  }
  for (const auth::KeyFinding* finding : found) {
    text += fmt::format("    {}: {}\n",
                        styled(std::string(to_string(finding->what)), Style::yellow, color),
                        printable(finding->says));
  }
  return text;
}

void write_finding(const auth::KeyArchive& archive, const auth::KeyFinding& finding,
                   JsonWriter& json) {
  const auth::ArchivedKey& key = archive.keys()[finding.key];
  constexpr std::string_view kKinds[] = {"conflict", "weakness", "remark"};
  json.object()
      .member("kind", kKinds[static_cast<std::size_t>(kind(finding.what))])
      .member("what", to_string(finding.what))
      .member("domain", key.domain)
      .member("selector", key.selector);
  json.key("fingerprint");
  key.fingerprint ? json.value(key.fingerprint->hex()) : json.null();
  json.member("says", finding.says).key("others").array();
  for (const std::uint32_t other : finding.others) {
    const auth::ArchivedKey& one = archive.keys()[other];
    json.object().member("domain", one.domain).member("selector", one.selector).key("fingerprint");
    (one.fingerprint ? json.value(one.fingerprint->hex()) : json.null()).end();
  }
  json.end().end();
}

struct Checked {
  LoadedKeys loaded;
  std::vector<auth::KeyFinding> findings;
  std::size_t conflicts = 0, weak = 0;
};

std::string as_json(const Checked& checked) {
  JsonWriter json;
  json.object().member("fits", checked.loaded.problems.empty() && checked.conflicts == 0);
  json.member("files", checked.loaded.files).member("keys", checked.loaded.archive.keys().size());
  json.member("duplicates", checked.loaded.duplicates);
  json.key("problems").array();
  for (const std::string& problem : checked.loaded.problems) json.value(problem);
  json.end().key("findings").array();
  for (const auth::KeyFinding& finding : checked.findings) {
    write_finding(checked.loaded.archive, finding, json);
  }
  json.end().end();
  return report::json_line("keys_check", json.take());
}

std::string as_text(const Checked& checked) {
  const auth::KeyArchive& archive = checked.loaded.archive;
  std::string text;
  for (const std::string& problem : checked.loaded.problems) {
    text += fmt::format("not read: {}\n", printable(problem));
  }
  for (const auth::KeyFinding& finding : checked.findings) {
    const auth::ArchivedKey& key = archive.keys()[finding.key];
    text += fmt::format("{}: {} of {}: {}\n", to_string(finding.what), printable(key.selector),
                        printable(key.domain), printable(finding.says));
  }
  text += fmt::format("{} in {}: {} not read, {}, {}, {} twice.\n",
                      counted(archive.keys().size(), "key", "keys"),
                      counted(checked.loaded.files, "file", "files"),
                      counted(checked.loaded.problems.size(), "line", "lines"),
                      counted(checked.conflicts, "conflict", "conflicts"),
                      counted(checked.weak, "weakness", "weaknesses"),
                      counted(checked.loaded.duplicates, "line", "lines"));
  return text;
}

}  // namespace

int keys_list(const Options& options) {
  auto loaded = load(options);
  if (!loaded) return report(loaded.error());
  const auth::KeyArchive& archive = loaded->archive;
  const std::vector<std::uint32_t> keys = selected(options.keys, archive);
  const std::vector<auth::KeyFinding> findings = auth::find_conflicts(archive, keys);
  std::map<std::uint32_t, std::vector<const auth::KeyFinding*>> by_key;
  for (const auth::KeyFinding& finding : findings) {
    by_key[finding.key].push_back(&finding);
    for (const std::uint32_t other : finding.others) {
      if (finding.what == auth::KeyFinding::What::windows_overlap)
        by_key[other].push_back(&finding);
    }
  }
  const bool color = use_color(STDOUT_FILENO);
  for (const std::uint32_t index : keys) {
    if (!options.json) {
      print_out(as_text(archive.keys()[index], by_key[index], color));
      continue;
    }
    JsonWriter json;
    write_json(archive.keys()[index], json);
    std::string object = json.take();
    object.pop_back();  // the closing brace: the findings go in too
    JsonWriter found;
    found.array();
    for (const auth::KeyFinding* finding : by_key[index]) write_finding(archive, *finding, found);
    found.end();
    print_out(report::json_line("key", object + ",\"findings\":" + found.take() + "}"));
  }
  if (keys.empty() && !options.json) print_out("No such key.\n");
  if (!loaded->hint.empty()) print_err(fmt::format("letterlock: {}\n", printable(loaded->hint)));
  return keys.empty() ? kAnswerIsNo : kDone;
}

int keys_export(const Options& options) {
  auto loaded = load(options);
  if (!loaded) return report(loaded.error());
  const auth::KeyArchive& archive = loaded->archive;
  const std::vector<std::uint32_t> keys = selected(options.keys, archive);
  const std::string& format = options.keys.format;
  if (format == "archive") print_out(auth::write_key_archive(archive, keys));
  if (format == "zone") print_out(auth::export_zone(archive, keys));
  if (format == "tsv") print_out(auth::export_table(archive, keys));
  if (format == "json") print_out(auth::export_json(archive, keys));
  return kDone;
}

int keys_check(const Options& options) {
  auto loaded = load(options);
  if (!loaded) return report(loaded.error());
  Checked checked{std::move(*loaded), {}, 0, 0};
  const std::vector<std::uint32_t> keys = checked.loaded.archive.sorted();
  checked.findings = auth::find_conflicts(checked.loaded.archive, keys);
  for (auth::KeyFinding& weak : auth::find_weaknesses(checked.loaded.archive, keys)) {
    checked.findings.push_back(std::move(weak));
  }
  for (const auth::KeyFinding& finding : checked.findings) {
    checked.conflicts += kind(finding.what) == auth::KeyFindingKind::conflict ? 1 : 0;
    checked.weak += kind(finding.what) == auth::KeyFindingKind::weakness ? 1 : 0;
  }
  print_out(options.json ? as_json(checked) : as_text(checked));
  return checked.loaded.problems.empty() && checked.conflicts == 0 ? kDone : kAnswerIsNo;
}

int run_keys(const Options& options, const Surroundings&) {
  const std::string& act = options.keys.act;
  if (act == "add") return keys_add(options);
  if (act == "import") return keys_import(options);
  if (act == "list") return keys_list(options);
  if (act == "export") return keys_export(options);
  return keys_check(options);
}

}  // namespace letterlock::cli
