#include "auth/spf.h"

#include <gtest/gtest.h>

#include "auth/spf_macro.h"
#include "auth/spf_record.h"
#include "dns/zone_resolver.h"

namespace letterlock::auth {
namespace {

constexpr std::string_view kPolicies = R"($ORIGIN meridian.example.
@      TXT "v=spf1 mx include:_spf.provider.example. -all exp=why.%{d}"
@      MX 10 mail
mail   A 192.0.2.10
why    TXT "%{i} may not send for %{d}; asked by %{r} at %{t}"
alias  TXT "v=spf1 redirect=meridian.example"
slow   TIMEOUT TXT
forged BOGUS
broken SERVFAIL
two    TXT "v=spf1 -all"
       TXT "v=spf1 ?all"
wrong  TXT "v=spf1 mx ipv4:192.0.2.1 -all"
lost   TXT "v=spf1 include:nowhere.example -all"
stray  TXT "v=spf1 redirect=nowhere.example"
void   TXT "v=spf1 a:n1.example a:n2.example a:n3.example -all"
busy   TXT "v=spf1 mx -all"
       MX 1 h1
       MX 1 h2
       MX 1 h3
       MX 1 h4
       MX 1 h5
       MX 1 h6
       MX 1 h7
       MX 1 h8
       MX 1 h9
       MX 1 h10
       MX 1 h11
h1     A 192.0.2.1
deep   TXT "v=spf1 include:deep.meridian.example -all"
open   TXT "v=spf1 a:mail.meridian.example ~all"
_spf.provider.example. TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ?all"
)";

SpfCheck check(std::string_view client, std::string_view mail_from) {
  auto zone = dns::ZoneResolver::parse(kPolicies);
  EXPECT_TRUE(zone);
  SpfQuery query;
  query.client = *IpAddress::parse(client);
  query.mail_from = mail_from;
  query.helo = "helo.meridian.example";
  query.receiver = "mx.reader.example";
  query.now = 1'700'000'000;
  return check_spf(query, *zone);
}

TEST(SpfTest, EachEndHasItsResultAndReason) {
  struct Case {
    std::string_view client, mail_from;
    SpfResult result;
    SpfReason reason;
    std::string_view mechanism;
  };
  constexpr Case kCases[] = {
      {"192.0.2.10", "anna@meridian.example", SpfResult::pass, SpfReason::matched, "mx"},
      {"::ffff:192.0.2.10", "anna@meridian.example", SpfResult::pass, SpfReason::matched, "mx"},
      {"198.51.100.7", "anna@meridian.example", SpfResult::pass, SpfReason::matched,
       "include:_spf.provider.example."},
      {"203.0.113.1", "anna@meridian.example", SpfResult::fail, SpfReason::matched, "-all"},
      {"203.0.113.1", "anna@alias.meridian.example", SpfResult::fail, SpfReason::matched, "-all"},
      {"203.0.113.1", "a@slow.meridian.example", SpfResult::temperror, SpfReason::dns_timeout, ""},
      {"203.0.113.1", "a@forged.meridian.example", SpfResult::temperror, SpfReason::dns_bogus, ""},
      {"203.0.113.1", "a@broken.meridian.example", SpfResult::temperror, SpfReason::dns_failed, ""},
      {"203.0.113.1", "a@two.meridian.example", SpfResult::permerror, SpfReason::several_records,
       ""},
      {"203.0.113.1", "a@wrong.meridian.example", SpfResult::permerror, SpfReason::syntax_error,
       "ipv4:192.0.2.1"},
      {"203.0.113.1", "a@lost.meridian.example", SpfResult::permerror,
       SpfReason::include_without_record, "include:nowhere.example"},
      {"203.0.113.1", "a@stray.meridian.example", SpfResult::permerror,
       SpfReason::redirect_without_record, "redirect=nowhere.example"},
      {"203.0.113.1", "a@void.meridian.example", SpfResult::permerror,
       SpfReason::too_many_void_lookups, "a:n3.example"},
      {"203.0.113.1", "a@busy.meridian.example", SpfResult::permerror,
       SpfReason::too_many_mail_exchanges, "mx"},
      {"203.0.113.1", "a@deep.meridian.example", SpfResult::permerror, SpfReason::too_many_lookups,
       "include:deep.meridian.example"},
      {"203.0.113.1", "a@mail.meridian.example", SpfResult::none, SpfReason::no_record, ""},
      {"203.0.113.1", "a@[192.0.2.1]", SpfResult::none, SpfReason::domain_malformed, ""},
      {"203.0.113.1", "a@localhost", SpfResult::none, SpfReason::domain_malformed, ""},
      {"203.0.113.1", "", SpfResult::none, SpfReason::no_record, ""},
  };
  for (const Case& c : kCases) {
    const SpfCheck got = check(c.client, c.mail_from);
    EXPECT_EQ(to_string(got.result), to_string(c.result)) << c.mail_from;
    EXPECT_EQ(to_string(got.reason), to_string(c.reason)) << c.mail_from << got.problem;
    EXPECT_EQ(got.mechanism, c.mechanism) << c.mail_from;
    EXPECT_EQ(got.problem.empty(), c.reason == SpfReason::matched) << c.mail_from;
  }
}

TEST(SpfTest, TheChainTellsHowTheResultCameAbout) {
  const SpfCheck got = check("198.51.100.7", "anna@alias.meridian.example");
  ASSERT_EQ(got.chain.size(), 3U);
  EXPECT_EQ(got.chain[0].domain, "alias.meridian.example");
  EXPECT_EQ(got.chain[0].decided, "redirect=meridian.example");
  EXPECT_EQ(got.chain[1].via, "redirect=meridian.example");
  EXPECT_EQ(got.chain[1].decided, "include:_spf.provider.example.");
  EXPECT_EQ(got.chain[2].record, "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ?all");
  EXPECT_EQ(got.chain[2].decided, "ip4:198.51.100.0/24");
  EXPECT_EQ(got.chain[2].result, SpfResult::pass);
  EXPECT_EQ(got.lookups, 3U);
}

TEST(SpfTest, TheDomainExplainsItsFail) {
  const SpfCheck got = check("203.0.113.1", "anna@meridian.example");
  EXPECT_EQ(got.explanation,
            "203.0.113.1 may not send for meridian.example; asked by mx.reader.example at "
            "1700000000");
}

TEST(SpfTest, WithoutDnsNothingIsKnown) {
  dns::OffResolver off;
  SpfQuery query;
  query.client = *IpAddress::parse("192.0.2.1");
  query.mail_from = "anna@meridian.example";
  const SpfCheck got = check_spf(query, off);
  EXPECT_EQ(got.result, SpfResult::temperror);
  EXPECT_EQ(got.reason, SpfReason::dns_not_asked);
  EXPECT_EQ(got.problem, "TXT of meridian.example: DNS look-ups are off");
}

TEST(SpfTest, CommentsSayTheResult) {
  SpfQuery query;
  query.client = *IpAddress::parse("192.0.2.10");
  query.receiver = "mx.reader.example";
  EXPECT_EQ(spf_comment(check("192.0.2.10", "anna@meridian.example"), query),
            "mx.reader.example: domain of anna@meridian.example designates 192.0.2.10 as permitted "
            "sender");
  EXPECT_EQ(spf_comment(check("192.0.2.10", "a@wrong.meridian.example"), query),
            "mx.reader.example: permanent error in processing domain of a@wrong.meridian.example: "
            "wrong.meridian.example: \"ipv4:192.0.2.1\": no mechanism of that name");
}

// RFC 7208 section 7.4.
TEST(SpfMacroTest, Rfc7208Examples) {
  SpfMacros macros;
  macros.sender = "strong-bad@email.example.com";
  macros.local_part = "strong-bad";
  macros.sender_domain = "email.example.com";
  macros.domain = "email.example.com";
  macros.client = *IpAddress::parse("192.0.2.3");
  macros.validated_name = [] { return std::string("mx.example.org"); };
  const std::pair<const char*, const char*> kCases[] = {
      {"%{s}", "strong-bad@email.example.com"},
      {"%{o}", "email.example.com"},
      {"%{d4}", "email.example.com"},
      {"%{d1}", "com"},
      {"%{dr}", "com.example.email"},
      {"%{d2r}", "example.email"},
      {"%{l-}", "strong.bad"},
      {"%{lr-}", "bad.strong"},
      {"%{l1r-}", "strong"},
      {"%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
      {"%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"},
      {"%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"},
      {"%{p2}.trusted-domains.example.net", "example.org.trusted-domains.example.net"},
      {"%{S}%%%_%-", "strong-bad%40email.example.com% %20"},
  };
  for (const auto& [text, want] : kCases) {
    EXPECT_TRUE(is_macro_string(text, false)) << text;
    EXPECT_EQ(expand_macros(text, macros, 1'000), want) << text;
  }
  macros.client = *IpAddress::parse("2001:db8::cb01");
  EXPECT_EQ(expand_domain("%{ir}.%{v}._spf.%{d2}", macros),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com");
}

TEST(SpfMacroTest, NamesThatAreTooLongLoseLabelsOnTheLeft) {
  SpfMacros macros;
  for (int i = 0; i < 60; ++i) macros.local_part += "abcd.";
  macros.local_part += "z";
  const auto name = expand_domain("%{l}.meridian.example", macros);
  ASSERT_TRUE(name);
  EXPECT_LE(name->size(), 253U);
  EXPECT_TRUE(name->ends_with("abcd.z.meridian.example"));
  macros.local_part = std::string(64, 'x');
  EXPECT_FALSE(expand_domain("%{l}.meridian.example", macros));
  macros.local_part = "j\xC3\xB6rg";
  EXPECT_FALSE(expand_domain("%{l}.meridian.example", macros));
}

TEST(SpfRecordTest, SaysWhichTermIsWrong) {
  struct Case {
    const char* term;
    const char* problem;
  };
  constexpr Case kCases[] = {
      {"all:x", "all takes no argument"},
      {"include", "a domain-spec is missing"},
      {"ip4", "an address is missing"},
      {"ip4:2001:db8::1", "no address"},
      {"ip4:192.0.2.1/33", "no prefix length"},
      {"a/33", "no IPv4 prefix length"},
      {"a//129", "no IPv6 prefix length"},
      {"a:host", "no domain-spec"},
      {"exists:%{x}.example", "no domain-spec"},
      {"exp=", "no domain-spec"},
      {"moo=%", "no macro-string"},
      {"-exp", "no mechanism of that name"},
  };
  for (const Case& c : kCases) {
    const SpfRecord record = parse_spf_record("v=spf1 " + std::string(c.term) + " -all");
    EXPECT_EQ(record.problem, c.problem) << c.term;
    EXPECT_EQ(record.bad_term, c.term);
  }
  EXPECT_TRUE(parse_spf_record("V=SPF1  a:x.example/24//64 moo=cow  ").valid());
  EXPECT_FALSE(is_spf_record("v=spf10 -all"));
}

}  // namespace
}  // namespace letterlock::auth
