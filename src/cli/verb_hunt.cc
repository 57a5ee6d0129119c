#include <fmt/format.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/hunt_budget.h"
#include "cli/roster_file.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "hunt/hunt.h"
#include "report/finding_json.h"
#include "report/terminal.h"

namespace letterlock::cli {
namespace {

std::string score_line(const hunt::Score& score) {
  std::string line =
      fmt::format("#{:<8} {}  {:>6.2f}  {:<12} n={:<6}", score.message, short_date(score.date),
                  score.score, hunt::verdict_name(score.verdict), score.history);
  for (const hunt::Term& term : score.terms) {
    if (term.value != 0) line += fmt::format(" {} {:+.2f}", term.family, term.value);
  }
  if (score.copy_of != store::kNoMessage) line += fmt::format(" copy of #{}", score.copy_of);
  return line + '\n';
}

std::string details(const hunt::HuntResult& result) {
  JsonWriter writer;
  writer.object()
      .member("messages", result.messages)
      .member("findings", result.findings.size())
      .end();
  return writer.take();
}

Expected<hunt::HuntOptions> hunt_options(const Options& options) {
  auto wanted = budget_of(options.budget);
  if (!wanted) return wanted;
  if (!options.since.empty()) {
    auto since = beginning_of(options.since);
    if (!since) return fail(std::move(since));
    wanted->since = *since;
  }
  if (options.all) {
    wanted->every = [json = options.json](const hunt::Score& score) {
      print_out(json ? report::score_json(score) : score_line(score));
    };
  }
  return wanted;
}

Expected<hunt::HuntResult> hunt_through(casefile::Case& the_case, const hunt::HuntOptions& options,
                                        bool quiet) {
  TerminalProgress progress(!quiet);
  auto ground = hunt::Ground::survey(the_case.facts(), progress);
  if (!ground) return fail(std::move(ground));
  return hunt::hunt(
      the_case.facts(), *ground, [&](store::MessageId id) { return the_case.evidence(id); },
      options, progress);
}

}  // namespace

int run_hunt(const Options& options, const Surroundings& surroundings) {
  auto wanted = hunt_options(options);
  if (!wanted) return report(wanted.error());
  bool recorded = false;
  auto opened = open_to_record(options.case_directory, options, surroundings, recorded);
  if (!opened) return report(opened.error());
  auto roster = roster_of(*opened, options, recorded);
  if (!roster) return report(roster.error());
  wanted->roster = &*roster;
  auto result = hunt_through(*opened, *wanted, options.quiet);
  if (!result) return report(result.error());
  if (recorded) {
    auto entry = opened->record("hunt", details(*result));
    if (!entry) return report(entry.error());
  }
  if (options.json) {
    for (const auto& finding : result->findings) {
      print_out(report::finding_json(options.case_directory, finding));
    }
    for (const auto& finding : result->besides) {
      print_out(report::finding_json(options.case_directory, finding));
    }
    for (const auto& episode : result->episodes) print_out(report::episode_json(episode));
    for (const auto& alike : result->alike) print_out(report::alike_json(alike));
    print_out(report::hunt_summary_json(*result));
  } else {
    print_out(
        report::findings_text(*result, use_color(STDOUT_FILENO), terminal_width(STDOUT_FILENO)));
  }
  return kDone;
}

}  // namespace letterlock::cli
