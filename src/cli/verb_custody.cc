#include <fmt/format.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/custody_text.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

int print_log(const Options& options) {
  auto entries = casefile::custody_entries(options.case_directory);
  if (!entries) return report(entries.error());
  if (options.json) {
    for (const std::string& entry : *entries) print_out(entry + "\n");
  } else {
    print_out(custody_text(*entries, terminal_width(STDOUT_FILENO), use_color(STDOUT_FILENO)));
  }
  return kDone;
}

int check(const Options& options) {
  Expected<casefile::Verification> verified = [&] {
    TerminalProgress progress(!options.quiet);
    return casefile::verify(options.case_directory, progress);
  }();
  if (!verified) return report(verified.error());
  const bool fits = verified->broken.empty();
  if (options.json) {
    JsonWriter json;
    json.object()
        .member("fits", fits)
        .member("broken", verified->broken)
        .member("entries", verified->entries)
        .member("messages", verified->messages)
        .member("octets", verified->octets)
        .key("remarks")
        .array();
    for (const std::string& remark : verified->remarks) json.value(remark);
    json.end().end();
    print_out(report::json_line("custody", json.take()));
  } else if (fits) {
    print_out(fmt::format(
        "Everything fits: {} in the custody log, {} ({}), each with "
        "the SHA-256 it was taken in with.\n",
        counted(verified->entries, "entry", "entries"),
        counted(verified->messages, "message", "messages"), readable_size(verified->octets)));
  } else {
    print_out(fmt::format("Does not fit: {}\n", printable(verified->broken)));
  }
  if (!options.json) {
    for (const std::string& remark : verified->remarks) {
      print_out(fmt::format("Remark: {}\n", printable(remark)));
    }
  }
  return fits ? kDone : kAnswerIsNo;
}

}  // namespace

int run_custody(const Options& options, const Surroundings&) {
  return options.custody_act == "log" ? print_log(options) : check(options);
}

}  // namespace letterlock::cli
