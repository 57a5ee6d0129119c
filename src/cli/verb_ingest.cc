#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "base/freed_memory.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "casefile/source_plan.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "report/json_line.h"
#include "report/wording.h"

namespace letterlock::cli {
namespace {

std::string to_json(const casefile::IngestSummary& summary) {
  JsonWriter json;
  json.object()
      .member("read", summary.read)
      .member("new_messages", summary.new_messages)
      .member("new_placements", summary.new_placements)
      .member("octets", summary.octets)
      .member("source_defects", summary.source_defects)
      .member("message_defects", summary.message_defects)
      .member("resumed", summary.resumed)
      .member("stopped", summary.stopped)
      .end();
  return report::json_line("ingest", json.take());
}

std::string to_text(const casefile::IngestSummary& summary, const Options& options,
                    double seconds) {
  std::string text =
      fmt::format("Read {} ({}) in {}: {} new, {} where a message lies.\n",
                  counted(summary.read, "message", "messages"), readable_size(summary.octets),
                  readable_duration(seconds), grouped(summary.new_messages),
                  counted(summary.new_placements, "new place", "new places"));
  if (summary.resumed > 0) {
    text += fmt::format("{} there from an earlier run.\n", counted(summary.resumed, "was", "were"));
  }
  if (summary.source_defects > 0) {
    text += fmt::format(
        "{} could not be read as mail; the case keeps which and where:\n"
        "  letterlock stats {}\n",
        counted(summary.source_defects, "thing", "things"), printable(options.case_directory));
  }
  if (summary.stopped) {
    text += "Stopped as asked. The same command goes on from here.\n";
  } else {
    text += fmt::format("Next: letterlock investigate {}\n", printable(options.case_directory));
  }
  return text;
}

void tell_defects(const casefile::IngestSummary& summary) {
  for (const store::SourceDefectFact& defect : summary.told_defects) {
    print_err(fmt::format("letterlock: not read: {}\n", source_defect_text(defect)));
  }
  if (summary.source_defects > summary.told_defects.size()) {
    print_err(fmt::format("letterlock: not read: {} more\n",
                          grouped(summary.source_defects - summary.told_defects.size())));
  }
}

}  // namespace

int run_ingest(const Options& options, const Surroundings& surroundings) {
  keep_freed_memory();
  const std::vector<std::filesystem::path> sources(options.sources.begin(), options.sources.end());
  // A mistyped path makes no case.
  int refused = kDone;
  for (const auto& source : sources) {
    if (auto root = casefile::root_of(source); !root) refused = report(root.error());
  }
  if (refused != kDone) {
    if (sources.size() > 1) print_err("letterlock: so nothing was read\n");
    return refused;
  }
  auto opened = open_case(options, surroundings, casefile::Access::create);
  if (!opened) return report(opened.error());
  casefile::IngestOptions ingest_options;
  ingest_options.mailbox = options.mailbox;
  ingest_options.jobs = options.jobs;
  const auto began = std::chrono::steady_clock::now();
  Expected<casefile::IngestSummary> summary = [&] {
    TerminalProgress progress(!options.quiet);
    return casefile::ingest(*opened, sources, ingest_options, progress);
  }();
  if (!summary) return report(summary.error());
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  tell_defects(*summary);
  if (summary->read == 0 && summary->resumed == 0 && !summary->stopped) {
    if (options.json) print_out(to_json(*summary));
    return report(
        {ErrorCode::not_found, fmt::format("no message in what was given: nothing was added to {}",
                                           printable(options.case_directory))});
  }
  print_out(options.json ? to_json(*summary) : to_text(*summary, options, seconds));
  return summary->stopped ? kInterrupted : kDone;
}

}  // namespace letterlock::cli
