// What each verb takes: its options and arguments, added to the command line they are read from
// into Options. Help texts stand with them.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command_line.h"

namespace letterlock::cli {

// For several verbs.
void add_case(CLI::App& verb, Options& options, const char* what = "the case's directory");
void add_json(CLI::App& verb, Options& options, const char* what);
void add_limit(CLI::App& verb, Options& options, const char* what);
// Checks a number of something: "-1" would be read as the largest there is.
CLI::Validator is_count();
// An option that may be given several times, each time with one value: what follows that is the
// next argument, as the man pages write it.
CLI::Option* add_repeated(CLI::App& verb, const char* flag, std::vector<std::string>& into,
                          const char* what, const char* type);
void add_actor(CLI::App& verb, Options& options);
void add_keys_option(CLI::App& verb, Options& options);
void add_roster(CLI::App& verb, Options& options);
void add_fail_on(CLI::App& verb, Options& options, const char* what);
void add_access(CLI::App& verb,
                Options::Exposure& wanted);  // what is known of the intruder's access

// Mail and what is kept of it (verb_options_mail.cc).
void add_ingest(CLI::App& app, Options& options);
void add_stats(CLI::App& app, Options& options);
void add_search(CLI::App& app, Options& options);
void add_show(CLI::App& app, Options& options);
void add_thread(CLI::App& app, Options& options);
void add_custody(CLI::App& app, Options& options);

// Senders, accounts and intruders (verb_options_account.cc).
void add_investigate(CLI::App& app, Options& options);
void add_hunt(CLI::App& app, Options& options);
void add_scan(CLI::App& app, Options& options);
void add_people(CLI::App& app, Options& options);
void add_logs(CLI::App& app, Options& options);
void add_events(CLI::App& app, Options& options);
void add_exposure(CLI::App& app, Options& options);

// What a message proves (verb_options_proof.cc).
void add_verify(CLI::App& app, Options& options);
void add_redact(CLI::App& app, Options& options);
void add_keys(CLI::App& app, Options& options);

}  // namespace letterlock::cli
