#include "auth/dkim.h"

#include <gtest/gtest.h>

#include "auth/test_keys.h"

namespace letterlock::auth {
namespace {

constexpr UnixTime kVerifiedAt = 1'700'000'000;

constexpr std::string_view kRsaRecord =
    "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
    "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi"
    "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

// RFC 6376 appendix A.2.
constexpr std::string_view kRfc6376 =
    "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\n"
    "      c=simple/simple; q=dns/txt; i=joe@football.example.com;\n"
    "      h=Received : From : To : Subject : Date : Message-ID;\n"
    "      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"
    "      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\n"
    "        4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut\n"
    "        KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV\n"
    "        4bmp/YzhwvcubU4=;\n"
    "Received: from client1.football.example.com  [192.0.2.1]\n"
    "      by submitserver.example.com with SUBMISSION;\n"
    "      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)\n"
    "From: Joe SixPack <joe@football.example.com>\n"
    "To: Suzie Q <suzie@shopping.example.net>\n"
    "Subject: Is dinner ready?\n"
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\n"
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\n"
    "\n"
    "Hi.\n"
    "\n"
    "We lost the game. Are you hungry yet?\n"
    "\n"
    "Joe.\n";

// RFC 8463 appendix A.3.
constexpr std::string_view kRfc8463 =
    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\n"
    " d=football.example.com; i=@football.example.com;\n"
    " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\n"
    " subject : date : message-id : from : subject : date;\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"
    " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\n"
    " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n"
    " d=football.example.com; i=@football.example.com;\n"
    " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\n"
    " date : message-id : from : subject : date;\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"
    " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\n"
    " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\n"
    " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\n"
    "From: Joe SixPack <joe@football.example.com>\n"
    "To: Suzie Q <suzie@shopping.example.net>\n"
    "Subject: Is dinner ready?\n"
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\n"
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\n"
    "\n"
    "Hi.\n"
    "\n"
    "We lost the game.  Are you hungry yet?\n"
    "\n"
    "Joe.\n";

std::string crlf_lines(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

TestKeys rfc_keys() {
  TestKeys keys;
  keys.add("example.com", "brisbane", kRsaRecord);
  keys.add("football.example.com", "brisbane",
           "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  keys.add(
      "football.example.com", "test",
      "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5"
      "qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4"
      "hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB");
  return keys;
}

std::vector<SignatureCheck> verify(std::string_view text, KeyLookup& keys) {
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(text));
  return verify_dkim(*message, keys, {.now = kVerifiedAt});
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out(text);
  const std::size_t at = out.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return out.replace(at, what.size(), by);
}

TEST(DkimTest, Rfc6376AppendixA2) {
  TestKeys keys = rfc_keys();
  for (const std::string& text : {std::string(kRfc6376), crlf_lines(kRfc6376)}) {
    const auto checks = verify(text, keys);
    ASSERT_EQ(checks.size(), 1u);
    EXPECT_EQ(checks[0].result, DkimResult::pass) << to_string(checks[0].reason);
    EXPECT_EQ(checks[0].proof, Proof::header_and_body);
    EXPECT_EQ(checks[0].signed_digest, checks[0].header_digest);
    EXPECT_EQ(checks[0].key->bits(), 1024u);
    EXPECT_EQ(checks[0].body_covered.end(), text.size());
    const std::vector<std::optional<std::uint32_t>> slots{1, 2, 3, 4, 5, 6};
    EXPECT_EQ(checks[0].slots, slots);
  }
}

TEST(DkimTest, Rfc8463AppendixA3) {
  TestKeys keys = rfc_keys();
  for (const std::string& text : {std::string(kRfc8463), crlf_lines(kRfc8463)}) {
    const auto checks = verify(text, keys);
    ASSERT_EQ(checks.size(), 2u);
    for (const SignatureCheck& check : checks) {
      EXPECT_EQ(check.result, DkimResult::pass) << to_string(check.reason);
      EXPECT_EQ(check.proof, Proof::header_and_body);
      const std::vector<std::optional<std::uint32_t>> slots{2, 3, 4, 5, 6, {}, {}, {}};
      EXPECT_EQ(check.slots, slots);
    }
    EXPECT_EQ(checks[0].key->type(), KeyType::ed25519);
    EXPECT_FALSE(checks[0].signed_digest);
  }
}

TEST(DkimTest, ChangedBodyLeavesTheHeaderProven) {
  TestKeys keys = rfc_keys();
  const auto checks = verify(replaced(kRfc6376, "lost", "won "), keys);
  EXPECT_EQ(checks[0].result, DkimResult::fail);
  EXPECT_EQ(checks[0].reason, DkimReason::body_hash_mismatch);
  EXPECT_EQ(checks[0].proof, Proof::header_only);
}

TEST(DkimTest, ChangedHeaderIsToldFromAnotherKey) {
  TestKeys keys = rfc_keys();
  const auto changed = verify(replaced(kRfc6376, "dinner", "supper"), keys);
  EXPECT_EQ(changed[0].reason, DkimReason::header_digest_differs);
  EXPECT_EQ(changed[0].proof, Proof::key_only);
  EXPECT_TRUE(changed[0].body_hash_matches);
  const auto damaged = verify(replaced(kRfc6376, "b=AuUo", "b=AuUp"), keys);
  EXPECT_EQ(damaged[0].reason, DkimReason::made_by_another_key);
  EXPECT_EQ(damaged[0].proof, Proof::none);
  const auto ed25519 = verify(replaced(kRfc8463, "dinner", "supper"), keys);
  EXPECT_EQ(ed25519[0].reason, DkimReason::signature_mismatch);
  EXPECT_EQ(ed25519[1].reason, DkimReason::header_digest_differs);
}

}  // namespace
}  // namespace letterlock::auth
