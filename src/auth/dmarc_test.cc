#include "auth/dmarc.h"

#include <gtest/gtest.h>

#include "auth/dmarc_walk.h"
#include "dns/zone_resolver.h"

namespace letterlock::auth {
namespace {

using Outcome = DmarcIdentifier::Outcome;

DmarcIdentifier spf(std::string domain, Outcome outcome = Outcome::pass) {
  return {DmarcMethod::spf, std::move(domain), outcome};
}
DmarcIdentifier dkim(std::string domain, Outcome outcome = Outcome::pass) {
  return {DmarcMethod::dkim, std::move(domain), outcome};
}

DmarcCheck check(std::string_view zone_text, std::string author,
                 const std::vector<DmarcIdentifier>& identifiers,
                 DmarcRules rules = DmarcRules::rfc9989) {
  auto zone = dns::ZoneResolver::parse(zone_text);
  EXPECT_TRUE(zone) << (zone ? "" : zone.error().message);
  return check_dmarc({std::move(author)}, identifiers, *zone, rules);
}

std::vector<std::string> asked(const DmarcCheck& check) {
  std::vector<std::string> domains;
  for (const DmarcLookup& lookup : check.lookups) domains.push_back(lookup.domain);
  return domains;
}

using Names = std::vector<std::string>;

// RFC 9989 section 4.10.
TEST(DmarcWalkTest, LongNamesCostEightLookups) {
  EXPECT_EQ(walk_targets("a.b.c.d.e.f.g.h.i.j.mail.example.com"),
            (Names{"a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com",
                   "h.i.j.mail.example.com", "i.j.mail.example.com", "j.mail.example.com",
                   "mail.example.com", "example.com", "com"}));
  EXPECT_EQ(walk_targets("a.b.c.d.e.f.g.h").size(), 8U);
  EXPECT_EQ(walk_targets("a.b.c.d.e.f.g.h")[1], "b.c.d.e.f.g.h");
  EXPECT_EQ(walk_targets("com"), Names{"com"});
}

// RFC 9989 section 4.10.2, the three examples.
TEST(DmarcWalkTest, OrganizationalDomainExamples) {
  const std::pair<const char*, const char*> kCases[] = {
      {"_dmarc.mail.example.com. TXT \"v=DMARC1\"\n_dmarc.example.com. TXT \"v=DMARC1\"",
       "example.com"},
      {"_dmarc.mail.example.com. TXT \"v=DMARC1; psd=n\"\n_dmarc.example.com. TXT \"v=DMARC1\"",
       "mail.example.com"},
      {"_dmarc.com. TXT \"v=DMARC1; psd=y\"", "example.com"},
      {"nothing.example. TXT x", "a.mail.example.com"},
      {"_dmarc.a.mail.example.com. TXT \"v=DMARC1; psd=y\"", "a.mail.example.com"},
  };
  for (const auto& [text, want] : kCases) {
    auto zone = dns::ZoneResolver::parse(text);
    ASSERT_TRUE(zone);
    std::vector<DmarcLookup> lookups;
    DmarcRecords records(*zone, lookups);
    EXPECT_EQ(walk_tree("a.mail.example.com", records).organizational_domain, want) << text;
  }
}

// Appendix B.1: alignment of SPF and of DKIM.
TEST(DmarcTest, AlignmentExamples) {
  struct Case {
    const char* tags;
    DmarcIdentifier identifier;
    const char* author;
    DmarcResult want;
  };
  const Case kCases[] = {
      {"aspf=s", spf("example.com"), "example.com", DmarcResult::pass},
      {"aspf=s", spf("child.example.com"), "example.com", DmarcResult::fail},
      {"", spf("child.example.com"), "example.com", DmarcResult::pass},
      {"", spf("example.net"), "child.example.com", DmarcResult::fail},
      {"adkim=s", dkim("EXAMPLE.com."), "Example.COM", DmarcResult::pass},
      {"adkim=s; aspf=r", dkim("example.com"), "child.example.com", DmarcResult::fail},
      {"adkim=r; aspf=s", dkim("example.com"), "child.example.com", DmarcResult::pass},
      {"", dkim("example.net"), "child.example.com", DmarcResult::fail},
      {"", dkim("notexample.com"), "example.com", DmarcResult::fail},
      {"", dkim("example.com", Outcome::fail), "example.com", DmarcResult::fail},
      {"", dkim("example.com", Outcome::temperror), "example.com", DmarcResult::temperror},
      {"", dkim("example.net", Outcome::temperror), "example.com", DmarcResult::fail},
  };
  for (const Case& c : kCases) {
    const std::string zone =
        "_dmarc.example.com. TXT \"v=DMARC1; p=reject; " + std::string(c.tags) + "\"";
    for (const DmarcRules rules : {DmarcRules::rfc9989, DmarcRules::rfc7489}) {
      const DmarcCheck got = check(zone, c.author, {c.identifier}, rules);
      EXPECT_EQ(to_string(got.result), to_string(c.want)) << c.tags << c.identifier.domain;
      EXPECT_EQ(got.organizational_domain, "example.com");
    }
  }
}

// Appendix B.4.1.
TEST(DmarcTest, SimpleOrganizationalAndPolicyExample) {
  const DmarcCheck got = check(R"(
_dmarc.example.com.         TXT "v=DMARC1; p=quarantine"
_dmarc.signing.example.com. TXT "v=DMARC1; p=reject")",
                               "example.com", {spf("example.com"), dkim("signing.example.com")});
  EXPECT_EQ(got.result, DmarcResult::pass);
  EXPECT_EQ(got.policy_domain, "example.com");
  EXPECT_EQ(asked(got), (Names{"example.com", "com", "signing.example.com"}));
  ASSERT_EQ(got.alignments.size(), 2U);
  EXPECT_TRUE(got.alignments[0].aligned);
  EXPECT_TRUE(got.alignments[1].aligned);
  EXPECT_EQ(got.alignments[1].organizational_domain, "example.com");
}

// Appendix B.4.2.
TEST(DmarcTest, DeepTreeWalkExample) {
  const DmarcCheck got = check(R"(
_dmarc.example.com.         TXT "v=DMARC1; p=quarantine; sp=reject"
_dmarc.signing.example.com. TXT "v=DMARC1; p=none")",
                               "a.b.c.d.e.f.g.h.i.j.k.example.com",
                               {spf("example.com", Outcome::fail), dkim("signing.example.com")});
  EXPECT_EQ(got.result, DmarcResult::pass);
  EXPECT_EQ(got.policy_domain, "example.com");
  EXPECT_EQ(got.published, DmarcPolicy::reject);
  EXPECT_EQ(got.published_by, "sp");
  EXPECT_EQ(asked(got), (Names{"a.b.c.d.e.f.g.h.i.j.k.example.com", "g.h.i.j.k.example.com",
                               "h.i.j.k.example.com", "i.j.k.example.com", "j.k.example.com",
                               "k.example.com", "example.com", "com", "signing.example.com"}));
}

// Appendix B.4.3.
TEST(DmarcTest, PublicSuffixDomainExample) {
  const DmarcCheck got =
      check(R"(
_dmarc.bank.example.       TXT "v=DMARC1; p=reject; psd=y"
_dmarc.giant.bank.example. TXT "v=DMARC1; p=quarantine")",
            "giant.bank.example", {spf("mail.giant.bank.example"), dkim("mail.mega.bank.example")});
  EXPECT_EQ(got.result, DmarcResult::pass);
  EXPECT_EQ(got.organizational_domain, "giant.bank.example");
  EXPECT_EQ(got.policy_domain, "giant.bank.example");
  EXPECT_TRUE(got.alignments[0].aligned);
  EXPECT_FALSE(got.alignments[1].aligned);
}

TEST(DmarcTest, PolicyOfThePublicSuffixDomainAppliesLast) {
  const DmarcCheck got =
      check("_dmarc.bank.example. TXT \"v=DMARC1; p=none; sp=quarantine; np=reject; psd=y\"",
            "ghost.bank.example", {});
  EXPECT_EQ(got.policy_domain, "bank.example");
  EXPECT_EQ(got.organizational_domain, "ghost.bank.example");
  EXPECT_EQ(got.published, DmarcPolicy::reject);  // the name does not exist
  EXPECT_EQ(got.published_by, "np");
  EXPECT_EQ(got.result, DmarcResult::fail);
  EXPECT_EQ(got.reason, DmarcReason::not_authenticated);
}

TEST(DmarcTest, PoliciesForSubdomains) {
  struct Case {
    const char* tags;
    const char* author;
    DmarcPolicy published;
    const char* by;
    DmarcPolicy applied;
  };
  constexpr auto kNone = DmarcPolicy::none;
  constexpr auto kQuarantine = DmarcPolicy::quarantine;
  constexpr auto kReject = DmarcPolicy::reject;
  constexpr Case kCases[] = {
      {"p=reject; sp=none; np=quarantine", "letter.example", kReject, "p", kReject},
      {"p=reject; sp=none; np=quarantine", "www.letter.example", kNone, "sp", kNone},
      {"p=reject; sp=none; np=quarantine", "no.letter.example", kQuarantine, "np", kQuarantine},
      {"p=reject; sp=none", "no.letter.example", kNone, "sp", kNone},
      {"p=reject", "no.letter.example", kReject, "p", kReject},
      {"p=reject; t=y", "letter.example", kReject, "p", kQuarantine},
      {"p=quarantine; t=y", "letter.example", kQuarantine, "p", kNone},
      {"p=quarantine; t=n", "letter.example", kQuarantine, "p", kQuarantine},
      {"rua=mailto:d@letter.example", "letter.example", kNone, "p", kNone},
      {"p=rejekt; rua=mailto:d@letter.example", "letter.example", kNone, "p", kNone},
  };
  for (const Case& c : kCases) {
    const DmarcCheck got =
        check("www.letter.example. A 192.0.2.1\n_dmarc.letter.example. TXT \"v=DMARC1; " +
                  std::string(c.tags) + "\"",
              c.author, {spf("elsewhere.example")});
    EXPECT_EQ(got.result, DmarcResult::fail) << c.tags;
    EXPECT_EQ(got.reason, DmarcReason::nothing_aligned);
    EXPECT_EQ(got.published, c.published) << c.tags << c.author;
    EXPECT_EQ(got.published_by, c.by) << c.tags << c.author;
    EXPECT_EQ(got.applied, c.applied) << c.tags << c.author;
  }
}

TEST(DmarcTest, EndsWithoutPassOrFail) {
  struct Case {
    const char* zone;
    const char* author;
    DmarcResult result;
    DmarcReason reason;
  };
  constexpr Case kCases[] = {
      {"x.example. TXT y", "letter.example", DmarcResult::none, DmarcReason::no_record},
      {"_dmarc.letter.example. TXT \"v=DMARC1; p=rejekt\"", "letter.example",
       DmarcResult::permerror, DmarcReason::record_unusable},
      {"_dmarc.letter.example. TXT \"v=DMARC1; p=reject\"\n TXT \"v=DMARC1; p=none\"",
       "letter.example", DmarcResult::none, DmarcReason::no_record},
      {"_dmarc.letter.example. TXT \"p=reject; v=DMARC1\"", "letter.example", DmarcResult::none,
       DmarcReason::no_record},
      {"_dmarc.letter.example. TIMEOUT", "letter.example", DmarcResult::temperror,
       DmarcReason::dns_timeout},
      {"_dmarc.letter.example. BOGUS", "www.letter.example", DmarcResult::temperror,
       DmarcReason::dns_bogus},
      {"x.example. TXT y", "[192.0.2.1]", DmarcResult::none, DmarcReason::no_author_domain},
      {"x.example. TXT y", "", DmarcResult::none, DmarcReason::no_author_domain},
  };
  for (const Case& c : kCases) {
    const DmarcCheck got = check(c.zone, c.author, {spf("letter.example")});
    EXPECT_EQ(to_string(got.result), to_string(c.result)) << c.zone;
    EXPECT_EQ(to_string(got.reason), to_string(c.reason)) << c.zone;
  }
  dns::OffResolver off;
  EXPECT_EQ(check_dmarc({"letter.example"}, {}, off).reason, DmarcReason::dns_not_asked);
  EXPECT_EQ(check_dmarc({"a.example", "b.example"}, {}, off).reason,
            DmarcReason::several_author_domains);
  EXPECT_EQ(check_dmarc({}, {}, off).reason, DmarcReason::no_author_domain);
}

TEST(DmarcTest, AnOutageAboveDoesNotHinderAPass) {
  constexpr std::string_view kZone =
      "_dmarc.letter.example. TXT \"v=DMARC1; p=reject\"\n_dmarc.example. SERVFAIL";
  EXPECT_EQ(check(kZone, "letter.example", {dkim("letter.example")}).result, DmarcResult::pass);
  const DmarcCheck got = check(kZone, "letter.example", {dkim("www.letter.example")});
  EXPECT_EQ(got.result, DmarcResult::temperror);
  EXPECT_EQ(got.reason, DmarcReason::dns_failed);
}

TEST(DmarcTest, Rfc7489FollowsThePublicSuffixList) {
  constexpr std::string_view kZone = R"(
_dmarc.meridian.co.uk.      TXT "v=DMARC1; p=reject; sp=quarantine; np=none; t=y; pct=50"
_dmarc.post.meridian.co.uk. TXT "v=DMARC1; p=none"
_dmarc.uk.                  TXT "v=DMARC1; p=reject; psd=y")";
  const DmarcCheck got =
      check(kZone, "a.b.meridian.co.uk", {dkim("post.meridian.co.uk")}, DmarcRules::rfc7489);
  EXPECT_EQ(got.result, DmarcResult::pass);
  EXPECT_EQ(got.organizational_domain, "meridian.co.uk");
  EXPECT_EQ(got.published_by, "sp");  // np= and t= came later
  EXPECT_EQ(got.applied, DmarcPolicy::quarantine);
  EXPECT_EQ(got.record->pct, 50U);
  EXPECT_EQ(asked(got), (Names{"a.b.meridian.co.uk", "meridian.co.uk"}));
  // The tree walk of the same name ends at uk, whose child is co.uk.
  EXPECT_EQ(check(kZone, "a.b.meridian.co.uk", {}).organizational_domain, "co.uk");
}

TEST(DmarcRecordTest, ReadsTags) {
  const auto record = parse_dmarc_record(
      "v = DMARC1 ; P=Reject;sp= quarantine; rua = mailto:a@letter.example!10m , "
      "https://letter.example/d,nothing ; adkim=x; fo=1:d; strange=1; =; psd=u;");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->p, DmarcPolicy::reject);
  EXPECT_EQ(record->sp, DmarcPolicy::quarantine);
  EXPECT_EQ(record->rua, (Names{"mailto:a@letter.example", "https://letter.example/d"}));
  EXPECT_EQ(record->adkim, AlignmentMode::relaxed);
  EXPECT_EQ(record->ignored, (Names{"adkim=x", "="}));
  EXPECT_FALSE(parse_dmarc_record("v=dmarc1; p=none"));
  EXPECT_FALSE(parse_dmarc_record("v=DMARC10"));
  EXPECT_FALSE(parse_dmarc_record(""));
  EXPECT_TRUE(parse_dmarc_record("v=DMARC1"));
}

TEST(AuthorDomainsTest, NamesEachDomainOnce) {
  const auto domains = [](std::string_view header) {
    const std::string octets = std::string(header) + "\r\n\r\nHello\r\n";
    return author_domains(*mime::Message::parse(mime::RawMessage::copy_of(octets)));
  };
  EXPECT_EQ(domains("From: Anna <anna@Letter.Example>"), Names{"letter.example"});
  EXPECT_EQ(domains("From: a@letter.example, b@LETTER.example"), Names{"letter.example"});
  EXPECT_EQ(domains("From: a@letter.example\r\nFrom: b@other.example"),
            (Names{"letter.example", "other.example"}));
  EXPECT_EQ(domains("From: anna@b\xC3\xBC"
                    "cher.example"),
            Names{"xn--bcher-kva.example"});
  EXPECT_EQ(domains("To: a@letter.example"), Names{});
}

}  // namespace
}  // namespace letterlock::auth
