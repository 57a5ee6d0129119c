#include <fmt/format.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "base/sha256.h"
#include "casefile/logs.h"
#include "cli/exit_code.h"
#include "cli/exposure_options.h"
#include "cli/hunt_budget.h"
#include "cli/output_file.h"
#include "cli/roster_file.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/verify_keys.h"
#include "cli/version.h"
#include "report/first_screen.h"
#include "report/html.h"
#include "report/investigation.h"
#include "report/json.h"
#include "report/terminal.h"

namespace letterlock::cli {
namespace {

std::string details(const report::Investigation& investigation, std::string_view json,
                    std::string_view html) {
  JsonWriter writer;
  writer.object()
      .member("messages", investigation.counts.messages)
      .member("findings", investigation.hunt.findings.size())
      .member("report_json_sha256", sha256(json).hex())
      .member("report_html_sha256", sha256(html).hex())
      .end();
  return writer.take();
}

bool reaches(const hunt::HuntResult& result, const std::string& fail_on) {
  for (const hunt::Finding& finding : result.findings) {
    if (fail_on == "deviates" && finding.verdict == hunt::Verdict::deviates) return true;
    if (fail_on != "never" && finding.verdict == hunt::Verdict::contradicted) return true;
  }
  return false;
}

// Reads --logs into the case; what is no log is named and the others are read.
Expected<void> read_logs_first(casefile::Case& the_case, const Options& options, bool writable) {
  if (options.logs.empty()) return {};
  if (!writable) return fail(ErrorCode::busy, "--logs: the case cannot be written to now");
  TerminalProgress progress(!options.quiet);
  const std::vector<std::filesystem::path> paths(options.logs.begin(), options.logs.end());
  auto summary = casefile::read_logs(the_case, paths, progress);
  if (!summary) return fail(std::move(summary));
  for (const auto& one : summary->unreadable) {
    print_err(fmt::format("letterlock: {}: not read: {}\n", printable(one.path, true),
                          printable(one.why, true)));
  }
  if (summary->stopped) return fail(ErrorCode::interrupted, "stopped");
  return {};
}

}  // namespace

int run_investigate(const Options& options, const Surroundings& surroundings) {
  auto budget = budget_of(options.budget);
  if (!budget) return report(budget.error());
  bool recorded = false;
  auto opened = open_to_record(options.case_directory, options, surroundings, recorded);
  if (!opened) return report(opened.error());
  if (auto read = read_logs_first(*opened, options, recorded); !read) return report(read.error());
  auto roster = roster_of(*opened, options, recorded);
  if (!roster) return report(roster.error());
  report::InvestigateOptions investigate_options;
  investigate_options.hunt = *budget;
  investigate_options.hunt.roster = &*roster;
  auto access = exposure_options_of(*opened, options.exposure);
  if (!access) return report(access.error());
  investigate_options.exposed.exposure = std::move(*access);
  investigate_options.exposed.notice.persons = names_of(*roster);
  if (!options.exposure.aware.empty()) {
    auto aware = moment_of(options.exposure.aware, "--aware");
    if (!aware) return report(aware.error());
    investigate_options.exposed.notice.aware = *aware;
  }
  investigate_options.now = surroundings.clock.now();
  investigate_options.tool = std::string("letterlock ") + kVersion;
  std::unique_ptr<GatheredKeys> keys;
  if (!options.archives.empty()) {
    auto gathered = gather_keys(options, options.case_directory);
    if (!gathered) return report(gathered.error());
    keys = std::move(*gathered);
    investigate_options.keys = &keys->ring;
    investigate_options.examine.verdict.dkim.now = surroundings.clock.now();
    investigate_options.examine.verdict.repair = [](const mime::Message&) {
      return leak::RepairContext{};
    };
  }
  Expected<report::Investigation> investigation = [&] {
    TerminalProgress progress(!options.quiet);
    return report::investigate(*opened, investigate_options, progress);
  }();
  if (!investigation) return report(investigation.error());

  const std::filesystem::path directory =
      options.output.empty() ? options.case_directory : options.output;
  std::error_code trouble;
  std::filesystem::create_directories(directory, trouble);
  if (trouble) return report({ErrorCode::io, directory.string() + ": " + trouble.message()});
  const std::string json = report::to_json(*investigation);
  const std::string html = report::to_html(*investigation);
  auto wrote = write_whole(directory / "report.json", json);
  if (wrote) wrote = write_whole(directory / "report.html", html);
  if (!wrote) return report(wrote.error());
  if (recorded) {
    auto entry = opened->record("investigate", details(*investigation, json, html));
    if (!entry) return report(entry.error());
  }

  if (options.json) {
    print_out(json);
  } else {
    const auto told = options.full ? report::to_terminal : report::first_screen;
    print_out(told(*investigation, use_color(STDOUT_FILENO), terminal_width(STDOUT_FILENO)));
    print_out(fmt::format("\nReport: {}\n        {}{}\n",
                          printable((directory / "report.html").string()),
                          printable((directory / "report.json").string()),
                          options.full ? "" : "  (--full prints it here)"));
  }
  return reaches(investigation->hunt, options.fail_on) ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli
