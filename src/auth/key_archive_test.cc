#include "auth/key_archive.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/archive_test_keys.h"
#include "auth/key_archive_text.h"
#include "base/base64.h"

namespace letterlock::auth {
namespace {

using AddOutcome = KeyAddition::Outcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string rsa(std::string_view p) { return fmt::format("v=DKIM1; k=rsa; p={}", p); }

KeySighting dns(const char* first, const char* last, std::optional<bool> dnssec = false) {
  KeySighting sighting;
  sighting.channel = KeyChannel::dns;
  sighting.source = "resolver of the newsroom";
  sighting.first = PartialDate::parse(first);
  sighting.last = PartialDate::parse(last);
  sighting.dnssec = dnssec;
  return sighting;
}

KeySighting published(const char* source, const char* first, const char* last) {
  KeySighting sighting;
  sighting.channel = KeyChannel::published;
  sighting.source = source;
  sighting.where = "https://keys.example/";
  sighting.first = PartialDate::parse(first);
  sighting.last = PartialDate::parse(last);
  return sighting;
}

KeyAddition add(KeyArchive& archive, std::string_view domain, std::string_view selector,
                const std::string& record, const KeySighting& sighting) {
  return archive.add(domain, selector, record, {&sighting, 1});
}

TEST(PartialDateTest, KeepsWhatWasSaidAndNoMore) {
  const struct {
    const char* text;
    const char* written;
    UnixTime earliest, latest;
  } cases[] = {
      {"2016", "2016", 1451606400, 1483228799},
      {"2016-02", "2016-02", 1454284800, 1456790399},
      {"2016-12", "2016-12", 1480550400, 1483228799},
      {"2016-10-05", "2016-10-05", 1475625600, 1475711999},
      {"2016-10-05T12:00:00Z", "2016-10-05T12:00:00Z", 1475668800, 1475668800},
      {"2016-10-05T12:00:00.250Z", "2016-10-05T12:00:00Z", 1475668800, 1475668800},
      {"2016-10-05T14:00:00+02:00", "2016-10-05T12:00:00Z", 1475668800, 1475668800},
  };
  for (const auto& c : cases) {
    const auto date = PartialDate::parse(c.text);
    ASSERT_TRUE(date) << c.text;
    EXPECT_EQ(date->text(), c.written);
    EXPECT_EQ(date->earliest(), c.earliest) << c.text;
    EXPECT_EQ(date->latest(), c.latest) << c.text;
  }
  for (const char* wrong : {"", "16", "2016-13", "2016-00", "2015-02-29", "2016-10-05T", "1969",
                            "2016-10-05T25:00:00Z", "2016-10-05T12:00:00", "2016-10-05x"}) {
    EXPECT_FALSE(PartialDate::parse(wrong)) << wrong;
  }
}

TEST(KeyArchiveTest, TheSameKeyAndSightingTwiceChangesNothing) {
  KeyArchive archive;
  EXPECT_EQ(
      add(archive, "Example.ORG", "S1", rsa(test_archive::kKeyA1024), dns("2014", "2015")).outcome,
      AddOutcome::new_key);
  const std::string once = write_key_archive(archive);
  EXPECT_EQ(
      add(archive, "example.org", "s1", rsa(test_archive::kKeyA1024), dns("2014", "2015")).outcome,
      AddOutcome::unchanged);
  EXPECT_EQ(write_key_archive(archive), once);
  EXPECT_EQ(archive.keys().size(), 1U);
}

TEST(KeyArchiveTest, ASelectorHasAsManyKeysAsItHad) {
  KeyArchive archive;
  add(archive, "example.org", "s1", rsa(test_archive::kKeyA1024), dns("2014", "2015"));
  add(archive, "example.org", "s1", rsa(test_archive::kKeyC2048), dns("2016", "2017"));
  add(archive, "example.org", "s1", "v=DKIM1; p=", dns("2018", "2018"));
  ASSERT_EQ(archive.named("EXAMPLE.org", "S1").size(), 3U);
  EXPECT_EQ(archive.keys()[0].bits, 1024U);
  EXPECT_EQ(archive.keys()[1].bits, 2048U);
  EXPECT_EQ(archive.keys()[2].problem, KeyProblem::key_revoked);
  EXPECT_THAT(archive.named("example.org", "s2"), IsEmpty());
}

TEST(KeyArchiveTest, OneKeyInTwoTextsIsOneKey) {
  KeyArchive archive;
  add(archive, "example.org", "s1", rsa(test_archive::kKeyA1024), dns("2014", "2015"));
  add(archive, "example.org", "s1", fmt::format("p={}", test_archive::kKeyA1024),
      published("Harbor", "2013", "2016"));
  ASSERT_EQ(archive.keys().size(), 1U);
  EXPECT_EQ(archive.keys()[0].records.size(), 2U);
  const auto seen = windows(archive.keys()[0]);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].sighting->channel, KeyChannel::dns);
  EXPECT_EQ(seen[1].sighting->channel, KeyChannel::published);
}

// A window is one source's: what a second one says never moves the first's.
TEST(KeyArchiveTest, ChannelsAndSourcesAreNeverBlended) {
  KeyArchive archive;
  const std::string record = rsa(test_archive::kKeyA1024);
  add(archive, "example.org", "s1", record, dns("2014-03", "2014-09"));
  add(archive, "example.org", "s1", record, dns("2015-01", "2015-02", true));
  add(archive, "example.org", "s1", record, published("Harbor readme", "2012-01", "2016-10"));
  add(archive, "example.org", "s1", record, published("Harbor readme", "2012-01", "2015-10"));
  KeySighting recovered;
  recovered.channel = KeyChannel::recovered;
  recovered.source = "list archives";
  recovered.used = 2;
  recovered.valid = 11;
  add(archive, "example.org", "s1", record, recovered);
  std::vector<std::string> seen;
  for (const KeyWindow& window : windows(archive.keys()[0])) {
    seen.push_back(fmt::format("{} {}..{}", to_string(window.sighting->channel),
                               window.sighting->first ? window.sighting->first->text() : "?",
                               window.sighting->last ? window.sighting->last->text() : "?"));
  }
  EXPECT_THAT(seen, ElementsAre("dns 2014-03..2014-09", "dns 2015-01..2015-02",
                                "published 2012-01..2015-10", "published 2012-01..2016-10",
                                "recovered ?..?"));
}

TEST(KeyArchiveTest, TheSameObserverInDnsExtendsItsWindow) {
  KeyArchive archive;
  const std::string record = rsa(test_archive::kKeyA1024);
  add(archive, "example.org", "s1", record, dns("2014-03-01", "2014-03-01"));
  EXPECT_EQ(add(archive, "example.org", "s1", record, dns("2015-06-01", "2015-06-01")).outcome,
            AddOutcome::extended);
  EXPECT_EQ(add(archive, "example.org", "s1", record, dns("2014-12-24", "2014-12-24")).outcome,
            AddOutcome::unchanged);
  const auto seen = windows(archive.keys()[0]);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].sighting->first->text(), "2014-03-01");
  EXPECT_EQ(seen[0].sighting->last->text(), "2015-06-01");
}

TEST(KeyArchiveTest, WhatMakesNoSenseIsRefusedWithAReason) {
  KeyArchive archive;
  const auto why = [&](std::string_view domain, std::string_view selector,
                       const std::string& record, const KeySighting& sighting) {
    const KeyAddition added = add(archive, domain, selector, record, sighting);
    EXPECT_EQ(added.outcome, AddOutcome::refused);
    return added.reason;
  };
  const std::string record = rsa(test_archive::kKeyA1024);
  EXPECT_THAT(why("exa mple.org", "s1", record, dns("2014", "2014")), HasSubstr("domain"));
  EXPECT_THAT(why("example.org", "", record, dns("2014", "2014")), HasSubstr("selector"));
  EXPECT_THAT(why("example.org", "s1", std::string(70000, 'x'), dns("2014", "2014")),
              HasSubstr("64 KiB"));
  EXPECT_THAT(why("example.org", "s1", record, dns("2015", "2014")), HasSubstr("before"));
  EXPECT_THAT(archive.keys(), IsEmpty());
}

TEST(KeyArchiveTest, MoreKeysOrTextsThanAnybodyPublishesAreRefused) {
  KeyArchive archive;
  const KeySighting seen = dns("2014", "2014");
  std::size_t refused = 0;
  for (int i = 0; i < 1'010; ++i) {
    const std::string key = base64_encode(fmt::format("{:032}", i));
    const auto added = add(archive, "example.org", "s1", "v=DKIM1; k=ed25519; p=" + key, seen);
    if (added.outcome == AddOutcome::refused) ++refused;
    add(archive, "example.org", "s2", fmt::format("v=DKIM1; n={}; p=", i), seen);
  }
  EXPECT_EQ(refused, 10U);
  EXPECT_EQ(archive.named("example.org", "s1").size(), 1'000U);
  ASSERT_EQ(archive.named("example.org", "s2").size(), 1U);
  EXPECT_EQ(archive.keys()[archive.named("example.org", "s2")[0]].records.size(), 1'000U);
}

// Written, read and written again: the same octets, in whatever order things came in.
TEST(KeyArchiveTextTest, RoundTripIsExactAndTheOrderIsFixed) {
  const std::string odd = "k=rsa; n=\"a\\b\"\x01\xff; p=" + std::string(test_archive::kKeyB1024);
  KeyArchive one;
  KeyArchive other;
  add(one, "example.org", "s1", rsa(test_archive::kKeyA1024), dns("2014", "2015"));
  KeySighting counted = published("Harbor \"archive\"", "2013", "2016");
  counted.tested = 14;
  counted.valid = 12;
  add(one, "a.example", "s1", odd, counted);
  one.add_state(0, {KeyState::retired, PartialDate::parse("2016-10"), "Harbor", ""});
  one.add_state(
      0, {KeyState::secret_published, PartialDate::parse("2020-11-16"), "Ada", "on her page"});
  const KeyAddition added = add(other, "a.example", "s1", odd, counted);
  EXPECT_EQ(added.outcome, AddOutcome::new_key);
  const auto again =
      add(other, "example.org", "s1", rsa(test_archive::kKeyA1024), dns("2014", "2015"));
  other.add_state(again.key, {KeyState::secret_published, PartialDate::parse("2020-11-16"), "Ada",
                              "on her page"});
  other.add_state(again.key, {KeyState::retired, PartialDate::parse("2016-10"), "Harbor", ""});

  const std::string text = write_key_archive(one);
  EXPECT_EQ(write_key_archive(other), text);
  KeyArchive read;
  const auto reading = read_key_archive(text, read);
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_THAT(reading->problems, IsEmpty());
  EXPECT_EQ(write_key_archive(read), text);
  EXPECT_EQ(read.keys()[read.named("a.example", "s1")[0]].records[0].text, odd);
  EXPECT_EQ(read.merge(one), 0U);
}

TEST(KeyArchiveTextTest, TheTextIsAsDocumented) {
  KeyArchive archive;
  add(archive, "example.org", "s1", fmt::format("p={}", test_archive::kKeyEd25519),
      dns("2014", "2015-02", true));
  add(archive, "example.org", "mail", "v=DKIM1; p=", dns("2016", "2016"));
  archive.add_state(0, {KeyState::live, std::nullopt, "Ada", ""});
  EXPECT_EQ(write_key_archive(archive),
            "letterlock-keys 1\n"
            "\nkey example.org mail\n"
            "record \"v=DKIM1; p=\"\n"
            "dns source=\"resolver of the newsroom\" first=2016 last=2016 dnssec=no\n"
            "\nkey example.org s1\n" +
                fmt::format("record \"p={}\"\n", test_archive::kKeyEd25519) +
                "dns source=\"resolver of the newsroom\" first=2014 last=2015-02 dnssec=yes\n"
                "state live source=\"Ada\"\n");
}

TEST(KeyArchiveTextTest, ALineThatDoesNotFitIsNamedAndTheRestGoesIn) {
  const std::string text =
      "letterlock-keys 1\n"
      "# a remark\n"
      "record \"p=\"\n"
      "key example.org s1\n"
      "dns source=\"x\"\n"
      "record \"p=" +
      std::string(test_archive::kKeyA1024) +
      "\"\n"
      "dns source=\"x\" first=yesterday\n"
      "dns first=2014\n"
      "published source=\"x\" used=2\n"
      "seen source=\"x\"\n"
      "record \"unfinished\n"
      "key example.org s2 rsa 1024 " +
      std::string(64, '0') +
      "\r\n"
      "record \"p=" +
      std::string(test_archive::kKeyA1024) +
      "\"\r\n"
      "found source=\"Ada\" last=2017\r\n"
      "state dead source=\"Ada\"\n";
  KeyArchive archive;
  const auto reading = read_key_archive(text, archive);
  ASSERT_TRUE(reading);
  std::vector<std::string> problems;
  for (const LineProblem& problem : reading->problems) {
    problems.push_back(fmt::format("{}: {}", problem.line, problem.reason));
  }
  EXPECT_THAT(
      problems,
      ElementsAre("3: belongs to no key", "5: belongs to no record", "7: 'first' does not fit here",
                  "8: no source is named", "9: 'used' does not fit here",
                  "10: begins with 'seen', which means nothing here",
                  "11: a record is one text in double quotes",
                  "13: the record's key has another fingerprint than the key line says",
                  "15: 'dead' is no state"));
  ASSERT_EQ(archive.keys().size(), 2U);
  EXPECT_EQ(archive.keys()[1].records[0].sightings[0].last->text(), "2017");
}

TEST(KeyArchiveTextTest, WhatIsNoArchiveIsRefused) {
  KeyArchive archive;
  EXPECT_FALSE(read_key_archive("letterlock-keys 2\n", archive));
  EXPECT_FALSE(read_key_archive("domain\tselector\n", archive));
}

TEST(ArchiveKeysTest, CandidatesLeadBackToWhoSawThem) {
  KeyArchive archive;
  add(archive, "example.org", "s1", "v=DKIM1; p=", dns("2018", "2018"));
  add(archive, "example.org", "s1", rsa(test_archive::kKeyA1024), dns("2014", "2015"));
  ArchiveKeys keys(archive, 100);
  const KeyAnswer answer = keys.find("Example.org", "S1");
  EXPECT_EQ(answer.status, KeyAnswer::Status::found);
  ASSERT_EQ(answer.candidates.size(), 2U);
  ASSERT_NE(answer.candidates[0].record.key, nullptr);
  EXPECT_EQ(answer.candidates[1].record.problem, KeyProblem::key_revoked);
  const ArchivedKey* archived = keys.archived(answer.candidates[0].origin);
  ASSERT_NE(archived, nullptr);
  EXPECT_EQ(archived->records[0].sightings[0].first->text(), "2014");
  EXPECT_EQ(keys.archived(0), nullptr);
  EXPECT_EQ(keys.archived(102), nullptr);
  EXPECT_EQ(keys.find("example.org", "s9").status, KeyAnswer::Status::not_asked);
}

// A provider's key that is known under two names is tried for a third.
TEST(ArchiveKeysTest, KeysSharedByNamesAreCandidatesForOthers) {
  KeyArchive archive;
  for (const char* domain : {"one.example", "two.example", "three.example"}) {
    add(archive, domain, "k1", rsa(test_archive::kKeyA1024), dns("2014", "2015"));
  }
  add(archive, "one.example", "k2", rsa(test_archive::kKeyC2048), dns("2014", "2015"));
  add(archive, "two.example", "k2", rsa(test_archive::kKeyC2048), dns("2014", "2015"));
  add(archive, "three.example", "k3", rsa(test_archive::kKeyB1024), dns("2014", "2015"));
  ArchiveKeys keys(archive);
  const KeyAnswer short_ones = keys.find_shared("four.example", "k1", 128);
  ASSERT_EQ(short_ones.candidates.size(), 1U);
  EXPECT_EQ(short_ones.candidates[0].record.key->fingerprint(), *archive.keys()[0].fingerprint);
  EXPECT_EQ(archive.with_fingerprint(*archive.keys()[0].fingerprint).size(), 3U);
  EXPECT_EQ(keys.find_shared("four.example", "k1", 256).candidates.size(), 1U);
  EXPECT_THAT(keys.find_shared("one.example", "k1", 128).candidates, IsEmpty());
  EXPECT_THAT(keys.find_shared("four.example", "k1", 512).candidates, IsEmpty());
}

}  // namespace
}  // namespace letterlock::auth
