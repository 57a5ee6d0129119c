#include "auth/auth_words.h"

#include <gtest/gtest.h>

#include "dns/zone_resolver.h"

namespace letterlock::auth {
namespace {

// What a receiver would write about a message, from the records to the field.
TEST(AuthWordsTest, ChecksBecomeAField) {
  auto zone = dns::ZoneResolver::parse(
      "letter.example. TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n"
      "_dmarc.letter.example. TXT \"v=DMARC1; p=reject; aspf=s\"\n");
  ASSERT_TRUE(zone);
  SpfQuery query;
  query.client = *IpAddress::parse("192.0.2.7");
  query.mail_from = "anna@letter.example";
  const SpfCheck spf = check_spf(query, *zone);
  const DmarcCheck passed = check_dmarc(
      {"letter.example"}, {{DmarcMethod::spf, spf.domain, DmarcIdentifier::Outcome::pass}}, *zone);
  const DmarcCheck failed = check_dmarc({"letter.example"}, {}, *zone);
  AuthenticationResults field;
  field.authserv_id = "mx.reader.example";
  field.results = {result_of(spf, query), result_of(passed), result_of(failed)};
  const auto written = write_authentication_results(field);
  ASSERT_TRUE(written);
  EXPECT_EQ(*written,
            "Authentication-Results: mx.reader.example; spf=pass (domain of\r\n"
            " anna@letter.example designates 192.0.2.7 as permitted sender)\r\n"
            " smtp.mailfrom=anna@letter.example; dmarc=pass header.from=letter.example\r\n"
            " policy.published-domain-policy=reject policy.applied-disposition=none;\r\n"
            " dmarc=fail reason=not_authenticated header.from=letter.example\r\n"
            " policy.published-domain-policy=reject policy.applied-disposition=reject\r\n");
}

TEST(AuthWordsTest, ASignatureIsNamedByItsTags) {
  SignatureCheck check;
  check.result = DkimResult::fail;
  check.reason = DkimReason::body_hash_mismatch;
  check.signature.d = "letter.example";
  check.signature.s = "s1";
  check.signature.a = "rsa-sha256";
  check.signature.b = std::string(128, '\x01');
  ArcChain chain;
  chain.result = ArcResult::unknown;
  chain.reason = ArcReason::key_unavailable;
  AuthenticationResults field;
  field.authserv_id = "mx.reader.example";
  field.results = {result_of(check), result_of(chain)};
  const auto written = write_authentication_results(field);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(*written,
            "Authentication-Results: mx.reader.example; dkim=fail reason=body_hash_mismatch\r\n"
            " header.d=letter.example header.s=s1 header.a=rsa-sha256 header.b=AQEBAQEB;\r\n"
            " arc=none reason=key_unavailable\r\n");
}

TEST(AuthWordsTest, WhatASenderWroteCannotEndTheField) {
  dns::OffResolver off;
  SpfQuery query;
  query.client = *IpAddress::parse("192.0.2.7");
  query.mail_from = "anna\r\nBcc: x@letter.example";
  AuthenticationResults field;
  field.authserv_id = "mx.reader.example";
  field.results = {result_of(check_spf(query, off), query)};
  const auto written = write_authentication_results(field);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->find("\r\nBcc"), std::string::npos);
}

}  // namespace
}  // namespace letterlock::auth
