#include "cli/verb_options.h"

namespace letterlock::cli {

void add_logs(CLI::App& app, Options& options) {
  CLI::App* verb =
      app.add_subcommand("logs", "read what a provider logged about accounts into a case");
  add_case(*verb, options, "the case's directory; made if it is not there");
  verb->add_option("FILE", options.sources,
                   "exports of Microsoft 365, Entra ID or Google Workspace, a person's own Google "
                   "export; .gz, .zst, .zip, or a directory of any of these")
      ->required();
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object a log, then a summary");
  verb->footer(
      "Formats are recognised by content, not by name. Records are kept once, whichever exports\n"
      "they come in; what an export itself shows to be missing is said.\n"
      "Exit status: 0 every file was read, 1 a file is no log that we know.\n"
      "Example: letterlock logs case-7 AuditLog_2024-06.csv signins.json");
}

void add_events(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("events", "what the logs say, newest first");
  add_case(*verb, options);
  auto& events = options.events;
  add_repeated(*verb, "--account", events.accounts, "of this account: as actor or as mailbox",
               "ADDRESS");
  verb->add_option("--from", events.from, "not before (2024-06-01, 2024-06-01T13:00; UTC)")
      ->type_name("TIME");
  verb->add_option("--to", events.to, "before the end of (2024-06-30; UTC)")->type_name("TIME");
  add_repeated(*verb, "--ip", events.ips, "from this address or network (192.0.2.0/24)", "IP");
  add_repeated(*verb, "--session", events.sessions, "of this session", "ID");
  add_repeated(*verb, "--app", events.apps, "by this application: id or name", "APP");
  add_repeated(*verb, "--act", events.acts, "of this kind: mail_read, sign_in, ...", "ACT");
  add_repeated(*verb, "--operation", events.operations, "with this operation, as the log writes it",
               "NAME");
  verb->add_flag("--oldest-first", events.oldest_first, "oldest first");
  add_limit(*verb, options, "at most N events (default 20; 0: all)");
  add_json(*verb, options, "one JSON object an event, then a summary");
  verb->footer(
      "All conditions must hold; of one given several times, one of them. Without conditions the\n"
      "totals by act follow the list.\n"
      "Exit status: 0 there are such events, 1 there are none.\n"
      "Example: letterlock events case-7 --account ada@x.example --act mail_read --from 2024-06");
}

void add_investigate(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "investigate", "run every check there is and write a report (terminal, JSON, HTML)");
  add_case(*verb, options);
  verb->add_option("--output", options.output,
                   "directory for report.json and report.html (default: CASE)")
      ->type_name("DIR");
  add_repeated(*verb, "--logs", options.logs,
               "read these provider logs first, files or directories (letterlock logs); may be "
               "repeated",
               "FILE");
  add_access(*verb, options.exposure);
  verb->add_option("--aware", options.exposure.aware,
                   "when you became aware of a breach: the 72 hours run from it")
      ->type_name("TIME");
  add_keys_option(*verb, options);
  verb->add_option("--budget", options.budget,
                   "show so many findings: 1/1000 of the messages, or a number (default: up to "
                   "1/1000, the strong ones only)")
      ->type_name("N/M|N");
  add_fail_on(*verb, options,
              "exit 1 where a finding is at least: deviates, contradicted (default: never)");
  add_roster(*verb, options);
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  verb->add_flag("--full", options.full, "print the whole report, not its first screen alone");
  add_json(*verb, options, "print report.json instead of the summary");
  verb->footer(
      "A finding is a place to look, with the bytes it rests on. It is never a verdict on a "
      "person.");
}

void add_people(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("people", "who is in a case, and what is usual for them");
  add_case(*verb, options);
  verb->add_option("WHO", options.who, "an address, a name, or a part of one (default: a list)");
  add_roster(*verb, options);
  add_limit(*verb, options, "list at most N people (default 20; 0: all)");
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object a person, or one with all about WHO");
  verb->footer(
      "Addresses are one person where the roster says so, or where both write under one full name\n"
      "and mail from each names the other; the reason is always shown.\n"
      "Example: letterlock people case-7 ada@meridian.example --people people.toml");
}

void add_scan(CLI::App& app, Options& options) {
  CLI::App* verb =
      app.add_subcommand("scan", "one message against what is usual in a case; it is not stored");
  verb->add_option("FILE", options.sources,
                   "a message, or mail in any format that ingest reads; - is standard input")
      ->required();
  verb->add_option("--case", options.case_directory,
                   "the case that says what is usual (default: only what needs no history)")
      ->type_name("CASE");
  add_roster(*verb, options);
  add_fail_on(*verb, options,
              "exit 1 where a message is at least: deviates, contradicted (default: never)");
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object a message");
  verb->footer(
      "The case is gone through once, then each message takes some milliseconds. Its rank is "
      "where\n"
      "its score would stand among the case's own: an order of places to look, no probability.\n"
      "Example: letterlock scan --case case-7 suspicious.eml");
}

void add_hunt(CLI::App& app, Options& options) {
  CLI::App* verb =
      app.add_subcommand("hunt", "is it really them: which messages depart from their sender");
  add_case(*verb, options);
  verb->add_option("--budget", options.budget,
                   "show so many findings: 1/1000 of the messages, 3/day, or a number (default: up "
                   "to 1/1000, the strong ones only)")
      ->type_name("N/M|N/day|N");
  verb->add_option("--since", options.since,
                   "score messages from DATE on; earlier ones are learnt from")
      ->type_name("DATE");
  verb->add_flag("--all", options.all, "every message's score too, oldest first");
  add_roster(*verb, options);
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object a message or finding, then a summary");
  verb->footer(
      "A score is an order of places to look, never a probability. Each message is compared with\n"
      "earlier ones only. What the case contradicts outright stands outside the budget.\n"
      "Example: letterlock hunt case-7 --budget 3/day --since 2024-06");
}

void add_exposure(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "exposure", "what an intruder saw, sent and changed, by the provider's logs");
  add_case(*verb, options);
  Options::Exposure& wanted = options.exposure;
  add_access(*verb, wanted);
  add_repeated(*verb, "--leaked", wanted.leaked, "a mailbox of the case that holds leaked mail",
               "MAILBOX");
  verb->add_option("--aware", wanted.aware, "when you became aware: the 72 hours run from it")
      ->type_name("TIME");
  verb->add_option("--csv", wanted.csv, "write who is named in exposed messages to FILE")
      ->type_name("FILE");
  verb->add_flag("--timeline", wanted.timeline, "the account's story, a line an act");
  add_roster(*verb, options);
  add_limit(*verb, options, "list at most N messages (default 20; 0: all)");
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object a message, then a summary");
  verb->footer(
      "Without any of the first seven the strongest signs in the logs are proposed and, where they "
      "are\nclear, followed. Classes: X5 taken, X4 opened, X3 synced, X2 cannot be excluded, X1 no "
      "access\nrecorded, X0 not exposed. Exit status: 0 done, 1 nothing to follow.\n"
      "Example: letterlock exposure case-7 --ip 203.0.113.77 --not session:S2 --csv persons.csv");
}

}  // namespace letterlock::cli
