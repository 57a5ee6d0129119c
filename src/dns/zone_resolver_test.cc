#include "dns/zone_resolver.h"

#include <gtest/gtest.h>

#include "dns/zone_text.h"

namespace letterlock::dns {
namespace {

ZoneResolver zone_of(std::string_view text) {
  auto zone = ZoneResolver::parse(text, "test.zone");
  EXPECT_TRUE(zone) << (zone ? "" : zone.error().message);
  return zone ? std::move(*zone) : ZoneResolver();
}

// "ok a b", "nxdomain", ...: status and values.
std::string said(Resolver& resolver, std::string_view name, RecordType type) {
  const Answer answer = resolver.look_up(name, type);
  std::string out(name_of(answer.status));
  for (const Record& record : answer.records) {
    out += ' ';
    if (type == RecordType::mx) out += std::to_string(record.preference) + ':';
    out += record.value;
  }
  return out;
}

constexpr std::string_view kZone = R"($ORIGIN letter.example.
$TTL 1h
@        IN SOA ns hostmaster ( 2024081001 ; serial
             7200 3600
             1209600 300 )
         NS   ns
         MX   10 mail
         MX   20 relay.other.example.
         TXT  "v=spf1 mx " "-all"   ; joined
mail 300 IN A 192.0.2.1
     IN 600 AAAA 2001:DB8:0:0::1
alias    CNAME target
target   CNAME mail
sel._domainkey TXT ( "v=DKIM1; "
   "p=AbC\"\\\065" )
loop     CNAME pool
pool     CNAME loop
1.2.0.192.in-addr.arpa. PTR mail
a.deep.empty A 192.0.2.9
*.wild   A 192.0.2.7
present.wild TXT here
silent   TIMEOUT
half     SERVFAIL TXT
half     A 192.0.2.8
forged   BOGUS
srv      SRV 1 2 3 target
null     MX 0 .
)";

TEST(ZoneResolverTest, AnswersAsTheTextSays) {
  ZoneResolver zone = zone_of(kZone);
  struct Case {
    std::string_view name;
    RecordType type;
    std::string_view want;
  };
  constexpr Case kCases[] = {
      {"letter.example", RecordType::txt, "ok v=spf1 mx -all"},
      {"LETTER.Example.", RecordType::mx, "ok 10:mail.letter.example 20:relay.other.example"},
      {"letter.example", RecordType::soa, "ok ns.letter.example"},
      {"mail.letter.example", RecordType::a, "ok 192.0.2.1"},
      {"mail.letter.example", RecordType::aaaa, "ok 2001:db8::1"},
      {"mail.letter.example", RecordType::txt, "no_data"},
      {"alias.letter.example", RecordType::a, "ok 192.0.2.1"},
      {"alias.letter.example", RecordType::txt, "no_data"},
      {"alias.letter.example", RecordType::cname, "ok target.letter.example"},
      {"sel._domainkey.letter.example", RecordType::txt, "ok v=DKIM1; p=AbC\"\\A"},
      {"loop.letter.example", RecordType::a, "servfail"},
      {"1.2.0.192.in-addr.arpa", RecordType::ptr, "ok mail.letter.example"},
      {"deep.empty.letter.example", RecordType::a, "no_data"},
      {"any.thing.wild.letter.example", RecordType::a, "ok 192.0.2.7"},
      {"present.wild.letter.example", RecordType::a, "no_data"},
      {"below.present.wild.letter.example", RecordType::a, "nxdomain"},
      {"nobody.letter.example", RecordType::a, "nxdomain"},
      {"elsewhere.example", RecordType::a, "nxdomain"},
      {"silent.letter.example", RecordType::mx, "timeout"},
      {"half.letter.example", RecordType::txt, "servfail"},
      {"half.letter.example", RecordType::a, "ok 192.0.2.8"},
      {"forged.letter.example", RecordType::txt, "bogus"},
      {"srv.letter.example", RecordType::a, "no_data"},
      {"null.letter.example", RecordType::mx, "ok 0:"},
      {"a..example", RecordType::a, "bad_name"},
  };
  for (const Case& c : kCases) EXPECT_EQ(said(zone, c.name, c.type), c.want) << c.name;
}

TEST(ZoneResolverTest, AnswersCarryTtlAndCanonicalName) {
  ZoneResolver zone = zone_of(kZone);
  const Answer answer = zone.a("alias.letter.example");
  EXPECT_EQ(answer.canonical_name, "mail.letter.example");
  EXPECT_EQ(answer.ttl, 300U);
  EXPECT_FALSE(answer.secure);
  EXPECT_EQ(zone.aaaa("mail.letter.example").ttl, 600U);
}

TEST(ZoneResolverTest, ErrorsNameTheLine) {
  struct Case {
    std::string_view text;
    std::string_view want;
  };
  constexpr Case kCases[] = {
      {"a.example. A 192.0.2.1\nb.example. A 192.0.2.256\n",
       "test.zone:2: A: no address: 192.0.2.256"},
      {"a.example. AAAA 192.0.2.1", "test.zone:1: AAAA: no address: 192.0.2.1"},
      {"  A 192.0.2.1", "test.zone:1: the first record has no name"},
      {"a.example. TXT \"v=spf1", "test.zone:1: a quoted string does not end"},
      {"\n\na.example. TXT ( \"x\"\n", "test.zone:3: a parenthesis without its other"},
      {"a.example. TXT x )", "test.zone:1: a parenthesis without its other"},
      {"a.example. TXT \\300", "test.zone:1: a backslash escapes nothing"},
      {"a.example. TXTT x", "test.zone:1: no type: TXTT"},
      {"a.example.", "test.zone:1: no type"},
      {"a.example. TXT", "test.zone:1: TXT: no text"},
      {"a.example. MX mail", "test.zone:1: MX: a value too few or too many"},
      {"a.example. MX x mail", "test.zone:1: MX: no preference: x"},
      {"a.example. CH TXT x", "test.zone:1: class CH is not supported"},
      {"a.example. 99999999999 A 192.0.2.1", "test.zone:1: no TTL: 99999999999"},
      {"$INCLUDE other.zone", "test.zone:1: $INCLUDE is not supported"},
      {"$TTL soon", "test.zone:1: no TTL: soon"},
      {"a\\.b.example. A 192.0.2.1", "test.zone:1: a name with an escaped dot cannot be read"},
      {"a..example. A 192.0.2.1", "test.zone:1: no domain name: a..example."},
      {"a.example. TIMEOUT 5", "test.zone:1: only the name of a type may follow timeout"},
  };
  for (const Case& c : kCases) {
    const auto zone = ZoneResolver::parse(c.text, "test.zone");
    ASSERT_FALSE(zone) << c.text;
    EXPECT_EQ(zone.error().message, c.want);
    EXPECT_EQ(zone.error().code, ErrorCode::corrupt);
  }
}

TEST(ZoneResolverTest, AnswersAreBounded) {
  ZoneResolver zone;
  for (int i = 0; i < 5'000; ++i) zone.add("many.example", RecordType::txt, {std::to_string(i)});
  EXPECT_EQ(zone.txt("many.example").records.size(), kMostRecords);
}

TEST(ZoneTextTest, EntriesKeepTheirLine) {
  const auto entries = parse_zone_text("; nothing\n\na.example. TXT one\n           TXT two\n");
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].line, 3U);
  EXPECT_EQ((*entries)[1].owner, "a.example");
  EXPECT_EQ((*entries)[1].record.value, "two");
}

TEST(MakeResolverTest, KnowsItsWords) {
  auto off = make_resolver("off");
  ASSERT_TRUE(off);
  EXPECT_EQ((*off)->txt("letter.example").status, Status::not_asked);
  EXPECT_TRUE((*off)->txt("letter.example").unknown());
  EXPECT_EQ(make_resolver("zone:/nowhere/at.all").error().code, ErrorCode::not_found);
  EXPECT_EQ(make_resolver("on").error().message, "\"on\" is none of off, system, zone:FILE");
}

TEST(IsInDomainTest, LabelsAreWhole) {
  EXPECT_TRUE(is_in_domain("letter.example", "letter.example"));
  EXPECT_TRUE(is_in_domain("a.letter.example", "letter.example"));
  EXPECT_TRUE(is_in_domain("letter.example", ""));
  EXPECT_FALSE(is_in_domain("newsletter.example", "letter.example"));
  EXPECT_FALSE(is_in_domain("example", "letter.example"));
}

TEST(CanonicalNameTest, RefusesWhatTheDnsCannotHold) {
  EXPECT_EQ(canonical_name("Mail.Letter.Example."), "mail.letter.example");
  EXPECT_EQ(canonical_name(""), "");
  EXPECT_EQ(canonical_name("."), "");
  EXPECT_EQ(canonical_name("a..b"), std::nullopt);
  EXPECT_EQ(canonical_name(".a"), std::nullopt);
  EXPECT_EQ(canonical_name("a.."), std::nullopt);
  EXPECT_TRUE(canonical_name(std::string(63, 'a') + ".example"));
  EXPECT_FALSE(canonical_name(std::string(64, 'a') + ".example"));
  std::string longest(253, 'a');
  for (std::size_t i = 50; i < longest.size(); i += 50) longest[i] = '.';
  EXPECT_TRUE(canonical_name(longest));
  EXPECT_FALSE(canonical_name(longest + "a"));
}

}  // namespace
}  // namespace letterlock::dns
