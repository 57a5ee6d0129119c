// The public DKIM collections, whole. Each message's signatures are put into words, topmost first,
// and compared with what the collection's names or keys say of it.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>

#include "auth/arc.h"
#include "auth/other_signatures.h"
#include "suites/key_tables.h"

namespace letterlock::suites {
namespace {

namespace fs = std::filesystem;

constexpr UnixTime kToday = 1'700'000'000;
const Deviations kNone;
constexpr std::string_view kEd25519 =
    "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

mime::Message parsed(const std::string& text) {
  return std::move(*mime::Message::parse(mime::RawMessage::copy_of(text)));
}

std::string read_name(const fs::path& folder, const std::string& name) {
  return read_file(corpora() / folder / name);
}

std::vector<std::string> names_in(const fs::path& folder, std::string_view extension) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(corpora() / folder)) {
    if (entry.path().extension() == extension) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Old mail is looked at as of the time it was signed.
std::vector<auth::SignatureCheck> checks_of(const mime::Message& message, auth::KeyLookup& keys) {
  UnixTime signing_time = 0;
  for (std::uint32_t i = 0; i < message.header().size(); ++i) {
    if (message.header()[i].id != mime::FieldName::dkim_signature) continue;
    signing_time = std::max(signing_time, auth::parse_dkim_signature(message, i).t.value_or(0));
  }
  return auth::verify_dkim(message, keys, {.now = signing_time == 0 ? kToday : signing_time});
}

std::string words(const auth::SignatureCheck& check) {
  const bool no_key = check.reason == auth::DkimReason::key_not_found;
  if (no_key) return check.body_hash_matches ? "no key, body good" : "no key, body differs";
  std::string out(to_string(check.result));
  if (check.reason == auth::DkimReason::signature_invalid) {
    return out + " " + std::string(to_string(check.signature.problem));
  }
  if (check.reason != auth::DkimReason::good) out += " " + std::string(to_string(check.reason));
  return out;
}

std::string says(const std::string& text, auth::KeyLookup& keys) {
  const mime::Message message = parsed(text);
  std::string out;
  for (const auth::SignatureCheck& check : checks_of(message, keys)) {
    out += (out.empty() ? "" : "; ") + words(check);
  }
  return out.empty() ? "unsigned" : out;
}

std::string difference(const std::string& want, const std::string& got) {
  return want == got ? "" : "want " + want + ", got " + got;
}

// Both line ends must give `want`.
std::string compare(const std::string& want, const std::string& text, auth::KeyLookup& keys) {
  const std::string lf = difference(want, says(with_line_endings(text, false), keys));
  return lf.empty() ? difference(want, says(with_line_endings(text, true), keys)) : lf;
}

void report(const std::string& suite, const Tally& tally, std::size_t least) {
  EXPECT_EQ(tally.failures, "");
  EXPECT_GE(tally.passed + tally.different, least);
  std::printf("%s: %s\n", suite.c_str(), tally.summary().c_str());
}

auth::TestKeys known_keys() {
  auth::TestKeys keys;
  add_key_table("known-keys.tsv", keys);
  keys.add("football.example.com", "brisbane", kEd25519);
  return keys;
}

// What is in `exceptions` comes out so, all else of the folder as `usual`.
using Expectations = std::map<std::string, std::string>;
void run_folder(const fs::path& folder, std::string_view extension, const std::string& usual,
                const Expectations& exceptions, auth::KeyLookup& keys, Tally& tally) {
  for (const std::string& name : names_in(folder, extension)) {
    const auto found = exceptions.find(name);
    tally.count(name, compare(found == exceptions.end() ? usual : found->second,
                              read_name(folder, name), keys));
  }
}

TEST(DkimSuiteTest, Lieser) {
  auth::TestKeys keys;
  add_key_table("known-keys.tsv", keys, "s.flags");
  keys.add("football.example.com", "brisbane", kEd25519);
  keys.add("example.com", "s.flags", "v=DKIM1; t=s; p=" + known_p("example.com", "s.flags"));
  Tally tally(kNone);
  const fs::path folder = "conformance/dkim-lieser";
  run_folder(folder, ".eml", "pass",
             {{"fakePayPal.eml", "unsigned"},
              {"ill_formed-from.eml", "unsigned"},
              {"rfc6376-A.2-body_modified.eml", "fail body_hash_mismatch"},
              {"rfc6376-A.2-header_subject_modified.eml", "fail header_digest_differs"},
              {"rfc6376-A.2-ill_formed-missing_v.eml", "permerror missing_tag"},
              {"rfc8463-A.3-key_algo_mismatch.eml",
               "permerror key_type_mismatch; permerror key_type_mismatch"},
              {"rfc8463-A.3.eml", "pass; pass"}},
             keys, tally);
  run_folder(folder / "dkim", ".eml", "pass",
             {{"flags_s-auid_is_subdomain_of_sdid.eml", "permerror key_domain_not_allowed"}}, keys,
             tally);
  run_folder(folder / "bimi", ".eml", "pass", {}, keys, tally);
  run_folder(
      folder / "original", ".eml", "pass",
      {{"Fastmail from Amazon - Verify your new Amazon account.eml", "pass; no key, body good"},
       {"Fastmail from Fastmail - How to keep your email private.eml", "pass; no key, body good"},
       {"Fastmail from Fastmail - Welcome! Get set up in 3 steps..eml", "pass; no key, body good"}},
      keys, tally);
  report("dkim-lieser", tally, 32);
}

// The names of Mail::DKIM's messages say whether that program, of 2006 to 2023, accepts them. What
// has become obsolete since (rsa-sha1, short keys, drafts before RFC 4871) counts as accepted where
// the mathematics hold.
bool is_accepted(const auth::SignatureCheck& check) {
  if (check.proof != auth::Proof::header_and_body) return false;
  const bool draft = check.signature.problem == auth::SignatureProblem::missing_tag ||
                     check.signature.problem == auth::SignatureProblem::wrong_version;
  return check.result == auth::DkimResult::pass || draft ||
         check.reason == auth::DkimReason::algorithm_obsolete ||
         check.reason == auth::DkimReason::key_too_short;
}

// "selector._domainkey.domain  record", with words of its own for trouble.
auth::TestKeys fake_dns() {
  auth::TestKeys keys;
  std::ifstream file(corpora() / "conformance/dkim-mail-dkim/FAKE_DNS.dat");
  const std::string_view middle = "._domainkey.";
  for (std::string line; std::getline(file, line);) {
    const std::size_t at = line.find(middle);
    if (line.starts_with("#") || at == line.npos) continue;
    const std::size_t end = line.find_first_of(" \t", at);
    const std::string domain = line.substr(at + middle.size(), end - at - middle.size());
    const std::string record(trim(std::string_view(line).substr(end)));
    if (record.starts_with("~~")) {
      keys.set(domain, line.substr(0, at), auth::KeyAnswer::Status::unavailable);
    } else if (record != "NXDOMAIN") {
      keys.add(domain, line.substr(0, at), record == "\"\"" ? "" : record);
    }
  }
  return keys;
}

std::string compare_with_name(const std::string& name, const std::string& text,
                              auth::KeyLookup& keys) {
  const mime::Message message = parsed(text);
  if (name.find("dk_") != name.npos) {
    for (const auth::OtherSignature& other : auth::other_signatures(message)) {
      if (other.scheme == auth::OtherScheme::domainkeys) return "";
    }
    return "no DomainKeys signature seen";
  }
  const auto checks = checks_of(message, keys);
  const bool accepted = std::any_of(checks.begin(), checks.end(), is_accepted);
  const bool wanted = name.starts_with("good") || name.starts_with("mine") ||
                      name.starts_with("no_body") || name.starts_with("multiple");
  return accepted == wanted
             ? ""
             : (wanted ? "want accepted, got " : "want refused, got ") + says(text, keys);
}

TEST(DkimSuiteTest, MailDkim) {
  const char* const granularity =
      "refused for g= in the key record, which RFC 6376 appendix E took out of DKIM";
  const char* const joint =
      "draft-ietf-dkim-base-00 has no bh=: body and header were hashed as one";
  const Deviations deviations{
      {"badkey_8.txt", granularity},  {"badkey_9.txt", granularity}, {"badkey_12.txt", granularity},
      {"badkey_13.txt", granularity}, {"good_ietf00_1.txt", joint},  {"good_ietf00_2.txt", joint},
      {"good_ietf00_3.txt", joint},   {"good_ietf00_4.txt", joint},  {"good_ietf00_5.txt", joint},
  };
  auth::TestKeys keys = fake_dns();
  Tally tally(deviations);
  const fs::path folder = "conformance/dkim-mail-dkim/corpus";
  for (const std::string& name : names_in(folder, ".txt")) {
    const std::string text = read_name(folder, name);
    std::string difference = compare_with_name(name, with_line_endings(text, false), keys);
    if (difference.empty()) {
      difference = compare_with_name(name, with_line_endings(text, true), keys);
    }
    tally.count(name, difference);
  }
  report("dkim-mail-dkim", tally, 78);
}

// One refused, one good, one damaged, one that is none; and four drafts of which one holds.
TEST(DkimSuiteTest, MailDkimManySignatures) {
  auth::TestKeys keys = fake_dns();
  const fs::path folder = "conformance/dkim-mail-dkim/corpus";
  EXPECT_EQ(says(read_name(folder, "multiple_2.txt"), keys),
            "permerror unknown_canonicalization; policy algorithm_obsolete; fail "
            "made_by_another_key; permerror syntax_error");
  EXPECT_EQ(says(read_name(folder, "badkey_14.txt"), keys), "temperror key_unavailable");
  EXPECT_EQ(says(read_name(folder, "badkey_10.txt"), keys), "permerror key_domain_not_allowed");
  EXPECT_EQ(says(read_name(folder, "badkey_11.txt"), keys), "permerror key_hash_not_allowed");
  EXPECT_EQ(says(read_name(folder, "ignore_7.txt"), keys), "policy signature_expired");
}

TEST(DkimSuiteTest, Mailauth) {
  auth::TestKeys keys = known_keys();
  Tally tally(kNone);
  const fs::path folder = "conformance/dkim-mailauth/fixtures";
  const std::string two = "no key, body good; no key, body good";
  run_folder(folder, ".eml", "no key, body good",
             {{"arc-fail.eml", two},
              {"arc-fail2.eml", two},
              {"arc-pass2.eml", two},
              {"bimi.eml", two},
              {"message1.eml", "unsigned"},
              {"message3.eml", two},
              {"zproov.eml", "pass"}},
             keys, tally);
  auth::TestKeys own;
  simdjson::dom::parser parser;
  const fs::path twice = "conformance/dkim-mailauth/dkim/ec/fixtures";
  for (const auto& name : parser.load((corpora() / twice / "dns.json").string()).get_object()) {
    const std::size_t at = name.key.find("._domainkey.");
    if (at == name.key.npos) continue;
    std::string record;
    for (const std::string_view piece : name.value["TXT"].at(0).get_array()) record += piece;
    own.add(name.key.substr(at + 12), name.key.substr(0, at), record);
  }
  tally.count("signed.eml", compare("pass; pass", read_name(twice, "signed.eml"), own));
  report("dkim-mailauth", tally, 14);
}

// The keys were never published with the messages: what can be held is that every signature reads
// and every body hash fits.
TEST(DkimSuiteTest, SpamAssassin) {
  auth::TestKeys keys;
  Tally tally(kNone);
  const fs::path folder = "conformance/dkim-spamassassin/dkim";
  Expectations unsigned_ones{{"test-fail-01.msg", "unsigned"}};
  for (int i = 11; i <= 22; ++i) {
    unsigned_ones["test-adsp-" + std::to_string(i) + ".msg"] = "unsigned";
  }
  run_folder(folder, ".msg", "no key, body good", unsigned_ones, keys, tally);
  run_folder(folder / "arc", ".eml", "no key, body good", {}, keys, tally);
  report("dkim-spamassassin", tally, 46);
}

TEST(DkimSuiteTest, Zkemail) {
  auth::TestKeys keys = known_keys();
  add_key_table("recovered-keys.tsv", keys);
  Tally tally(kNone);
  const std::string body_good = "no key, body good";
  run_folder("conformance/dkim-zkemail/circuits/tests/test-emails", ".eml", body_good,
             {{"lorem_ipsum.eml", "pass"}}, keys, tally);
  run_folder("conformance/dkim-zkemail/helpers/tests/test-data", ".eml", body_good,
             {{"email-body-tampered.eml", "no key, body differs"},
              {"email-bodyless.eml", "no key, body differs"},
              {"multi-dkim-sig.eml", body_good + "; " + body_good}},
             keys, tally);
  report("dkim-zkemail", tally, 10);
}

// Each file: records, a blank line, the message.
TEST(DkimSuiteTest, MailAuth) {
  Tally tally(kNone);
  const fs::path folder = "conformance/mail-auth-resources/dkim";
  const Expectations two{{"001.txt", "pass; pass"}, {"003.txt", "pass; pass"}};
  for (const std::string& name : names_in(folder, ".txt")) {
    auth::TestKeys keys;
    const std::string message = take_records(read_name(folder, name), keys);
    tally.count(name, compare(two.contains(name) ? "pass; pass" : "pass", message, keys));
  }
  report("mail-auth-resources/dkim", tally, 6);
}

TEST(DkimSuiteTest, MimeKit) {
  auth::TestKeys keys = known_keys();
  Tally tally(kNone);
  run_folder("mime/mimekit/dkim", ".msg", "pass", {{"rfc8463-example.msg", "pass; pass"}}, keys,
             tally);
  report("mimekit/dkim", tally, 4);
}

TEST(DkimSuiteTest, LeakedMail) {
  auth::TestKeys keys = known_keys();
  Tally tally(kNone);
  run_folder("leaked-auth/hunter-dkim", ".eml", "pass", {}, keys, tally);
  run_folder("leaked-auth/hunter-dkim/ots-timestamp", ".eml", "pass", {}, keys, tally);
  run_folder("leaked-auth/turkstream-zobnin", ".eml", "pass", {}, keys, tally);
  report("leaked-auth", tally, 4);
}

// DKIM2 is a draft: its fields are seen and said to be there.
TEST(DkimSuiteTest, Dkim2FieldsAreRecognised) {
  std::size_t seen = 0, without = 0;
  std::string failures;
  for (const char* const folder :
       {"conformance/dkim2-interop/arobins", "conformance/dkim2-interop/brong",
        "conformance/mail-auth-resources/dkim2/emails",
        "conformance/mail-auth-resources/dkim2/expected"}) {
    for (const std::string& name : names_in(folder, ".eml")) {
      const std::string text = read_name(folder, name);
      const mime::Message message = parsed(text);
      const auto found = auth::other_signatures(message);
      const bool wanted = text.find("DKIM2-Signature:") != text.npos ||
                          text.find("Message-Instance:") != text.npos ||
                          text.find("Mail-Version:") != text.npos;
      if (found.empty() == wanted) failures += name + "\n";
      ++(found.empty() ? without : seen);
      for (const auth::OtherSignature& other : found) {
        EXPECT_EQ(to_string(other.scheme), "DKIM2 draft fields present, not verified") << name;
      }
    }
  }
  EXPECT_EQ(failures, "");
  EXPECT_GE(seen, 40u);
  std::printf("dkim2: fields seen in %zu messages, none in %zu\n", seen, without);
}

}  // namespace
}  // namespace letterlock::suites
