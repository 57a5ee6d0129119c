// The public ARC suites, whole: ValiMail's (validation and signing), the copy of it that Mail::DKIM
// keeps, and messages sealed by real handlers.
#include "auth/arc.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "auth/tag_list.h"
#include "suites/key_tables.h"

namespace letterlock::suites {
namespace {

constexpr UnixTime kNow = 1'700'000'000;

// "selector._domainkey.domain" of a suite's record.
void add_record(auth::TestKeys& keys, const std::string& name, const std::string& record) {
  const std::string_view middle = "._domainkey.";
  const std::size_t at = name.find(middle);
  ASSERT_NE(at, std::string::npos) << name;
  keys.add(name.substr(at + middle.size()), name.substr(0, at), record);
}

auth::TestKeys keys_of(const YAML::Node& document) {
  auth::TestKeys keys;
  for (const auto& record : document["txt-records"]) {
    add_record(keys, record.first.as<std::string>(), record.second.as<std::string>());
  }
  return keys;
}

mime::Message parsed(const std::string& text, bool crlf) {
  return std::move(*mime::Message::parse(mime::RawMessage::copy_of(with_line_endings(text, crlf))));
}

std::string validated(const YAML::Node& test, auth::TestKeys& keys, bool crlf) {
  const std::string wanted = lower_ascii(trim(test["cv"].as<std::string>()));
  const mime::Message message = parsed(test["message"].as<std::string>(), crlf);
  const auth::ArcChain chain = auth::verify_arc(message, keys, {.now = kNow});
  // Nothing is expected where a handler before had sealed the chain as broken.
  const std::string want = wanted.empty() ? "fail" : wanted;
  const std::string got(to_string(chain.result));
  return want == got
             ? ""
             : "want " + want + ", got " + got + " (" + std::string(to_string(chain.reason)) + ")";
}

void run_validation(const std::string& file, const Deviations& deviations, std::size_t least) {
  Tally tally(deviations);
  for (const YAML::Node& document : YAML::LoadAllFromFile((corpora() / file).string())) {
    auth::TestKeys keys = keys_of(document);
    for (const auto& test : document["tests"]) {
      const std::string name = test.first.as<std::string>();
      std::string difference = validated(test.second, keys, false);
      if (difference.empty()) difference = validated(test.second, keys, true);
      tally.count(name, difference);
    }
  }
  EXPECT_EQ(tally.failures, "");
  EXPECT_GE(tally.passed + tally.different, least);
  std::printf("%s: %s\n", file.c_str(), tally.summary().c_str());
}

// Tags by name without white space: how a signature's octets depend on the order of its tags is in
// its b=.
std::map<std::string, std::string> tags_of(std::string_view text) {
  std::map<std::string, std::string> tags;
  for (const auth::TagView& tag : auth::parse_tag_list(text).tags) {
    tags.emplace(tag.name, auth::without_white_space(tag.value));
  }
  return tags;
}

std::string body_of_field(const mime::Message& fields, std::string_view name) {
  const mime::HeaderField* const field = fields.find(name);
  return field == nullptr ? "" : std::string(fields.octets(field->body));
}

std::string sealed(const YAML::Node& document, const YAML::Node& test, bool crlf) {
  auth::TestKeys keys = keys_of(document);
  const auto key = auth::SigningKey::from_pem(document["privatekey"].as<std::string>());
  if (!key) return key.error().message;
  const mime::Message message = parsed(test["message"].as<std::string>(), crlf);
  auth::ArcSealing sealing;
  sealing.d = document["domain"].as<std::string>();
  sealing.s = document["sel"].as<std::string>();
  sealing.authserv_id = test["srv-id"].as<std::string>();
  sealing.results = auth::merged_results(message, sealing.authserv_id);
  const std::string names = test["sig-headers"].as<std::string>();
  for (const std::string_view name : auth::split_colons(names)) sealing.h.emplace_back(name);
  sealing.t = test["t"].as<UnixTime>();
  const auto out =
      auth::seal_arc(message, *key, sealing, auth::verify_arc(message, keys, {.now = kNow}));
  if (!out) return out.error().message;
  const mime::Message fields = parsed(*out, crlf);
  for (const auto& [name, wanted] :
       {std::pair("ARC-Seal", "AS"), std::pair("ARC-Message-Signature", "AMS"),
        std::pair("ARC-Authentication-Results", "AAR")}) {
    const std::string want = test[wanted].as<std::string>("");
    const std::string got = body_of_field(fields, name);
    const bool same = wanted == std::string("AAR")
                          ? auth::without_white_space(want) == auth::without_white_space(got)
                          : tags_of(want) == tags_of(got);
    if (!same) return std::string(wanted) + "\n want " + want + "\n got  " + got;
  }
  return "";
}

void run_signing(const std::string& file, const Deviations& deviations, std::size_t least) {
  Tally tally(deviations);
  for (const YAML::Node& document : YAML::LoadAllFromFile((corpora() / file).string())) {
    for (const auto& test : document["tests"]) {
      const std::string name = test.first.as<std::string>();
      std::string difference = sealed(document, test.second, false);
      if (difference.empty()) difference = sealed(document, test.second, true);
      tally.count(name, difference);
    }
  }
  EXPECT_EQ(tally.failures, "");
  EXPECT_GE(tally.passed + tally.different, least);
  std::printf("%s: %s\n", file.c_str(), tally.summary().c_str());
}

TEST(ArcSuiteTest, ValimailValidation) {
  const Deviations deviations{
      {"ams_fields_c_na",
       "a missing c= is simple/simple (RFC 6376 section 3.5), the case was signed relaxed/relaxed; "
       "Mail::DKIM's copy of the suite expects fail"},
  };
  run_validation("conformance/arc-valimail/tests/arc-draft-validation-tests.yml", deviations, 170);
}

TEST(ArcSuiteTest, ValimailSigning) {
  run_signing("conformance/arc-valimail/tests/arc-draft-sign-tests.yml", {}, 17);
}

TEST(ArcSuiteTest, MailDkimValidation) {
  const Deviations deviations{
      {"ams_fields_a_sha1", "rsa-sha1 is no algorithm of ARC (RFC 8617 section 4.1.2, RFC 8301)"},
      {"as_fields_a_sha1", "rsa-sha1 is no algorithm of ARC (RFC 8617 section 4.1.3, RFC 8301)"},
  };
  run_validation("conformance/dkim-mail-dkim/arc_test_suite/arc-draft-validation-tests.yml",
                 deviations, 160);
}

// Messages that real handlers sealed, and what their names or collections say of them.
std::string chain_of(const std::string& text, auth::KeyLookup& keys, bool crlf) {
  const auth::ArcChain chain = auth::verify_arc(parsed(text, crlf), keys, {.now = kNow});
  std::string said(to_string(chain.result));
  if (chain.reason != auth::ArcReason::good) said += " " + std::string(to_string(chain.reason));
  return said;
}

TEST(ArcSuiteTest, SealedMail) {
  auth::TestKeys keys;
  add_key_table("known-keys.tsv", keys);
  const std::string folder = "conformance/dkim-mailauth/fixtures/";
  const std::map<std::string, std::string> wanted{{"arc-fail.eml", "fail seal_fails"},
                                                  {"arc-fail2.eml", "fail seal_fails"},
                                                  {"arc-fail3.eml", "fail sealed_as_failed"},
                                                  {"arc-pass.eml", "pass"},
                                                  {"arc-pass2.eml", "pass"},
                                                  {"authtest.eml", "pass"},
                                                  {"bimi.eml", "pass"},
                                                  {"message1.eml", "none"},
                                                  {"message2.eml", "none"},
                                                  {"message3.eml", "pass"},
                                                  {"zbimi.eml", "pass"}};
  for (const auto& [name, want] : wanted) {
    const std::string text = read_file(corpora() / (folder + name));
    EXPECT_EQ(chain_of(text, keys, false), want) << name;
    EXPECT_EQ(chain_of(text, keys, true), want) << name;
  }
  for (const char* const name : {"001.txt", "002.txt"}) {
    auth::TestKeys own;
    const std::string text =
        take_records(read_file(corpora() / "conformance/mail-auth-resources/arc" / name), own);
    EXPECT_EQ(chain_of(text, own, false), "pass") << name;
    EXPECT_EQ(chain_of(text, own, true), "pass") << name;
  }
}

// The sealer's keys are not with the messages, so that its chain is neither good nor broken; the
// other message lost its ARC fields.
TEST(ArcSuiteTest, SpamAssassin) {
  auth::TestKeys keys;
  keys.set("sa-test.spamassassin.org", "t0768", auth::KeyAnswer::Status::not_asked);
  const std::string folder = "conformance/dkim-spamassassin/dkim/arc/";
  EXPECT_EQ(chain_of(read_file(corpora() / (folder + "ok01.eml")), keys, false),
            "unknown key_unavailable");
  EXPECT_EQ(chain_of(read_file(corpora() / (folder + "ko01.eml")), keys, false), "none");
}

TEST(ArcSuiteTest, MailDkimSigning) {
  const char* const why =
      "the message comes with an ARC-Seal that does not verify (dkimpy agrees), so that the chain "
      "is "
      "sealed as failed; the suite wants pass";
  run_signing("conformance/dkim-mail-dkim/arc_test_suite/arc-draft-sign-tests.yml",
              {{"i1_base", why}, {"i2_base", why}}, 17);
}

}  // namespace
}  // namespace letterlock::suites
