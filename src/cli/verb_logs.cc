#include <fmt/format.h>

#include <chrono>

#include "base/freed_memory.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "casefile/logs.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

constexpr std::size_t kDefectsShown = 12;  // of one log

void write_span(JsonWriter& json, const std::optional<store::TimeSpan>& time) {
  json.time_member("first", time ? std::optional(time->from) : std::nullopt);
  json.time_member("last", time ? std::optional(time->until) : std::nullopt);
}

std::string log_json(const store::LogFile& log, bool known) {
  JsonWriter json;
  json.object().member("path", log.path).member("inner", log.inner);
  json.member("sha256", log.container.hex()).member("log_sha256", log.hash.hex());
  json.member("size", log.size).member("provider", store::provider_name(log.provider));
  json.member("shape", log.shape).member("dates", log.dates).member("already_read", known);
  json.member("records", log.records).member("events", log.events).member("broken", log.broken);
  json.member("known_records", log.known_records).member("finished", log.finished);
  write_span(json, log.time);
  json.key("defects").array();
  for (const store::LogDefect& defect : log.defects) {
    json.object().member("name", defect.name).member("detail", defect.detail);
    json.member("row", defect.row).member("offset", defect.offset).member("times", defect.times);
    json.time_member("affects_from",
                     defect.affects ? std::optional(defect.affects->from) : std::nullopt);
    json.time_member("affects_until",
                     defect.affects ? std::optional(defect.affects->until) : std::nullopt);
    json.end();
  }
  json.end().end();
  return report::json_line("log", json.take());
}

std::string to_json(const casefile::LogsSummary& summary) {
  std::string lines;
  for (const store::LogFile& log : summary.read) lines += log_json(log, false);
  for (const store::LogFile& log : summary.known) lines += log_json(log, true);
  JsonWriter json;
  json.object().member("logs", summary.read.size()).member("already_read", summary.known.size());
  json.member("new_records", summary.records).member("new_events", summary.events);
  json.member("known_records", summary.known_records).member("broken", summary.broken);
  json.key("unreadable").array();
  for (const auto& one : summary.unreadable) {
    json.object().member("path", one.path).member("inner", one.inner).member("why", one.why).end();
  }
  json.end().member("stopped", summary.stopped).end();
  return lines + report::summary_line(json.take());
}

std::string name_of(const std::string& path, const std::string& inner) {
  return printable(path) + (inner.empty() ? "" : " > " + printable(inner));
}

std::string log_text(const store::LogFile& log) {
  std::string text = fmt::format(
      "{}\n  {}: {}, {}{}", name_of(log.path, log.inner), log.shape,
      counted(log.records, "record", "records"), counted(log.events, "event", "events"),
      log.time ? fmt::format(", {} to {}", short_date(log.time->from), short_date(log.time->until))
               : "");
  if (log.known_records > 0) text += fmt::format("; {} known before", grouped(log.known_records));
  if (log.broken > 0)
    text += fmt::format("; {} unreadable", counted(log.broken, "place", "places"));
  text += '\n';
  std::size_t shown = 0;
  for (const store::LogDefect& defect : log.defects) {
    if (shown++ == kDefectsShown) {
      text += "  ... (all with --json)\n";
      break;
    }
    text += fmt::format("  {}{}{}: {}\n", defect.name,
                        defect.times > 1 ? fmt::format(" ({} times)", grouped(defect.times)) : "",
                        defect.row > 0 ? fmt::format(" at row {}", defect.row) : "",
                        printable(defect.detail));
  }
  return text;
}

std::string to_text(const casefile::LogsSummary& summary, const Options& options, double seconds) {
  std::string text;
  for (const store::LogFile& log : summary.read) text += log_text(log);
  for (const store::LogFile& log : summary.known) {
    text += fmt::format("{}\n  was read before: nothing new\n", name_of(log.path, log.inner));
  }
  for (const auto& one : summary.unreadable) {
    text += fmt::format("{}\n  not read: {}\n", name_of(one.path, one.inner), printable(one.why));
  }
  text +=
      fmt::format("{}, {} in {}.\n", counted(summary.records, "new record", "new records"),
                  counted(summary.events, "new event", "new events"), readable_duration(seconds));
  if (summary.stopped) {
    text += "Stopped as asked. The same command goes on from here.\n";
  } else {
    text += fmt::format("Next: letterlock events {}\n", printable(options.case_directory));
  }
  return text;
}

}  // namespace

int run_logs(const Options& options, const Surroundings& surroundings) {
  keep_freed_memory();
  auto opened = open_case(options, surroundings, casefile::Access::create);
  if (!opened) return report(opened.error());
  const std::vector<std::filesystem::path> paths(options.sources.begin(), options.sources.end());
  const auto began = std::chrono::steady_clock::now();
  Expected<casefile::LogsSummary> summary = [&] {
    TerminalProgress progress(!options.quiet);
    return casefile::read_logs(*opened, paths, progress);
  }();
  if (!summary) return report(summary.error());
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  print_out(options.json ? to_json(*summary) : to_text(*summary, options, seconds));
  if (summary->stopped) return kInterrupted;
  return summary->unreadable.empty() ? kDone : kAnswerIsNo;
}

}  // namespace letterlock::cli
