#include "auth/key_record.h"

#include <gtest/gtest.h>

#include "auth/canonical.h"
#include "auth/signing_key.h"
#include "auth/tag_list.h"
#include "auth/test_signing_keys.h"
#include "base/base64.h"

namespace letterlock::auth {
namespace {

std::string rsa_p() { return base64_encode(SigningKey::from_pem(kTestRsa2048)->public_key().p()); }

struct RecordCase {
  std::string text;
  KeyProblem want;
};

TEST(KeyRecordTest, ReadsWhatRfc6376AllowsAndNamesWhatItDoesNot) {
  const std::string p = rsa_p();
  const std::string folded = p.substr(0, 100) + " \r\n\t" + p.substr(100);
  const RecordCase cases[] = {
      {"v=DKIM1; k=rsa; p=" + p, KeyProblem::none},
      {"p=" + p, KeyProblem::none},
      {"p=" + folded + ";", KeyProblem::none},
      {"v=DKIM1; unknown=tag; n=a note; p=" + p, KeyProblem::none},
      {"v=DKIM1; s=web:*; p=" + p, KeyProblem::none},
      {"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", KeyProblem::none},
      {"", KeyProblem::key_syntax_error},
      {"v=spf1 -all", KeyProblem::key_wrong_version},
      {"v=DKIM1; k=rsa", KeyProblem::key_syntax_error},
      {"v=DKIM1; p=" + p + "; p=" + p, KeyProblem::key_syntax_error},
      {"v=DKIM1; p=!!!", KeyProblem::key_syntax_error},
      {"v=DKIM1;; p=" + p, KeyProblem::key_syntax_error},
      {"k=rsa; v=DKIM1; p=" + p, KeyProblem::key_wrong_version},
      {"v=DKIM2; p=" + p, KeyProblem::key_wrong_version},
      {"v=DKIM1; k=dsa; p=" + p, KeyProblem::key_unknown_type},
      {"v=DKIM1; p=", KeyProblem::key_revoked},
      {"v=DKIM1; s=chat; p=" + p, KeyProblem::key_not_for_email},
      {"v=DKIM1; p=AAAA", KeyProblem::key_unusable},
      {"v=DKIM1; k=ed25519; p=" + p, KeyProblem::key_unusable},
      {"p=" + p + std::string(70'000, ' '), KeyProblem::key_syntax_error},
  };
  for (const RecordCase& c : cases) {
    const KeyRecord record = parse_key_record(c.text);
    EXPECT_EQ(to_string(record.problem), to_string(c.want)) << c.text.substr(0, 60);
    EXPECT_EQ(record.key == nullptr, c.want != KeyProblem::none);
  }
}

TEST(KeyRecordTest, FlagsAndHashes) {
  const KeyRecord record =
      parse_key_record("v=DKIM1; h=sha1 : SHA256; t = y : s; n=for tests; p=" + rsa_p());
  EXPECT_EQ(record.h, (std::vector<std::string>{"sha1", "sha256"}));
  EXPECT_TRUE(record.testing);
  EXPECT_TRUE(record.strict_domain);
  EXPECT_EQ(record.notes, "for tests");
}

TEST(PublicKeyTest, SameKeyFromBothForms) {
  const auto key = SigningKey::from_pem(kTestRsa2048);
  const PublicKey& given = key->public_key();
  const auto spki = PublicKey::from_p(KeyType::rsa, given.p());
  ASSERT_NE(spki, nullptr);
  EXPECT_EQ(spki->bits(), 2048u);
  EXPECT_EQ(spki->fingerprint(), given.fingerprint());
  const auto zeros = PublicKey::from_rsa(std::string(3, '\0') + std::string(given.modulus()),
                                         std::string("\0\1\0\1", 4));
  ASSERT_NE(zeros, nullptr);
  EXPECT_EQ(zeros->p(), given.p());
}

// What makes no key costs nothing and is refused.
TEST(PublicKeyTest, AbsurdKeysAreRefused) {
  const std::string good(SigningKey::from_pem(kTestRsa2048)->public_key().modulus());
  std::string even = good;
  even.back() = static_cast<char>(even.back() & ~1);
  const std::string e("\1\0\1", 3);
  EXPECT_NE(PublicKey::from_rsa(good, e), nullptr);
  EXPECT_NE(PublicKey::from_rsa(good, "\3"), nullptr);
  EXPECT_EQ(PublicKey::from_rsa(even, e), nullptr);
  EXPECT_EQ(PublicKey::from_rsa("", e), nullptr);
  EXPECT_EQ(PublicKey::from_rsa("\3", e), nullptr);
  EXPECT_EQ(PublicKey::from_rsa(good, ""), nullptr);
  EXPECT_EQ(PublicKey::from_rsa(good, "\1"), nullptr);
  EXPECT_EQ(PublicKey::from_rsa(good, "\2"), nullptr);
  EXPECT_EQ(PublicKey::from_rsa(good, std::string(9, '\xFF')), nullptr);
  EXPECT_NE(PublicKey::from_rsa(std::string(2048, '\xFF'), e), nullptr);
  EXPECT_EQ(PublicKey::from_rsa(std::string(2049, '\xFF'), e), nullptr);
  EXPECT_EQ(PublicKey::from_ed25519("short"), nullptr);
  EXPECT_EQ(PublicKey::from_p(KeyType::rsa, std::string(1 << 20, '\x30')), nullptr);
}

// With e=3 a cube root forges what is only looked at from the front (CVE-2006-4339): every octet of
// the encoding counts.
TEST(PublicKeyTest, OpensOnlyTheExactEncoding) {
  const auto key = SigningKey::from_pem(kTestRsa2048);
  const Digest digest = hash_octets(HashAlgorithm::sha256, "letter");
  const auto signature = key->sign(digest);
  ASSERT_TRUE(signature);
  const PublicKey& opener = key->public_key();
  EXPECT_EQ(opener.open(*signature).shape, OpenedSignature::Shape::digest);
  EXPECT_EQ(opener.open(*signature).digest, digest);
  for (std::size_t at = 0; at < signature->size(); at += 17) {
    std::string changed = *signature;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_NE(opener.open(changed).shape, OpenedSignature::Shape::digest) << at;
  }
  using Shape = OpenedSignature::Shape;
  EXPECT_EQ(opener.open(signature->substr(1)).shape, Shape::wrong_length);
  EXPECT_EQ(opener.open(std::string(1, '\0') + *signature).shape, Shape::wrong_length);
  EXPECT_EQ(opener.open(opener.modulus()).shape, Shape::out_of_range);
  EXPECT_EQ(opener.open(std::string(256, '\xFF')).shape, Shape::out_of_range);
  EXPECT_EQ(opener.open(std::string(256, '\0')).shape, Shape::malformed);
  // e=3 over a modulus larger than any cube of these: what is opened is the cube itself.
  const auto cubes = PublicKey::from_rsa(std::string(256, '\xFF'), "\3");
  std::string root(256, '\0');
  root[170] = '\x07';
  EXPECT_EQ(cubes->open(root).shape, Shape::malformed);
}

TEST(PublicKeyTest, Ed25519) {
  const auto key = SigningKey::from_pem(kTestEd25519);
  const Digest digest = hash_octets(HashAlgorithm::sha256, "letter");
  const auto signature = key->sign(digest);
  ASSERT_TRUE(signature);
  EXPECT_TRUE(key->public_key().verifies(digest, *signature));
  EXPECT_FALSE(key->public_key().verifies(hash_octets(HashAlgorithm::sha256, "other"), *signature));
  EXPECT_FALSE(key->public_key().verifies(digest, ""));
  EXPECT_EQ(key->public_key().modulus(), "");
}

TEST(TagListTest, GrammarOfRfc6376) {
  const auto problem = [](std::string_view text) { return parse_tag_list(text).problem; };
  EXPECT_EQ(problem("a=1; b=2"), TagListProblem::none);
  EXPECT_EQ(problem("a=1;b=2;"), TagListProblem::none);
  EXPECT_EQ(problem(" a = 1 \r\n ; \r\n b_2 = x=y ; "), TagListProblem::none);
  EXPECT_EQ(problem("a="), TagListProblem::none);
  EXPECT_EQ(problem(""), TagListProblem::syntax_error);
  EXPECT_EQ(problem("a"), TagListProblem::syntax_error);
  EXPECT_EQ(problem("a=1;;b=2"), TagListProblem::syntax_error);
  EXPECT_EQ(problem("1a=1"), TagListProblem::syntax_error);
  EXPECT_EQ(problem("a b=1"), TagListProblem::syntax_error);
  EXPECT_EQ(problem(std::string_view("a=\0", 3)), TagListProblem::syntax_error);
  EXPECT_EQ(problem("a=1; A=2"), TagListProblem::none);
  EXPECT_EQ(problem("a=1; a=1"), TagListProblem::duplicate_tag);
  const TagListView list = parse_tag_list("v=1; b = x y ;t=3");
  EXPECT_EQ(list.value("b"), "x y");
  EXPECT_EQ(list.find("b")->value_offset, 8u);
  EXPECT_EQ(list.find("b")->value_length, 5u);
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "a" + std::to_string(i) + "=;";
  EXPECT_EQ(problem(many), TagListProblem::syntax_error);
  EXPECT_EQ(parse_tag_list(many).tags.size(), TagListView::kMaxTags);
}

TEST(TagListTest, Base64) {
  EXPECT_EQ(decode_base64_value("bGV0\r\n dGVy"), "letter");
  EXPECT_EQ(decode_base64_value("bGV0dA=="), "lett");
  EXPECT_EQ(decode_base64_value("bGV0dA"), "lett");
  EXPECT_EQ(decode_base64_value("bGV0dGU="), "lette");
  EXPECT_EQ(decode_base64_value("bGV0d"), std::nullopt);
  EXPECT_EQ(decode_base64_value("bGV0!GVy"), std::nullopt);
  EXPECT_EQ(decode_base64_value("bG=0"), std::nullopt);
  EXPECT_EQ(decode_base64_value("bGV0dA==="), std::nullopt);
}

}  // namespace
}  // namespace letterlock::auth
