#include "cli/verb_options.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"

namespace letterlock::cli {

void add_case(CLI::App& verb, Options& options, const char* what) {
  verb.add_option("CASE", options.case_directory, what)->required();
}

void add_json(CLI::App& verb, Options& options, const char* what) {
  verb.add_flag("--json", options.json, what);
}

CLI::Validator is_count() {
  return {[](std::string& text) {
            const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
            return digits ? std::string() : "give a number, 0 or more, not " + printable(text);
          },
          ""};
}

void add_limit(CLI::App& verb, Options& options, const char* what) {
  verb.add_option("--limit", options.limit, what)
      ->type_name("N")
      ->check(is_count())
      ->each([&options](const std::string&) { options.limit_named = true; });
}

void add_actor(CLI::App& verb, Options& options) {
  verb.add_option("--actor", options.actor, "your name, for the custody log (default: login name)")
      ->type_name("NAME");
}

CLI::Option* add_repeated(CLI::App& verb, const char* flag, std::vector<std::string>& into,
                          const char* what, const char* type) {
  return verb.add_option(flag, into, what)
      ->type_name(type)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

void add_keys_option(CLI::App& verb, Options& options) {
  add_repeated(verb, "--keys", options.archives, "a key archive (letterlock keys); may be repeated",
               "ARCHIVE");
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

void add_access(CLI::App& verb, Options::Exposure& wanted) {
  const auto list = [&](const char* flag, std::vector<std::string>& into, const char* what,
                        const char* type) { add_repeated(verb, flag, into, what, type); };
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

}  // namespace letterlock::cli
