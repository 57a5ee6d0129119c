// The command line: what the user asked for. The one place that knows every verb and option; help,
// completions and the check of the manual pages are made from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace letterlock::cli {

struct Options {
  std::string verb;
  bool json = false;
  bool quiet = false;
  std::string actor;  // for the custody log; the login name where empty

  std::string case_directory;
  std::vector<std::string> sources;  // ingest, logs
  std::string mailbox;               // ingest
  unsigned jobs = 0;                 // ingest

  std::string query;         // search
  std::uint64_t limit = 20;  // search, thread, events, exposure, people
  bool limit_named = false;  // by the user
  std::uint64_t skip = 0;    // search
  bool copies = false;       // search, thread: list each

  // events
  struct EventConditions {
    std::vector<std::string> accounts, ips, sessions, apps, acts, operations;
    std::string from, to;
    bool oldest_first = false;
  } events;

  std::string id;  // show, thread, redact
  enum class View { summary, raw, headers, tree, text, traits, json } view = View::summary;

  std::string custody_act;  // "log" or "verify"

  // keys
  struct Keys {
    std::string act;  // "add", "import", "list", "export", "check"
    std::string archive;
    std::string record;              // add; "-" or empty: from standard input
    std::vector<std::string> files;  // import
    std::string domain, selector, fingerprint;
    std::string channel = "found";
    std::string source, where, note, seen, dnssec;
    std::string state, since;
    std::string format = "archive";  // export
  } keys;

  std::string target;                   // verify, redact: file, directory or case
  std::vector<std::string> archives;    // verify: key archives
  bool recover_keys = false;            // verify
  std::string recovery_state;           // verify: where an interrupted recovery goes on
  std::string save_keys;                // verify: archive that gets the recovered keys
  bool no_repair = false;               // verify
  bool explain = false;                 // verify
  bool disclose = false;                // verify
  std::string block_headers;            // verify: Bitcoin block headers to check time stamps with
  std::string tsa_roots;                // verify: root certificates of time-stamp authorities
  std::string dns = "off";              // verify
  std::vector<std::string> taken_over;  // verify: ADDRESS=FROM..UNTIL

  std::vector<std::string> logs;  // investigate: to read before
  std::string output;             // investigate: the directory for the report; demo: where to
  std::string budget;             // investigate, hunt
  std::string since;              // hunt
  bool all = false;               // hunt
  bool full = false;              // investigate
  std::string fail_on = "never";
  std::string people;  // hunt, people, investigate, scan: the roster's file
  std::string who;     // people: "" for the list

  struct Exposure {
    std::vector<std::string> accounts, addresses, sessions, tokens, apps, clients, rules, messages;
    std::vector<std::string> refused, leaked;
    std::string from, to, aware, csv;
    bool timeline = false;
  } exposure;

  struct Redact {
    std::vector<std::string> fields, addresses, words, keep;
    bool anyway = false;  // write although something was not found
  } redact;

  std::uint64_t seed = 1;  // demo
  std::uint64_t messages = 12000;

  std::string shell;  // completions
};

// What comes of parsing: options to act on, or a text to print and an exit code.
struct Parsed {
  std::optional<Options> options;
  std::string text;
  int exit_code = 0;
  bool to_stderr = false;
};

Parsed parse_command_line(const std::vector<std::string>& arguments, unsigned width);

// What help, completions and the check of the manual are made from.
struct FlagDescription {
  std::string name;  // without the dashes
  std::string what;
  bool takes_value = false;
  std::vector<std::string> values;  // from which it takes one; none: anything
};
struct VerbDescription {
  std::string name;  // "search", "custody verify"
  std::string what;
  std::vector<FlagDescription> flags;
};
std::vector<VerbDescription> describe_verbs();

}  // namespace letterlock::cli
