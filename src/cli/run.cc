#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/completions.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/version.h"

namespace letterlock::cli {
namespace {

std::string login_name() {
  if (const passwd* user = getpwuid(geteuid()); user != nullptr) return user->pw_name;
  return fmt::format("uid {}", geteuid());
}

int run_demo(const Options& options, const Surroundings& surroundings) {
  auto told = surroundings.write_demo(options);
  if (!told) return report(told.error());
  print_out(*told);
  return kDone;
}

void tell_answer_was_lost() {
  print_err("letterlock: writing the answer failed: standard output is full or closed\n");
}

// Whether all of the answer went out, or its reader had seen enough.
bool flushed() {
  if (std::fflush(stdout) == 0 || errno == EPIPE) return true;
  tell_answer_was_lost();
  return false;
}

}  // namespace

int report(const Error& error) {
  print_err(fmt::format("letterlock: {}\n", printable(error.message, true)));
  return exit_code(error.code);
}

casefile::Actor actor(const Options& options, const Surroundings& surroundings) {
  return {options.actor.empty() ? login_name() : options.actor,
          std::string("letterlock ") + kVersion, surroundings.arguments};
}

Expected<casefile::Case> open_case(const Options& options, const Surroundings& surroundings,
                                   casefile::Access access) {
  return casefile::Case::open(options.case_directory, access, actor(options, surroundings),
                              surroundings.clock);
}

Expected<casefile::Case> open_to_record(const std::string& directory, const Options& options,
                                        const Surroundings& surroundings, bool& recorded) {
  const auto open_as = [&](casefile::Access access) {
    return casefile::Case::open(directory, access, actor(options, surroundings),
                                surroundings.clock);
  };
  auto opened = open_as(casefile::Access::write);
  recorded = opened.has_value();
  if (opened || opened.error().code == ErrorCode::not_found ||
      opened.error().code == ErrorCode::corrupt) {
    return opened;
  }
  print_err(fmt::format("letterlock: not recorded in the custody log: {}\n",
                        printable(opened.error().message, true)));
  return open_as(casefile::Access::read);
}

void print_out(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return;
  if (errno == EPIPE) std::_Exit(kDone);  // the reader (head, less) has seen enough
  tell_answer_was_lost();
  std::_Exit(kIo);
}

std::string copies_note(std::size_t copies) {
  return copies == 0 ? "" : fmt::format("  (+{})", counted(copies, "copy", "copies"));
}

void write_message(JsonWriter& json, const store::MessageSummary& message,
                   std::span<const store::MessageId> copies, store::MessageId copy_of) {
  json.member("id", message.id).member("sha256", message.evidence.hex());
  json.member("message_id", message.message_id);
  json.member("from", message.from_address).member("from_name", message.from_name);
  json.key("to").array();
  for (const std::string& to : message.to) json.value(to);
  json.end();
  json.key("date");
  if (message.date) {
    json.value(format_utc(*message.date));
  } else {
    json.null();
  }
  json.member("subject", message.subject).member("size", message.size);
  json.key("thread");
  if (message.thread != store::kNoMessage) {
    json.value(message.thread);
  } else {
    json.null();
  }
  json.member("reconstructed", message.reconstructed).key("copies").array();
  for (const store::MessageId copy : copies) json.value(copy);
  json.end();
  if (copy_of != store::kNoMessage) json.member("copy_of", copy_of);
}

std::string source_defect_text(const store::SourceDefectFact& defect) {
  // At octet 0 it is about the whole.
  return fmt::format("{}{}{}{}: {} ({})", printable(defect.source),
                     defect.inner.empty() ? "" : " > ", printable(defect.inner),
                     defect.offset == 0 ? "" : fmt::format(", octet {}", defect.offset),
                     printable(defect.detail), defect.name);
}

std::string short_date(const std::optional<UnixTime>& date) {
  if (!date) return "no date         ";
  std::string text = format_utc(*date);
  if (text.size() < 16) return "date beyond 9999";
  text.resize(16);
  text[10] = ' ';
  return text;
}

int run(const std::vector<std::string>& arguments, const Clock& clock,
        std::function<Expected<std::string>(const Options&)> write_demo) {
  const std::vector<std::string> words(arguments.begin() + (arguments.empty() ? 0 : 1),
                                       arguments.end());
  const Parsed parsed = parse_command_line(words, terminal_width(STDOUT_FILENO));
  if (!parsed.options) {
    if (parsed.to_stderr) {
      print_err(parsed.text);
    } else {
      print_out(parsed.text);
    }
    return flushed() ? parsed.exit_code : kIo;
  }
  const Options& options = *parsed.options;
  const Surroundings surroundings{arguments, clock, std::move(write_demo)};
  int code = kInternal;
  if (options.verb == "ingest") code = run_ingest(options, surroundings);
  if (options.verb == "stats") code = run_stats(options, surroundings);
  if (options.verb == "search") code = run_search(options, surroundings);
  if (options.verb == "show") code = run_show(options, surroundings);
  if (options.verb == "thread") code = run_thread(options, surroundings);
  if (options.verb == "logs") code = run_logs(options, surroundings);
  if (options.verb == "events") code = run_events(options, surroundings);
  if (options.verb == "custody") code = run_custody(options, surroundings);
  if (options.verb == "keys") code = run_keys(options, surroundings);
  if (options.verb == "verify") code = run_verify(options, surroundings);
  if (options.verb == "redact") code = run_redact(options, surroundings);
  if (options.verb == "exposure") code = run_exposure(options, surroundings);
  if (options.verb == "investigate") code = run_investigate(options, surroundings);
  if (options.verb == "hunt") code = run_hunt(options, surroundings);
  if (options.verb == "scan") code = run_scan(options, surroundings);
  if (options.verb == "people") code = run_people(options, surroundings);
  if (options.verb == "demo") code = run_demo(options, surroundings);
  if (options.verb == "completions") {
    print_out(completion_script(options.shell));
    code = kDone;
  }
  return flushed() ? code : kIo;
}

}  // namespace letterlock::cli
