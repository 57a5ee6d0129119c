#include "hunt/scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "casefile/facts_of.h"
#include "hunt/evidence.h"
#include "hunt/test_archive.h"
#include "mime/message.h"
#include "store/no_facts.h"

namespace letterlock::hunt {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kDays = 40;

TestMail lure() {
  return {.from = "Ada Moss <ada@meridian.example>",
          .to = "Ben Tarr <ben@meridian.example>",
          .at = kStart + kDays * kOneDay,
          .subject = "Shared document",
          .body =
              "Please review the document: https://hop.example/r?u=https%3A%2F%2Fsign.example"
              "%2Flogin and log in to see it.",
          .message_id = "lure@archive.example"};
}

std::string octets_of(const TestMail& mail) {
  TestArchive archive;
  archive.put(mail, {});
  return archive.octets_of(1);
}

store::MessageFacts facts_of(std::string_view octets) {
  const auto message = mime::Message::parse_view(octets);
  return casefile::facts_of(*message, sha256(octets), {});
}

Scanner scanner_over(TestArchive& archive) {
  archive.hunt();  // loads it
  SilentProgress silent;
  auto ground = Ground::survey(archive.facts(), silent);
  auto scanner =
      Scanner::learn(archive.facts(), std::move(*ground), archive.evidence(), {}, silent);
  EXPECT_TRUE(scanner.has_value());
  return std::move(*scanner);
}

Scanned examine(Scanner& scanner, const std::string& octets) {
  auto scanned = scanner.examine(facts_of(octets), octets);
  EXPECT_TRUE(scanned.has_value()) << scanned.error().message;
  return std::move(*scanned);
}

TEST(ScanTest, AMessageGetsTheScoreThatHuntWouldHaveGivenIt) {
  TestArchive with, without;
  with.office_life(kStart, kDays);
  without.office_life(kStart, kDays);
  with.put(lure(), {"ada", "ben"});
  double in_hunt = -1;
  HuntOptions options;
  options.every = [&](const Score& score) {
    if (score.message_id == "lure@archive.example") in_hunt = score.score;
  };
  with.hunt(options);
  Scanner scanner = scanner_over(without);
  const std::string octets = octets_of(lure());
  const Scanned scanned = examine(scanner, octets);
  EXPECT_GT(in_hunt, 0);
  EXPECT_NEAR(scanned.finding.score, in_hunt, 1e-6);
  double terms = 0;
  for (const Term& term : scanned.finding.terms) terms += term.value;
  EXPECT_NEAR(terms, scanned.finding.score, 1e-9);
  EXPECT_EQ(scanned.held.id, store::kNoMessage);
  // Nothing is learnt from it: the second time it is as strange as the first.
  EXPECT_EQ(examine(scanner, octets).finding.score, scanned.finding.score);
}

TEST(ScanTest, TheRankIsAmongTheCasesOwnScores) {
  TestArchive archive;
  archive.office_life(kStart, kDays);
  Scanner scanner = scanner_over(archive);
  const Scanned strange = examine(scanner, octets_of(lure()));
  EXPECT_EQ(strange.of, 3u * kDays);
  EXPECT_LE(strange.place, 3u);
  TestMail usual = lure();
  usual.subject = "Agenda 41";
  usual.body = "Item 41 of the agenda is the harbour budget.";
  const Scanned plain = examine(scanner, octets_of(usual));
  EXPECT_LT(plain.finding.score, strange.finding.score);
  EXPECT_EQ(plain.finding.verdict, Verdict::consistent);
  // A message of the case stands where it stood there.
  const Scanned own = examine(scanner, archive.octets_of(60));
  EXPECT_GT(own.place, strange.place);
  EXPECT_EQ(own.held.id, 60u);
  EXPECT_TRUE(own.held.same_octets);
  EXPECT_THAT(own.held.differs, IsEmpty());
}

TEST(ScanTest, EvidenceCanBeCutOutOfTheFile) {
  TestArchive archive;
  archive.office_life(kStart, kDays);
  Scanner scanner = scanner_over(archive);
  const std::string octets = octets_of(lure());
  const Scanned scanned = examine(scanner, octets);
  std::size_t checked = 0;
  for (const Reason& reason : scanned.finding.reasons) {
    for (const Evidence& evidence : reason.evidence) {
      if (evidence.message != kGuest) continue;
      const EvidenceCheck check = check_evidence(octets, evidence);
      EXPECT_TRUE(check.holds) << check.why;
      ++checked;
    }
  }
  EXPECT_GT(checked, 0u);
}

TEST(ScanTest, AMessageThatTheCaseHoldsIsNamed) {
  TestArchive archive;
  archive.office_life(kStart, kDays);
  archive.put(lure(), {"ben"});
  Scanner scanner = scanner_over(archive);
  const Scanned scanned = examine(scanner, octets_of(lure()));
  EXPECT_EQ(scanned.held.id, archive.id_of("lure@archive.example"));
  EXPECT_TRUE(scanned.held.same_octets);
  // Another delivery of it.
  const Scanned again = examine(
      scanner, "Received: from a by b; Mon, 3 Jun 2024 09:00:01 +0000\r\n" + octets_of(lure()));
  EXPECT_EQ(again.held.id, scanned.held.id);
  EXPECT_FALSE(again.held.same_octets);
  EXPECT_THAT(again.held.differs, IsEmpty());
}

// A leaked message with a sentence put in, or a forged one under the name of a real one.
TEST(ScanTest, AnotherMessageUnderAMessageIdOfTheCaseIsNotConsistent) {
  TestArchive archive;
  archive.office_life(kStart, kDays);
  Scanner scanner = scanner_over(archive);
  std::string octets = archive.octets_of(60);
  octets.insert(octets.size() - 2, " The harbour money stays out of the books.");
  const Scanned altered = examine(scanner, octets);
  EXPECT_EQ(altered.held.id, 60u);
  EXPECT_FALSE(altered.held.same_octets);
  EXPECT_THAT(altered.held.differs, ElementsAre("text"));
  EXPECT_NE(altered.finding.verdict, Verdict::consistent);
  ASSERT_FALSE(altered.finding.reasons.empty());
  const Reason& told = altered.finding.reasons.back();
  EXPECT_EQ(told.code, "same_message_id_differs");
  EXPECT_THAT(told.text, HasSubstr("#60"));
  ASSERT_EQ(told.evidence.size(), 1u);
  EXPECT_TRUE(check_evidence(octets, told.evidence.front()).holds);
}

Scanner scanner_without_case(store::NoFacts& nothing) {
  SilentProgress silent;
  auto ground = Ground::survey(nothing, silent);
  EXPECT_TRUE(ground.has_value());
  auto scanner = Scanner::learn(
      nothing, std::move(*ground),
      [](store::MessageId) -> Expected<std::string> { return std::string(); }, {}, silent);
  EXPECT_TRUE(scanner.has_value());
  return std::move(*scanner);
}

TEST(ScanTest, WithoutACaseOnlyWhatStandsAloneIsSaid) {
  store::NoFacts nothing;
  Scanner scanner = scanner_without_case(nothing);
  const Scanned scanned = examine(scanner, octets_of(lure()));
  EXPECT_EQ(scanned.finding.verdict, Verdict::cannot_say);
  EXPECT_EQ(scanned.of, 0u);
  EXPECT_NE(find_reason(scanned.finding, "link_carries_other_url"), nullptr);
  ASSERT_FALSE(scanned.finding.reasons.empty());
  ASSERT_FALSE(scanned.finding.reasons.front().evidence.empty());
  EXPECT_TRUE(check_evidence(octets_of(lure()), scanned.finding.reasons[0].evidence[0]).holds);
  EXPECT_EQ(find_reason(scanned.finding, "link_domain_new_to_case"), nullptr);
  for (const Reason& reason : scanned.finding.reasons) {
    EXPECT_EQ(reason.text.find("earlier messages"), std::string::npos) << reason.text;
  }
}

TEST(RosterSignsTest, ALapsedRoleAndAFirstApproachToAVipAreReasons) {
  TestArchive archive;
  archive.office_life(kStart, kDays);
  archive.put({.from = "Cleo Vane <cleo@harbour.example>",
               .to = "Dora Quill <dora@meridian.example>",
               .at = kStart},
              {"dora"});
  const auto roster = relations::Roster::parse(
      "[[person]]\nname = \"Ada Moss\"\naddresses = [\"ada@meridian.example\"]\n"
      "role = \"treasurer\"\nuntil = 2023-12-01\n"
      "[[person]]\nname = \"Dora Quill\"\naddresses = [\"dora@meridian.example\"]\nvip = true\n",
      "people.toml");
  ASSERT_TRUE(roster.has_value());
  archive.hunt();
  SilentProgress silent;
  auto ground = Ground::survey(archive.facts(), silent);
  HuntOptions options;
  options.roster = &*roster;
  auto scanner =
      Scanner::learn(archive.facts(), std::move(*ground), archive.evidence(), options, silent);
  ASSERT_TRUE(scanner.has_value());
  TestMail mail = lure();
  mail.to = "Dora Quill <dora@meridian.example>";
  const Scanned scanned = examine(*scanner, octets_of(mail));
  const Reason* lapsed = find_reason(scanned.finding, "role_lapsed");
  ASSERT_NE(lapsed, nullptr);
  // 2023-12-02 to 2023-12-24: the office went on after the role had ended.
  EXPECT_NE(lapsed->text.find("ended on 2023-12-01: 22 days before"), std::string::npos)
      << lapsed->text;
  EXPECT_NE(find_reason(scanned.finding, "first_approach_to_vip"), nullptr);
  mail.from = "Cleo Vane <cleo@harbour.example>";
  EXPECT_EQ(find_reason(examine(*scanner, octets_of(mail)).finding, "first_approach_to_vip"),
            nullptr);
}

}  // namespace
}  // namespace letterlock::hunt
