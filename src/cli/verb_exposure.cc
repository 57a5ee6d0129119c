#include <fmt/format.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/hunt_budget.h"
#include "cli/output_file.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "exposure/exposure.h"
#include "exposure/notice.h"
#include "report/exposure_json.h"
#include "report/exposure_text.h"

namespace letterlock::cli {
namespace {

using exposure::Seed;

constexpr UnixTime kAroundMessage = 600;  // between a message's Date and the record of its sending
constexpr UnixTime kDay = 86'400;

// A message of the case that the intruder sent, or a Message-ID that only logs may know.
Expected<Seed> message_seed(casefile::Case& the_case, const std::string& name) {
  auto id = the_case.resolve(name);
  if (!id) {
    if (id.error().code != ErrorCode::not_found || name.find('@') == std::string::npos) {
      return fail(std::move(id));
    }
    return exposure::make_seed(Seed::Kind::message, name);
  }
  auto found = the_case.facts().summaries(std::span(&*id, 1));
  if (!found) return fail(std::move(found));
  if (found->empty()) return fail(ErrorCode::not_found, "{}: no such message", name);
  const store::MessageSummary& message = found->front();
  Seed seed;
  seed.kind = Seed::Kind::message;
  seed.value = message.message_id;
  seed.account = message.from_address;
  seed.subject = message.subject;
  if (message.date) {
    seed.time = store::TimeSpan{*message.date - kAroundMessage, *message.date + kAroundMessage};
  }
  return seed;
}

Expected<std::vector<Seed>> seeds_of(casefile::Case& the_case, const Options::Exposure& asked) {
  std::vector<Seed> seeds;
  const auto add = [&](Seed::Kind kind, const std::vector<std::string>& values) -> Expected<void> {
    for (const std::string& value : values) {
      auto seed = kind == Seed::Kind::message ? message_seed(the_case, value)
                                              : exposure::make_seed(kind, value);
      if (!seed) return fail(std::move(seed));
      seeds.push_back(std::move(*seed));
    }
    return {};
  };
  const std::pair<Seed::Kind, const std::vector<std::string>*> kinds[] = {
      {Seed::Kind::address, &asked.addresses}, {Seed::Kind::session, &asked.sessions},
      {Seed::Kind::token, &asked.tokens},      {Seed::Kind::app, &asked.apps},
      {Seed::Kind::client, &asked.clients},    {Seed::Kind::rule, &asked.rules},
      {Seed::Kind::message, &asked.messages}};
  for (const auto& [kind, values] : kinds) {
    if (auto done = add(kind, *values); !done) return fail(std::move(done));
  }
  return seeds;
}

Expected<exposure::ExposureOptions> exposure_options(casefile::Case& the_case,
                                                     const Options::Exposure& asked) {
  exposure::ExposureOptions options;
  auto seeds = seeds_of(the_case, asked);
  if (!seeds) return fail(std::move(seeds));
  options.seeds = std::move(*seeds);
  options.refused = asked.refused;
  options.accounts = asked.accounts;
  options.leaked_mailboxes = asked.leaked;
  if (!asked.from.empty()) {
    auto from = beginning_of(asked.from);
    if (!from) return fail(std::move(from));
    options.from = *from;
  }
  if (!asked.to.empty()) {
    auto to = beginning_of(asked.to);
    if (!to) return fail(std::move(to));
    options.until = *to + kDay;  // the day named is part of it
  }
  return options;
}

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

Expected<void> print_json(const exposure::ExposureResult& result, store::FactStore& facts) {
  auto visited =
      exposure::each_message(result, facts, [&](const exposure::ExposedMessage& message) {
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
                                                      Progress& progress) {
  if (options.exposure.csv.empty() && options.exposure.aware.empty()) {
    return std::optional<exposure::Notice>();
  }
  exposure::NoticeOptions wanted;
  if (!options.exposure.aware.empty()) {
    auto aware = beginning_of(options.exposure.aware);
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
  auto wanted = exposure_options(*opened, options.exposure);
  if (!wanted) return report(wanted.error());
  auto events = opened->events();
  if (!events) return report(events.error());
  std::optional<exposure::Notice> notice;
  Expected<exposure::ExposureResult> result = [&] {
    TerminalProgress progress(!options.quiet);
    auto made = exposure::expose(opened->facts(), **events, *wanted, progress);
    if (!made) return made;
    auto noticed = make_notice(options, *opened, *made, progress);
    if (!noticed) return Expected<exposure::ExposureResult>(fail(std::move(noticed)));
    notice = std::move(*noticed);
    return made;
  }();
  if (!result) return report(result.error());
  std::string csv;
  if (notice && !options.exposure.csv.empty()) {
    csv = exposure::notice_csv(*notice);
    if (auto wrote = write_whole(options.exposure.csv, csv); !wrote) return report(wrote.error());
  }
  if (recorded) {
    auto entry = opened->record("exposure", details(*result, csv));
    if (!entry) return report(entry.error());
  }
  auto printed = options.json ? print_json(*result, opened->facts())
                              : print_text(options, *result, notice, opened->facts());
  if (!printed) return report(printed.error());
  return result->contexts.empty() ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli
