#include "auth/key_import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/archive_test_keys.h"
#include "auth/key_record.h"
#include "base/test_growth.h"

namespace letterlock::auth {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kImportedA(test_archive::kKeyA1024);
const std::string kImportedB(test_archive::kKeyB1024);
const std::string kImportedC(test_archive::kKeyC2048);

ImportOptions from_ada() {
  ImportOptions options;
  options.sighting.source = "Ada";
  options.sighting.where = "keys.txt";
  return options;
}

// "selector@domain fingerprint" of all keys.
std::vector<std::string> names(const ImportReading& reading) {
  std::vector<std::string> all;
  for (const ImportedKey& key : reading.keys) {
    const auto record = parse_key_record(key.record);
    all.push_back(fmt::format("{}@{} {}", key.selector, key.domain,
                              record.key ? std::to_string(record.key->bits()) : "none"));
  }
  return all;
}
std::vector<std::string> problems(const ImportReading& reading) {
  std::vector<std::string> all;
  all.reserve(reading.problems.size());
  for (const LineProblem& one : reading.problems) {
    all.push_back(fmt::format("{}: {}", one.line, one.reason));
  }
  return all;
}

// The same key in every form in which people hand it over.
TEST(KeyImportTest, ZoneTextAndAnswersInEveryForm) {
  const std::string one = kImportedC.substr(0, 200);
  const std::string two = kImportedC.substr(200);
  const struct {
    const char* what;
    std::string text;
  } cases[] = {
      {"zone file",
       "$ORIGIN example.org.\n$TTL 3600\n@ IN SOA a. b. 1 2 3 4 5\n"
       "s1._domainkey IN TXT ( \"k=rsa; \" ; remark\n  \"p=" +
           one + "\"\n  \"" + two +
           "\" )\n"
           "www IN A 192.0.2.1\n"},
      {"TTL and class turned round",
       "s1._domainkey.example.org. IN 1h TXT \"p=" + one + "\" \"" + two + "\"\r\n"},
      {"owner left out",
       "s1._domainkey.example.org. 300 MX 10 a.example.\n  300 IN TXT \"p=" + kImportedC + "\"\n"},
      {"not quoted",
       "s1._domainkey.example.org.\t300\tIN\tTXT\tv=DKIM1; k=rsa; p=" + kImportedC + "\n"},
      {"semicolons escaped",
       "S1._DomainKey.Example.ORG. TXT \"v=DKIM1\\; k=rsa\\; p=" + kImportedC + "\"\n"},
      {"octets escaped", "s1._domainkey.example.org. TXT \"v=DKIM1\\059 p=" + kImportedC + "\"\n"},
      {"broken by pasting inside quotes",
       "s1._domainkey.example.org. TXT \"k=rsa; p=" + one + "\n    " + two + "\"\n"},
      {"strings on lines of their own",
       "s1._domainkey.example.org. TXT \"k=rsa; p=" + one + "\"\n    \"" + two + "\"\n"},
      {"indented as a whole", "   s1._domainkey.example.org. 60 IN TXT \"p=" + kImportedC + "\"\n"},
      {"host",
       "s1._domainkey.example.org descriptive text \"k=rsa; p=" + one + "\" \"" + two + "\"\n"},
      {"nslookup",
       "Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\nNon-authoritative answer:\n"
       "s1._domainkey.example.org\ttext = \"p=" +
           one + "\" \"" + two + "\"\n"},
      {"nslookup on Windows",
       "s1._domainkey.example.org\ttext =\r\n\r\n\t\"p=" + one + "\"\r\n\t\"" + two + "\"\r\n"},
      {"dig",
       "; <<>> DiG 9.18 <<>> TXT\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, "
       "id: 1\n"
       ";; flags: qr rd ra; QUERY: 1\n;; QUESTION "
       "SECTION:\n;s1._domainkey.example.org.\tIN\tTXT\n\n"
       ";; ANSWER SECTION:\ns1._domainkey.example.org. 265 IN TXT \"p=" +
           one + "\" \"" + two + "\"\n"},
      {"a question that is no remark",
       "s1._domainkey.example.org. IN      TXT\n"
       "s1._domainkey.example.org. 265 IN TXT \"p=" +
           kImportedC + "\"\n"},
  };
  for (const auto& c : cases) {
    const ImportReading reading = read_keys(c.text, from_ada());
    EXPECT_EQ(reading.format, ImportFormat::zone) << c.what;
    EXPECT_THAT(problems(reading), IsEmpty()) << c.what;
    EXPECT_THAT(names(reading), ElementsAre("s1@example.org 2048")) << c.what;
  }
}

TEST(KeyImportTest, RelativeNamesNeedAnOrigin) {
  ImportOptions options = from_ada();
  const std::string text = "s1._domainkey TXT \"p=" + kImportedA +
                           "\"\ns2._domainkey.mail TXT \"p=" + kImportedA +
                           "\"\ns3._domainkey.other.example TXT \"p=" + kImportedA + "\"\n";
  EXPECT_THAT(names(read_keys(text, options)), ElementsAre("s3@other.example 1024"));
  options.domain = "example.org";
  EXPECT_THAT(
      names(read_keys(text, options)),
      ElementsAre("s1@example.org 1024", "s2@mail.example.org 1024", "s3@other.example 1024"));
}

// A provider's record that a name points to is that name's key.
TEST(KeyImportTest, AliasesAreFollowed) {
  const std::string text =
      "selector1._domainkey.example.org. 300 IN CNAME "
      "selector1-example._domainkey.provider.example.\n"
      "selector1-example._domainkey.provider.example. 300 IN TXT \"p=" +
      kImportedA +
      "\"\n"
      "k2._domainkey.example.org is an alias for dkim.provider.example.\n"
      "dkim.provider.example descriptive text \"p=" +
      kImportedB +
      "\"\n"
      "a._domainkey.loop.example. CNAME b._domainkey.loop.example.\n"
      "b._domainkey.loop.example. CNAME a._domainkey.loop.example.\n";
  EXPECT_THAT(names(read_keys(text, from_ada())),
              ElementsAre("selector1-example@provider.example 1024", "selector1@example.org 1024",
                          "k2@example.org 1024"));
}

TEST(KeyImportTest, DigTellsWhenAndWhetherTheAnswerWasValidated) {
  ImportOptions options = from_ada();
  options.sighting.channel = KeyChannel::dns;
  const ImportReading reading = read_keys(
      ";; ->>HEADER<<- opcode: QUERY\n;; flags: qr rd ra ad; QUERY: 1\n"
      "s1._domainkey.example.org. 60 IN TXT \"p=" +
          kImportedA +
          "\"\n"
          ";; WHEN: Sun Nov  2 23:22:32 UTC 2025\n"
          ";; ->>HEADER<<- opcode: QUERY\n;; flags: qr rd ra; QUERY: 1\n"
          "s2._domainkey.example.org. 60 IN TXT \"p=" +
          kImportedB +
          "\"\n"
          ";; WHEN: Sun Nov 02 23:22:32 CET 2025\n",
      options);
  ASSERT_EQ(reading.keys.size(), 2U);
  EXPECT_EQ(reading.keys[0].sighting.first->text(), "2025-11-02T23:22:32Z");
  EXPECT_EQ(reading.keys[0].sighting.dnssec, true);
  EXPECT_EQ(reading.keys[0].sighting.where, "keys.txt:3");
  EXPECT_FALSE(reading.keys[1].sighting.first) << "CET may be several zones: nothing is invented";
  EXPECT_EQ(reading.keys[1].sighting.dnssec, false);
}

TEST(KeyImportTest, ARecordAsPastedTakesTheNameGiven) {
  ImportOptions options = from_ada();
  options.domain = "Example.org";
  options.selector = "S1";
  for (const std::string& text :
       {"k=rsa; p=" + kImportedC, "\"k=rsa; p=" + kImportedC + "\"",
        "\"k=rsa; p=" + kImportedC.substr(0, 99) + "\" \"" + kImportedC.substr(99) + "\"\n",
        "k=rsa;\n  p=" + kImportedC.substr(0, 99) + "\n  " + kImportedC.substr(99) + "\n",
        "\xE2\x80\x9Ck=rsa\\; p=" + kImportedC + "\xE2\x80\x9D", kImportedC}) {
    const ImportReading reading = read_keys(text, options);
    EXPECT_THAT(problems(reading), IsEmpty()) << text;
    EXPECT_THAT(names(reading), ElementsAre("s1@example.org 2048")) << text;
  }
  EXPECT_THAT(problems(read_keys("k=rsa; p=" + kImportedC, from_ada())),
              ElementsAre(HasSubstr("name")));
}

TEST(KeyImportTest, ARevokedKeyIsKept) {
  const ImportReading reading =
      read_keys("s1._domainkey.example.org. TXT \"v=DKIM1; p=\"\n", from_ada());
  EXPECT_THAT(names(reading), ElementsAre("s1@example.org none"));
}

TEST(KeyImportTest, WhatDoesNotFitIsNamedAndTheRestGoesIn) {
  const ImportReading reading = read_keys(
      "example.org. TXT \"v=spf1 -all\"\n"
      "s1._domainkey.example.org. TXT \"p=!!!\"\n"
      "s2._domainkey.example.org. TXT \"p=AAAA\"\n"
      "s3._domainkey.example.org. TXT \"p=" +
          kImportedA +
          "\"\n"
          "$INCLUDE other.zone\n"
          "s4._domainkey.example.org. TXT \"p=" +
          kImportedA + "\n",
      from_ada());
  EXPECT_THAT(names(reading), ElementsAre("s3@example.org 1024"));
  EXPECT_EQ(reading.other_records, 1U);
  EXPECT_THAT(
      problems(reading),
      ElementsAre("5: $INCLUDE is not followed", "6: a quote or parenthesis is not closed",
                  "2: s1 of example.org: key_syntax_error", "3: s2 of example.org: key_unusable"));
}

TEST(KeyImportTest, ATableOfPublishedKeysNamesItsPublishers) {
  const ImportReading reading = read_keys(
      "domain\tselector\tbits\tp_base64\tsource\tlist_signatures_tested\tlist_signatures_valid\n"
      "example.org\ts1\t1024\t" +
          kImportedA +
          "\tharbor/keys:a/b.txt;pier/mail:README\t14\t12\n"
          "example.org\ts2\t1024\n"
          "example.org\ts3\t1024\t" +
          kImportedB + "\tharbor/keys\t0\t0\n",
      from_ada());
  EXPECT_EQ(reading.format, ImportFormat::table);
  ASSERT_EQ(reading.keys.size(), 3U);
  EXPECT_EQ(reading.keys[0].sighting.channel, KeyChannel::published);
  EXPECT_EQ(reading.keys[0].sighting.source, "harbor/keys");
  EXPECT_EQ(reading.keys[0].sighting.where, "a/b.txt");
  EXPECT_EQ(reading.keys[1].sighting.source, "pier/mail");
  EXPECT_EQ(reading.keys[1].sighting.valid, 12U);
  EXPECT_FALSE(reading.keys[2].sighting.tested) << "0 of 0 says nothing";
  EXPECT_THAT(problems(reading), ElementsAre("3: 3 fields, not 7"));
}

TEST(KeyImportTest, ATableOfRecoveredKeysHasCountsAndDates) {
  ImportOptions options = from_ada();
  options.sighting.source = "list archives";
  const ImportReading reading = read_keys(
      "domain\tselector\tbits\tp_base64\tfirst_seen\tlast_seen\tmessages\tsignatures_"
      "tested\tsignatures_valid\n"
      "example.org\ts1\t1024\t" +
          kImportedA +
          "\t2019-09-16\t2026-07-15\t6735\t14\t2\n"
          "example.org\ts2\t1024\t" +
          kImportedA + "\tsoon\t2026-07-15\t6735\t14\t2\n",
      options);
  ASSERT_EQ(reading.keys.size(), 1U);
  const KeySighting& sighting = reading.keys[0].sighting;
  EXPECT_EQ(sighting.channel, KeyChannel::recovered);
  EXPECT_EQ(sighting.first->text(), "2019-09-16");
  EXPECT_EQ(sighting.tested, 14U);
  EXPECT_EQ(sighting.valid, 2U);
  EXPECT_FALSE(sighting.used) << "the table does not say it";
  EXPECT_THAT(problems(reading), ElementsAre("3: first_seen is no date"));
}

// The JSON of a public archive that keeps its channels apart, and of an older one that does not.
TEST(KeyImportTest, JsonKeepsTheArchivesChannelsApart) {
  ImportOptions options = from_ada();
  options.sighting.source = "Harbor key archive";
  const ImportReading reading = read_keys(
      "[{\"id\": 7, \"domain\":\"example.org\",\"selector\":\"s1\",\"value\":\"k=rsa; p=" +
          kImportedA +
          "\",\n"
          "\"firstSeenAt\":\"2019-01-01T00:00:00.000Z\",\"lastSeenAt\":\"2026-07-15T08:00:00."
          "000Z\",\n"
          "\"observations\":[{\"source\":\"live_dns\",\"firstSeenAt\":\"2024-06-01T00:00:00.000Z\","
          "\"lastSeenAt\":null},\n"
          "{\"source\":\"gcd_recovered\",\"firstSeenAt\":\"2019-01-01T00:00:00.000Z\","
          "\"lastSeenAt\":\"2020-01-01T00:00:00.000Z\"}]},\n"
          "{\"domain\":\"example.org\",\"selector\":\"s2\",\"value\":\"p=" +
          kImportedB +
          "\",\"firstSeenAt\":\"2019-01-01T00:00:00Z\"},\n"
          "{\"domain\":\"example.org\",\"selector\":\"s3\",\"value\":\"p=nonsense!\"}]",
      options);
  EXPECT_EQ(reading.format, ImportFormat::json);
  ASSERT_EQ(reading.keys.size(), 3U);
  EXPECT_EQ(reading.keys[0].sighting.channel, KeyChannel::published);
  EXPECT_EQ(reading.keys[0].sighting.first->text(), "2024-06-01T00:00:00Z");
  EXPECT_FALSE(reading.keys[0].sighting.last) << "the archive does not say it";
  EXPECT_EQ(reading.keys[1].sighting.channel, KeyChannel::recovered);
  EXPECT_EQ(reading.keys[2].sighting.note, "the window may mix channels");
  EXPECT_THAT(problems(reading), ElementsAre("6: s3 of example.org: key_syntax_error"));
  EXPECT_THAT(problems(read_keys("[{\"domain\":1}", options)), ElementsAre(HasSubstr("octet")));
  EXPECT_THAT(problems(read_keys("[]", options)), ElementsAre(HasSubstr("no object")));
}

TEST(KeyImportTest, PemIsReadAndAPrivateKeyIsNot) {
  ImportOptions options = from_ada();
  options.domain = "example.org";
  options.selector = "s1";
  const ImportReading reading = read_keys(
      "-----BEGIN PUBLIC KEY-----\n" + kImportedC.substr(0, 64) + "\r\n" + kImportedC.substr(64) +
          "\n-----END PUBLIC KEY-----\n"
          "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA" +
          std::string(test_archive::kKeyEd25519) +
          "\n-----END PUBLIC KEY-----\n"
          "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
      options);
  EXPECT_THAT(names(reading), ElementsAre("s1@example.org 2048", "s1@example.org 256"));
  EXPECT_THAT(problems(reading), ElementsAre("8: 'PRIVATE KEY' is no public key"));
}

TEST(KeyImportTest, AnArchiveOfOursIsReadWhole) {
  const ImportReading reading =
      read_keys("letterlock-keys 1\nkey example.org s1\nrecord \"p=" + kImportedA +
                    "\"\ndns source=\"x\" first=2014\nnonsense\n",
                from_ada());
  EXPECT_EQ(reading.format, ImportFormat::archive);
  EXPECT_EQ(reading.archive.keys().size(), 1U);
  EXPECT_THAT(problems(reading), ElementsAre(HasSubstr("5: ")));
}

TEST(KeyImportTest, HostileTextTakesLinearTime) {
  const auto aliases = [](std::size_t lines) {
    std::string text;
    for (std::size_t i = 0; i < lines; ++i)
      text += "a._domainkey.x.example. IN CNAME b._domainkey.y.example.\n";
    for (std::size_t i = 0; i < lines; ++i)
      text += "b._domainkey.y.example. IN TXT \"v=DKIM1; p=\"\n";
    EXPECT_EQ(read_keys(text, from_ada()).keys.size(), 2 * lines);
  };
  EXPECT_TRUE(grows_linearly(aliases, 2'000));
  const auto states = [](std::size_t count) {
    std::string text =
        R"j({"domain":"x.example","selector":"a","records":[{"text":"v=DKIM1; p=","sightings":[]}],"states":[)j";
    for (std::size_t i = 0; i < count; ++i) {
      text += fmt::format(R"j({}{{"state":"retired","source":"s{}"}})j", i == 0 ? "" : ",", i);
    }
    const ImportReading reading = read_keys(text + "]}", from_ada());
    ASSERT_EQ(reading.archive.keys().size(), 1U);
    EXPECT_EQ(reading.archive.keys()[0].states.size(), std::min<std::size_t>(count, 1'000));
  };
  EXPECT_TRUE(grows_linearly(states, 2'000));
}

TEST(KeyImportTest, WindowsMayBeHalfKnown) {
  KeySighting sighting;
  EXPECT_TRUE(parse_window("2014-03..2016", sighting));
  EXPECT_EQ(sighting.last->text(), "2016");
  EXPECT_TRUE(parse_window("..2016", sighting));
  EXPECT_FALSE(sighting.first);
  EXPECT_TRUE(parse_window("2014", sighting));
  EXPECT_EQ(sighting.last->text(), "2014");
  for (const char* wrong : {"", "..", "2016..2014", "2014..soon", "2014...2015"}) {
    EXPECT_FALSE(parse_window(wrong, sighting)) << wrong;
  }
}

}  // namespace
}  // namespace letterlock::auth
