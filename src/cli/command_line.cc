#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <sstream>

#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/version.h"

namespace letterlock::cli {
namespace {

using App = std::unique_ptr<CLI::App>;

constexpr const char* kAbout =
    "Letterlock keeps an archive of mail as evidence and answers, with evidence that anybody can\n"
    "check: is it really them, what did an intruder see, is a leak genuine, who says who did it.\n"
    "It works offline and sends nothing anywhere.";

constexpr const char* kFirstSteps =
    "First steps:\n"
    "  letterlock ingest CASE Takeout.zip inbox.mbox archive.pst   make a case of an export\n"
    "  letterlock investigate CASE                                 what does it hold, what stands "
    "out\n"
    "  letterlock search CASE 'from:ada@x.example has:attachment'  find messages\n"
    "  letterlock show CASE 17                                     look at one, with its evidence\n"
    "`letterlock VERB --help` explains a verb; `man letterlock` has it all.";

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

void add_case(CLI::App& verb, Options& options, const char* what = "the case's directory") {
  verb.add_option("CASE", options.case_directory, what)->required();
}

void add_json(CLI::App& verb, Options& options, const char* what) {
  verb.add_flag("--json", options.json, what);
}

void add_actor(CLI::App& verb, Options& options) {
  verb.add_option("--actor", options.actor, "your name, for the custody log (default: login name)")
      ->type_name("NAME");
}

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
  verb->add_option("--limit", options.limit, "at most N messages (default 20; 0: all)")
      ->type_name("N");
  verb->add_option("--skip", options.skip, "leave out the first N")->type_name("N");
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
  verb->add_option("--account", events.accounts, "of this account: as actor or as mailbox")
      ->type_name("ADDRESS");
  verb->add_option("--from", events.from, "not before (2024-06-01, 2024-06-01T13:00; UTC)")
      ->type_name("TIME");
  verb->add_option("--to", events.to, "before the end of (2024-06-30; UTC)")->type_name("TIME");
  verb->add_option("--ip", events.ips, "from this address or network (192.0.2.0/24)")
      ->type_name("IP");
  verb->add_option("--session", events.sessions, "of this session")->type_name("ID");
  verb->add_option("--app", events.apps, "by this application: id or name")->type_name("APP");
  verb->add_option("--act", events.acts, "of this kind: mail_read, sign_in, ...")->type_name("ACT");
  verb->add_option("--operation", events.operations, "with this operation, as the log writes it")
      ->type_name("NAME");
  verb->add_flag("--oldest-first", events.oldest_first, "oldest first");
  verb->add_option("--limit", options.limit, "at most N events (default 20; 0: all)")
      ->type_name("N");
  add_json(*verb, options, "one JSON object an event, then a summary");
  verb->footer(
      "All conditions must hold; of one given several times, one of them. Without conditions the\n"
      "totals by act follow the list.\n"
      "Exit status: 0 there are such events, 1 there are none.\n"
      "Example: letterlock events case-7 --account ada@x.example --act mail_read --from 2024-06");
}

void add_keys_option(CLI::App& verb, Options& options) {
  verb.add_option("--keys", options.archives, "a key archive (letterlock keys); may be repeated")
      ->type_name("ARCHIVE");
}

void add_roster(CLI::App& verb, Options& options) {
  verb.add_option("--people", options.people,
                  "who is who: names, addresses, roles, VIPs (TOML); kept in the case once given")
      ->type_name("FILE");
}

void add_fail_on(CLI::App& verb, Options& options, const char* what) {
  verb.add_option("--fail-on", options.fail_on, what)
      ->type_name("VERDICT")
      ->check(CLI::IsMember({"never", "deviates", "contradicted"}));
}

// What is known of the intruder's access.
void add_access(CLI::App& verb, Options::Exposure& wanted) {
  const auto list = [&](const char* flag, std::vector<std::string>& into, const char* what,
                        const char* type) {
    verb.add_option(flag, into, what)
        ->type_name(type)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  list("--ip", wanted.addresses, "an address of the intruder, or a range", "ADDRESS");
  list("--session", wanted.sessions, "a session of the intruder", "ID");
  list("--token", wanted.tokens, "an access token's unique id", "ID");
  list("--app", wanted.apps, "an application of the intruder: id or name", "APP");
  list("--user-agent", wanted.clients, "part of the intruder's user agent or client", "TEXT");
  list("--rule", wanted.rules, "an inbox rule that the intruder made", "NAME");
  list("--message", wanted.messages, "a message that the intruder sent", "ID");
  list("--not", wanted.refused, "this value is not the intruder's (session:S, 192.0.2.7, ...)",
       "VALUE");
  list("--account", wanted.accounts, "only this account", "ADDRESS");
  verb.add_option("--from", wanted.from, "only access since then")->type_name("DATE");
  verb.add_option("--to", wanted.to, "only access until then")->type_name("DATE");
}

void add_investigate(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "investigate", "run every check there is and write a report (terminal, JSON, HTML)");
  add_case(*verb, options);
  verb->add_option("--output", options.output,
                   "directory for report.json and report.html (default: CASE)")
      ->type_name("DIR");
  verb->add_option("--logs", options.logs,
                   "read these provider logs first, files or directories (letterlock logs); may be "
                   "repeated")
      ->type_name("FILE");
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
  verb->add_option("--limit", options.limit, "list at most N people (default 20; 0: all)")
      ->type_name("N");
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
  verb->add_option("--leaked", wanted.leaked, "a mailbox of the case that holds leaked mail")
      ->type_name("MAILBOX")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--aware", wanted.aware, "when you became aware: the 72 hours run from it")
      ->type_name("TIME");
  verb->add_option("--csv", wanted.csv, "write who is named in exposed messages to FILE")
      ->type_name("FILE");
  verb->add_flag("--timeline", wanted.timeline, "the account's story, a line an act");
  add_roster(*verb, options);
  verb->add_option("--limit", options.limit, "list at most N messages (default 20; 0: all)")
      ->type_name("N");
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object a message, then a summary");
  verb->footer(
      "Without any of the first seven the strongest signs in the logs are proposed and, where they "
      "are\nclear, followed. Classes: X5 taken, X4 opened, X3 synced, X2 cannot be excluded, X1 no "
      "access\nrecorded, X0 not exposed. Exit status: 0 done, 1 nothing to follow.\n"
      "Example: letterlock exposure case-7 --ip 203.0.113.77 --not session:S2 --csv persons.csv");
}

void add_verify(CLI::App& app, Options& options) {
  CLI::App* verb =
      app.add_subcommand("verify", "what the signatures of messages prove, now and years later");
  verb->add_option("TARGET", options.target,
                   "a case, a message, a mailbox file or a directory of mail")
      ->required();
  add_keys_option(*verb, options);
  CLI::Option* recover = verb->add_flag(
      "--recover-keys", options.recover_keys,
      "work unknown RSA keys out of the signatures themselves (up to a minute a key)");
  verb->add_option("--recovery-state", options.recovery_state,
                   "keep what recovery found in FILE, and go on from it")
      ->needs(recover)
      ->type_name("FILE");
  verb->add_flag("--no-repair", options.no_repair,
                 "do not search for the changes that mail handling makes");
  verb->add_option("--save-keys", options.save_keys,
                   "add the keys recovered to a key archive (made if it is not there)")
      ->needs(recover)
      ->type_name("ARCHIVE");
  verb->add_option("--dns", options.dns, "ask for keys: off (default), system, or zone:FILE")
      ->type_name("WHO");
  verb->add_option("--block-headers", options.block_headers,
                   "block headers for OpenTimestamps proofs: lines HEIGHT HEX")
      ->type_name("FILE");
  verb->add_option("--tsa-roots", options.tsa_roots,
                   "root certificates (PEM) that you trust for RFC 3161 time stamps")
      ->type_name("FILE");
  verb->add_option("--taken-over", options.taken_over,
                   "an account was in other hands: ADDRESS=FROM..UNTIL (dates, UTC)")
      ->type_name("WINDOW");
  add_access(*verb, options.exposure);
  verb->add_flag("--disclose", options.disclose,
                 "print values that a search put back and the message does not show");
  verb->add_flag("--explain", options.explain, "say what the words mean");
  verb->add_option("--jobs", options.jobs, "threads (default: one a processor)")
      ->type_name("N")
      ->check(CLI::Range(1U, 256U));
  add_actor(*verb, options);
  verb->add_flag("--quiet", options.quiet, "no progress");
  add_json(*verb, options, "one JSON object a message, then a summary");
  verb->footer(
      "Nothing is fetched unless --dns says so. Keys of the past come from a key archive\n"
      "(letterlock keys --help), or are recovered from the messages.\n"
      "--ip to --to name the intruder's access in a case that holds logs (letterlock exposure):\n"
      "mail from an account at a time when it was in other hands is marked.\n"
      "Exit status: 0 nothing contradicted, 1 at least one message is contradicted.\n"
      "Example: letterlock verify leak/ --keys keys/ --recover-keys");
}

void add_redact(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "redact", "write a message for publication, blacked out beyond testing guesses");
  verb->add_option("TARGET", options.target, "a file with one message, or a case")->required();
  verb->add_option("ID", options.id, "in a case: the message's number, SHA-256 or Message-ID");
  const auto list = [&](const char* flag, std::vector<std::string>& into, const char* what,
                        const char* type) {
    verb->add_option(flag, into, what)
        ->type_name(type)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  list("--field", options.redact.fields, "black out a header field whole, or body", "NAME");
  list("--address", options.redact.addresses, "black out an address and the names beside it",
       "ADDRESS");
  list("--text", options.redact.words, "black out words wherever they stand", "WORDS");
  list("--keep", options.redact.keep, "leave a header field in that would be left out", "NAME");
  add_actor(*verb, options);
  verb->footer(
      "Signatures, hashes, ids, trace fields and attachments are left out: what stays is what a\n"
      "reader saw, as plain text. Look at the result before you publish it.\n"
      "Exit status: 0 done, 1 something that was to be blacked out stands nowhere in it.\n"
      "Example: letterlock redact leak/7.eml --address source@x.example --text 'Pier Nine'");
}

// Who says so: for the acts that put keys in.
void add_provenance(CLI::App& verb, Options::Keys& keys) {
  verb.add_option("--channel", keys.channel,
                  "how the source knows: dns, published, found (default), recovered")
      ->type_name("CHANNEL")
      ->check(CLI::IsMember({"dns", "published", "found", "recovered"}));
  verb.add_option("--where", keys.where, "where it can be looked up (URL, file)")
      ->type_name("PLACE");
  verb.add_option("--seen", keys.seen,
                  "when it was seen: FROM..TO, each YYYY[-MM[-DD]]; leave out what is not known")
      ->type_name("WINDOW");
  verb.add_option("--dnssec", keys.dnssec, "the answer from DNS was validated: yes, no")
      ->type_name("YESNO")
      ->check(CLI::IsMember({"yes", "no"}));
  verb.add_option("--note", keys.note, "a remark to keep with it")->type_name("TEXT");
}

CLI::App* add_keys_act(CLI::App& verb, Options& options, const char* act, const char* what) {
  CLI::App* added = verb.add_subcommand(act, what);
  added->add_option("ARCHIVE", options.keys.archive, "the key archive: a directory, or one file")
      ->required();
  added->callback([&options, act] { options.keys.act = act; });
  return added;
}

void add_key_names(CLI::App& verb, Options::Keys& keys) {
  verb.add_option("--domain", keys.domain, "d= of the key")->type_name("NAME");
  verb.add_option("--selector", keys.selector, "s= of the key")->type_name("NAME");
}

void add_key_writers(CLI::App& verb, Options& options) {
  CLI::App* add = add_keys_act(verb, options, "add", "put one key in, or a statement about one");
  add->add_option("RECORD", options.keys.record,
                  "the key record (v=DKIM1; ... p=...); - or none: from standard input");
  add_key_names(*add, options.keys);
  add->add_option("--source", options.keys.source, "who says so")->type_name("WHO")->required();
  add_provenance(*add, options.keys);
  add->add_option("--state", options.keys.state,
                  "live, retired, revoked, too_short, factorable, secret_published")
      ->type_name("STATE");
  add->add_option("--since", options.keys.since, "since when it is in that state")
      ->type_name("DATE");
  add->add_option("--fingerprint", options.keys.fingerprint,
                  "a statement about the key with this SHA-256, instead of a record")
      ->type_name("SHA256");
  add_json(*add, options, "one JSON object");
  CLI::App* import = add_keys_act(verb, options, "import", "put in the keys of files");
  import
      ->add_option("FILE", options.keys.files,
                   "zone files, answers of dig, host or nslookup, records, tables, JSON, PEM, "
                   "key archives; - is standard input")
      ->required();
  add_key_names(*import, options.keys);
  import->add_option("--source", options.keys.source, "who says so (default: the file's name)")
      ->type_name("WHO");
  add_provenance(*import, options.keys);
  add_json(*import, options, "one JSON object a file");
}

void add_keys(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("keys", "DKIM keys of the past: who saw which when");
  verb->require_subcommand(1);
  add_key_writers(*verb, options);
  CLI::App* list = add_keys_act(*verb, options, "list", "keys, windows by source, conflicts");
  add_key_names(*list, options.keys);
  add_json(*list, options, "one JSON object a key");
  CLI::App* out = add_keys_act(*verb, options, "export", "print keys for others to read");
  add_key_names(*out, options.keys);
  out->add_option("--format", options.keys.format, "archive (default), zone, tsv, json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"archive", "zone", "tsv", "json"}));
  CLI::App* check = add_keys_act(*verb, options, "check",
                                 "read all anew: what does not fit, conflicts, weak keys");
  add_json(*check, options, "one JSON object");
  verb->footer(
      "Windows of different sources are shown side by side, never merged. The format is plain\n"
      "text (docs/key-archive.md). Nothing is asked from DNS.\n"
      "Example: letterlock keys import keys/ old-zone.txt --source 'our name server' --seen "
      "2012..2016");
}

void add_demo(CLI::App& app, Options& options) {
  CLI::App* verb =
      app.add_subcommand("demo", "write the demo incident of a fictional organisation");
  verb->add_option("DIR", options.output, "where to (a new or empty directory)")->required();
  verb->add_option("--seed", options.seed, "another story with the same plot (default 1)")
      ->type_name("N");
  verb->add_option("--messages", options.messages, "how many messages (default 12000)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{500}, std::uint64_t{1000000}));
}

void add_completions(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("completions", "print a completion script for a shell");
  verb->add_option("SHELL", options.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

App make_app(Options& options, unsigned width) {
  auto app = std::make_unique<CLI::App>(kAbout, "letterlock");
  app->require_subcommand(1);
  app->set_version_flag("--version", std::string("letterlock ") + kVersion);
  app->footer(kFirstSteps);
  app->get_formatter()->column_width(std::min(30U, width / 3));
  app->get_formatter()->label("SUBCOMMAND", "VERB");
  app->get_formatter()->label("Subcommands", "Verbs");
  add_ingest(*app, options);
  add_investigate(*app, options);
  add_hunt(*app, options);
  add_scan(*app, options);
  add_people(*app, options);
  add_exposure(*app, options);
  add_stats(*app, options);
  add_search(*app, options);
  add_show(*app, options);
  add_thread(*app, options);
  add_logs(*app, options);
  add_events(*app, options);
  add_custody(*app, options);
  add_verify(*app, options);
  add_redact(*app, options);
  add_keys(*app, options);
  add_demo(*app, options);
  add_completions(*app, options);
  for (CLI::App* verb : app->get_subcommands([](const CLI::App*) { return true; })) {
    for (CLI::Option* option : verb->get_options()) {
      if (option->get_lnames().empty()) option->type_name("");
    }
  }
  return app;
}

void describe(const CLI::App& app, const std::string& prefix, std::vector<VerbDescription>& verbs) {
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    VerbDescription description{prefix + verb->get_name(), verb->get_description(), {}};
    for (const CLI::Option* option : verb->get_options()) {
      if (option->get_lnames().empty()) continue;
      description.flags.push_back(
          {option->get_lnames().front(), option->get_description(), option->get_type_size() != 0});
    }
    verbs.push_back(std::move(description));
    describe(*verb, prefix + verb->get_name() + " ", verbs);
  }
}

}  // namespace

Parsed parse_command_line(const std::vector<std::string>& arguments, unsigned width) {
  Options options;
  const App app = make_app(options, width);
  if (arguments.empty()) return {std::nullopt, app->help(), kUsage, true};
  const auto named = app->get_subcommands(
      [&](const CLI::App* verb) { return verb->get_name() == arguments.front(); });
  if (!arguments.front().starts_with('-') && named.empty()) {
    return {std::nullopt,
            fmt::format("letterlock: there is no verb '{}'\nTry 'letterlock --help'.\n",
                        printable(arguments.front())),
            kUsage, true};
  }
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app->parse(reversed);
  } catch (const CLI::Success& done) {  // --help, --version
    std::ostringstream out;
    std::ostringstream err;
    app->exit(done, out, err);
    return {std::nullopt, out.str(), kDone, false};
  } catch (const CLI::ParseError& error) {
    std::string verb;
    for (const CLI::App* used : app->get_subcommands()) verb = " " + used->get_name();
    return {std::nullopt,
            fmt::format("letterlock: {}\nTry 'letterlock{} --help'.\n", error.what(), verb), kUsage,
            true};
  }
  options.verb = app->get_subcommands().front()->get_name();
  return {std::move(options), "", kDone, false};
}

std::vector<VerbDescription> describe_verbs() {
  Options options;
  std::vector<VerbDescription> verbs;
  describe(*make_app(options, 80), "", verbs);
  return verbs;
}

}  // namespace letterlock::cli
