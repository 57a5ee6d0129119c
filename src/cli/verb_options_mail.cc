#include "cli/verb_options.h"

namespace letterlock::cli {
namespace {

constexpr const char* kQueryHelp =
    "QUERY is words and conditions; all of them must hold.\n"
    "  budget                 a word          budg*                a beginning of one\n"
    "  \"field office\"         a phrase        -draft               not\n"
    "  lunch OR dinner        either          ( ... )              together\n"
    "  from:ada@x.example     sender          to:bob               To, Cc or Bcc\n"
    "  cc:bob                 Cc only         subject:budget       in the subject\n"
    "  date:2024-06           a month         date:2024-06-01..2024-07-15\n"
    "  link:x.example         a link there    attachment:plan.pdf  by name or SHA-256\n"
    "  thread:17              that thread     in:ada/Sent          mailbox, folder\n"
    "  has:attachment has:link has:quote has:defect:NAME has:reconstructed\n"
    "Write -- before QUERY where it begins with a minus.";

constexpr const char* kIdHelp =
    "ID is a number from a list (17), the SHA-256 of the message or its beginning, or a "
    "Message-ID.";

}  // namespace

void add_ingest(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("ingest", "read exports of mail into a case");
  add_case(*verb, options, "the case's directory; made if it is not there");
  verb->add_option("SOURCE", options.sources,
                   "mbox, Maildir, MH, .eml, .emlx, .msg, PST, OST, zip, "
                   "tar, or a directory of any of these")
      ->required();
  verb->add_option("--mailbox", options.mailbox,
                   "whose mailbox this is (default: found from each source)")
      ->type_name("NAME");
  verb->add_option("--jobs", options.jobs, "parsing threads (default: one a processor)")
      ->type_name("N")
      ->check(CLI::Range(1U, 256U));
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object at the end");
  verb->footer(
      "Formats are recognised by content, not by name. Killed or interrupted, the next run goes "
      "on\n"
      "where it stopped; run twice, it adds nothing. Sources are only read, never changed.\n"
      "Example: letterlock ingest case-7 takeout-ada.zip takeout-bob.zip");
}

void add_stats(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("stats", "what a case holds, in numbers");
  add_case(*verb, options);
  add_json(*verb, options, "one JSON object");
}

void add_search(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("search", "find messages, newest first");
  add_case(*verb, options);
  verb->add_option("QUERY", options.query, "what to look for (see below)")->required();
  add_limit(*verb, options, "at most N messages (default 20; 0: all)");
  verb->add_option("--skip", options.skip, "leave out the first N")
      ->type_name("N")
      ->check(is_count());
  verb->add_flag("--copies", options.copies, "list the copies of each message below it");
  add_json(*verb, options, "one JSON object a message");
  verb->footer(kQueryHelp);
}

void add_show(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("show", "one message: its text, structure, bytes and places");
  add_case(*verb, options);
  verb->add_option("ID", options.id, "which message (see below)")->required();
  const auto view = [&](const char* flag, Options::View which, const char* what) {
    verb->add_flag_callback(
        flag,
        [&options, which] {
          if (options.view != Options::View::summary) {
            throw CLI::ValidationError(
                "show", "only one of --raw, --headers, --tree, --text, --traits, --json");
          }
          options.view = which;
        },
        what);
  };
  view("--raw", Options::View::raw, "the octets as received, unchanged, to standard output");
  view("--headers", Options::View::headers, "the header fields, decoded");
  view("--tree", Options::View::tree, "the tree of MIME entities with sizes and ranges");
  view("--text", Options::View::text, "the readable text");
  view("--traits", Options::View::traits, "what it shows of the hand that wrote it, and its asks");
  view("--json", Options::View::json, "one JSON object with all facts");
  verb->footer(kIdHelp);
}

void add_thread(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("thread", "the conversation around a message");
  add_case(*verb, options);
  verb->add_option("ID", options.id, "any message of the conversation")->required();
  add_limit(*verb, options, "at most N messages (default 100; 0: all)");
  verb->add_flag("--copies", options.copies, "list the copies of each message below it");
  add_json(*verb, options, "one JSON object a message");
  verb->footer(
      std::string(kIdHelp) +
      "\nEach line says by what a message was placed: references, in-reply-to, thread-index,"
      "\nor (a guess) subject and people.");
}

void add_custody(CLI::App& app, Options& options) {
  CLI::App* verb =
      app.add_subcommand("custody", "the custody log, and whether everything still fits it");
  verb->require_subcommand(1);
  CLI::App* log = verb->add_subcommand("log", "print the entries, oldest first");
  add_case(*log, options);
  add_json(*log, options, "the entries as they are stored");
  log->callback([&options] { options.custody_act = "log"; });
  CLI::App* check = verb->add_subcommand(
      "verify", "re-compute every hash and name the first thing that does not fit");
  add_case(*check, options);
  check->add_flag("--quiet", options.quiet, "no progress");
  add_json(*check, options, "one JSON object");
  check->callback([&options] { options.custody_act = "verify"; });
  verb->footer("Exit status of verify: 0 all fits, 1 something does not.");
}

}  // namespace letterlock::cli
