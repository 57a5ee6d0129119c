#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "base/sha256.h"
#include "cli/each_message.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "leak/redact.h"

namespace letterlock::cli {
namespace {

void remark(std::string_view text) { print_err(fmt::format("letterlock: {}\n", printable(text))); }

// The one message of a file.
Expected<std::string> only_message(const std::string& path) {
  std::string octets;
  std::uint64_t found = 0;
  SilentProgress progress;
  auto read = each_message(
      {nullptr, path},
      [&](leak::Specimen&& specimen) -> Expected<void> {
        if (++found > 1) {
          return fail(ErrorCode::usage,
                      "{}: holds more than one message; ingest it into a case and name one", path);
        }
        octets = std::move(specimen.octets);
        return {};
      },
      remark, progress);
  if (!read) return fail(std::move(read));
  if (found == 0) return fail(ErrorCode::not_found, "{}: holds no mail that we can read", path);
  return octets;
}

Expected<std::string> message_of_case(casefile::Case& the_case, const std::string& name) {
  if (name.empty()) {
    return fail(ErrorCode::usage, "which message? Give its number, SHA-256 or Message-ID");
  }
  auto id = the_case.resolve(name);
  if (!id) return fail(std::move(id));
  return the_case.evidence(*id);
}

// The custody log says what was made of which message, not what lies under the bars.
std::string details(const std::string& octets, const leak::Redaction& made) {
  JsonWriter json;
  json.object().member("message_sha256", sha256(octets).hex());
  json.member("published_sha256", sha256(made.octets).hex()).member("masked", made.masked);
  json.member("links_cut", made.links_cut);
  json.end();
  return json.take();
}

void tell(const leak::Redaction& made) {
  std::string names;
  for (const std::string& name : made.left_out) names += (names.empty() ? "" : ", ") + name;
  if (!names.empty()) remark("left out: " + names);
  if (made.links_cut > 0) {
    remark(fmt::format("left out: all but the host of {} {} (--keep links leaves them in)",
                       made.links_cut, made.links_cut == 1 ? "link" : "links"));
  }
  for (const std::string& name : made.not_kept) remark("it has no “" + name + "” to keep");
  for (const std::string& warning : made.warnings) remark("warning: " + warning);
}

void tell_not_found(const leak::Redaction& made, bool anyway) {
  for (const std::string& words : made.not_found) {
    remark("stands nowhere in what would be published: “" + words + "”");
  }
  if (!made.not_found.empty() && !anyway) {
    remark(
        "nothing was written: it may stand there in another form; --anyway writes the message as "
        "it is");
  }
}

}  // namespace

int run_redact(const Options& options, const Surroundings& surroundings) {
  std::optional<casefile::Case> opened;
  bool recorded = false;
  if (is_case(options.target)) {
    auto the_case = open_to_record(options.target, options, surroundings, recorded);
    if (!the_case) return report(the_case.error());
    opened = std::move(*the_case);
  } else if (!options.id.empty()) {
    return report({ErrorCode::usage, options.target + ": not a case, so it takes no ID"});
  }
  auto octets = opened ? message_of_case(*opened, options.id) : only_message(options.target);
  if (!octets) return report(octets.error());
  const auto message = mime::Message::parse_view(*octets);
  if (!message) return report(message.error());
  const leak::Redaction made = leak::redact(
      *message,
      {options.redact.fields, options.redact.addresses, options.redact.words, options.redact.keep});
  tell_not_found(made, options.redact.anyway);
  if (!made.not_found.empty() && !options.redact.anyway) return kAnswerIsNo;
  if (recorded) {
    if (auto entry = opened->record("redact", details(*octets, made)); !entry) {
      return report(entry.error());
    }
  }
  tell(made);
  print_out(made.octets);
  return made.not_found.empty() ? kDone : kAnswerIsNo;
}

}  // namespace letterlock::cli
