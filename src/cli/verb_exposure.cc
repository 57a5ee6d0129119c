#include <fmt/format.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/exposure_options.h"
#include "cli/hunt_budget.h"
#include "cli/output_file.h"
#include "cli/roster_file.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "exposure/exposure.h"
#include "exposure/notice.h"
#include "report/exposure_json.h"
#include "report/exposure_text.h"

namespace letterlock::cli {
namespace {

using exposure::Seed;

std::string details(const exposure::ExposureResult& result, const std::string& csv) {
  JsonWriter json;
  json.object().key("seeds").array();
  for (const Seed& seed : result.seeds) json.value(exposure::seed_text(seed));
  json.end().member("proposed", result.proposed).member("events", result.events);
  json.key("classes").object();
  for (std::size_t i = 0; i < exposure::kClassCount; ++i) {
    json.member(exposure::class_name(static_cast<exposure::ExposureClass>(i)), result.classes[i]);
  }
  json.end();
  if (!csv.empty()) json.member("notice_csv_sha256", sha256(csv).hex());
  json.end();
  return json.take();
}

// All messages, unless the user named a limit: this is what documents a breach.
Expected<void> print_json(const Options& options, const exposure::ExposureResult& result,
                          store::FactStore& facts) {
  const bool all = !options.limit_named || options.limit == 0;
  std::uint64_t shown = 0;
  auto visited =
      exposure::each_message(result, facts, [&](const exposure::ExposedMessage& message) {
        if (!all && shown == options.limit) return false;
        ++shown;
        print_out(report::exposed_json(message));
        return true;
      });
  if (!visited) return visited;
  print_out(report::exposure_summary_json(result));
  return {};
}

Expected<void> print_text(const Options& options, const exposure::ExposureResult& result,
                          const std::optional<exposure::Notice>& notice, store::FactStore& facts) {
  const bool color = use_color(STDOUT_FILENO);
  const unsigned width = terminal_width(STDOUT_FILENO);
  if (options.exposure.timeline) {
    print_out(report::timeline_text(result, color, width));
    return {};
  }
  print_out(report::exposure_text(result, color, width));
  if (!result.messages.empty()) {
    const std::size_t most = options.limit == 0 ? result.messages.size() : options.limit;
    auto list =
        report::exposed_list(result, facts, exposure::ExposureClass::x2, most, color, width);
    if (!list) return fail(std::move(list));
    print_out(*list);
  }
  if (notice) print_out(report::notice_text(*notice, color, width));
  return {};
}

Expected<std::optional<exposure::Notice>> make_notice(const Options& options,
                                                      casefile::Case& the_case,
                                                      const exposure::ExposureResult& result,
                                                      bool writable, Progress& progress) {
  if (options.exposure.csv.empty() && options.exposure.aware.empty()) {
    return std::optional<exposure::Notice>();
  }
  auto roster = roster_of(the_case, options, writable);
  if (!roster) return fail(std::move(roster));
  exposure::NoticeOptions wanted;
  wanted.persons = names_of(*roster);
  if (!options.exposure.aware.empty()) {
    auto aware = moment_of(options.exposure.aware, "--aware");
    if (!aware) return fail(std::move(aware));
    wanted.aware = *aware;
  }
  auto made = exposure::notice(
      result, the_case.facts(), [&](store::MessageId id) { return the_case.evidence(id); }, wanted,
      progress);
  if (!made) return fail(std::move(made));
  return std::optional(std::move(*made));
}

}  // namespace

int run_exposure(const Options& options, const Surroundings& surroundings) {
  bool recorded = false;
  auto opened = open_to_record(options.case_directory, options, surroundings, recorded);
  if (!opened) return report(opened.error());
  if (!opened->has_logs()) {
    return report({ErrorCode::not_found,
                   options.case_directory +
                       ": holds no log of a provider, so nothing can be said about what was read; "
                       "`letterlock logs` reads them"});
  }
  auto wanted = exposure_options_of(*opened, options.exposure);
  if (!wanted) return report(wanted.error());
  auto events = opened->events();
  if (!events) return report(events.error());
  std::optional<exposure::Notice> notice;
  Expected<exposure::ExposureResult> result = [&] {
    TerminalProgress progress(!options.quiet);
    auto made = exposure::expose(opened->facts(), **events, *wanted, progress);
    if (!made) return made;
    auto noticed = make_notice(options, *opened, *made, recorded, progress);
    if (!noticed) return Expected<exposure::ExposureResult>(fail(std::move(noticed)));
    notice = std::move(*noticed);
    return made;
  }();
  if (!result) return report(result.error());
  if (!result->refused_nothing.empty()) {
    return report({ErrorCode::not_found,
                   fmt::format("--not {}: nothing here has that value, so it would refuse nothing",
                               result->refused_nothing.front())});
  }
  std::string csv;
  if (notice && !options.exposure.csv.empty()) {
    csv = exposure::notice_csv(*notice);
    if (auto wrote = write_whole(options.exposure.csv, csv); !wrote) return report(wrote.error());
    if (!options.quiet) {
      fmt::print(stderr, "wrote {}: {} about {}\n", printable(options.exposure.csv),
                 counted(notice->rows.size(), "row", "rows"),
                 counted(notice->persons + notice->persons_in_text, "person", "persons"));
    }
  }
  if (recorded) {
    auto entry = opened->record("exposure", details(*result, csv));
    if (!entry) return report(entry.error());
  }
  auto printed = options.json ? print_json(options, *result, opened->facts())
                              : print_text(options, *result, notice, opened->facts());
  if (!printed) return report(printed.error());
  return result->contexts.empty() ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli
