#include "cli/verb_options.h"

namespace letterlock::cli {
namespace {

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

}  // namespace

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
  add_repeated(*verb, "--taken-over", options.taken_over,
               "an account was in other hands: ADDRESS=FROM..UNTIL (dates, UTC)", "WINDOW");
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
                        const char* type) { add_repeated(*verb, flag, into, what, type); };
  list("--field", options.redact.fields, "black out a header field whole, or body", "NAME");
  list("--address", options.redact.addresses, "black out an address and the names beside it",
       "ADDRESS");
  list("--text", options.redact.words, "black out words wherever they stand", "WORDS");
  list("--keep", options.redact.keep,
       "leave a header field in that would be left out; or links, whole", "NAME");
  verb->add_flag("--anyway", options.redact.anyway,
                 "write the message although something was not found in it");
  add_actor(*verb, options);
  verb->footer(
      "Signatures, hashes, ids, trace fields and attachments are left out: what stays is what a\n"
      "reader saw, as plain text. Look at the result before you publish it.\n"
      "Exit status: 0 done, 1 something that was to be blacked out stands nowhere in it; then\n"
      "nothing is written, but for --anyway.\n"
      "Example: letterlock redact leak/7.eml --address source@x.example --text 'Pier Nine'");
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

}  // namespace letterlock::cli
