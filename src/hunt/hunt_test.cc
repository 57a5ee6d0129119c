#include "hunt/hunt.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "hunt/evidence.h"
#include "hunt/test_archive.h"

namespace letterlock::hunt {
namespace {

constexpr const char* kWard = "Paul Ward <paul@ward-advice.example>";
constexpr const char* kLure =
    "Please look at the revised harbour figures before Thursday and tell me what you think of "
    "them.\r\nhttps://mail-relay.example/r?u=https%3A%2F%2Fmeridian.example%2Ffigures\r\n";

// An adviser who writes every five days for half a year.
void adviser_writes(TestArchive& archive, int letters) {
  for (int i = 0; i < letters; ++i) {
    archive.put({.from = kWard,
                 .to = kAda,
                 .at = kStart + i * 5 * kOneDay + 40'000,
                 .subject = "Advice " + std::to_string(i),
                 .body = "My advice number " + std::to_string(i) + " is to wait."},
                {"ada"});
  }
}

TestMail fake_forward(UnixTime at) {
  return {.from = kWard,
          .to = kAda,
          .at = at,
          .subject = "Fwd: Harbour figures",
          .body = "See below.\r\n\r\n" + forward_block(kBen, "Tue, 20 Aug 2024 at 09:14", kWard,
                                                       "Harbour figures", kLure)};
}

constexpr UnixTime kAttack = 1'724'230'000;  // 2024-08-21

bool is_in(const HuntResult& result, store::MessageId id) {
  return std::any_of(result.findings.begin(), result.findings.end(),
                     [&](const Finding& f) { return f.message == id; });
}

TEST(HuntTest, AHopNamedLikeTheMailSystemIsSaidToBeOne) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  TestMail lure = fake_forward(kAttack);
  lure.body = "See below.\r\n\r\n" + forward_block(kBen, "Tue, 20 Aug 2024 at 09:14", kWard,
                                                   "Harbour figures",
                                                   "https://mailer-daemon.example/r?x=1\r\n"
                                                   "https://meridiam.example/figures\r\n");
  const auto fake = archive.put(lure, {"ada"});
  const HuntResult result = archive.hunt();
  ASSERT_FALSE(result.findings.empty());
  const Finding& top = result.findings.front();
  EXPECT_EQ(top.message, archive.id_of(fake));
  for (const char* code : {"link_imitates_mail_service", "link_like_own_domain"}) {
    const Reason* reason = find_reason(top, code);
    ASSERT_NE(reason, nullptr) << code;
    EXPECT_GT(reason->weight, 0) << code;
    ASSERT_EQ(reason->evidence.size(), 1u);
    EXPECT_EQ(reason->evidence[0].says.substr(0, 8), "https://");
  }
}

TEST(HuntTest, AFakeForwardThroughAHopAfterSilenceIsTheTopFinding) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  const auto fake = archive.put(fake_forward(kAttack), {"ada"});
  const HuntResult result = archive.hunt();
  ASSERT_FALSE(result.findings.empty());
  const Finding& top = result.findings.front();
  EXPECT_EQ(top.message, archive.id_of(fake));
  EXPECT_EQ(top.verdict, Verdict::contradicted);
  EXPECT_TRUE(top.outside_budget);
  for (const char* code : {"forwarded_original_absent", "link_domain_new_to_case",
                           "link_carries_other_url", "back_after_silence"}) {
    EXPECT_NE(find_reason(top, code), nullptr) << code;
  }
  EXPECT_NE(find_reason(top, "back_after_silence")->text.find("days"), std::string::npos);
  EXPECT_FALSE(top.ask.empty());
  EXPECT_FALSE(top.innocent.empty());
}

TEST(HuntTest, EveryPieceOfEvidenceCanBeCutOutAgain) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  archive.put(fake_forward(kAttack), {"ada"});
  const HuntResult result = archive.hunt();
  std::size_t checked = 0;
  for (const auto& finding : result.findings) {
    for (const auto& reason : finding.reasons) {
      EXPECT_FALSE(reason.evidence.empty()) << reason.code;
      for (const auto& evidence : reason.evidence) {
        std::string octets = archive.octets_of(evidence.message);
        EXPECT_TRUE(check_evidence(octets, evidence).holds)
            << reason.code << ": " << check_evidence(octets, evidence).why;
        octets.back() ^= 1;
        EXPECT_FALSE(check_evidence(octets, evidence).holds);
        ++checked;
      }
    }
  }
  EXPECT_GE(checked, 5u);
}

TEST(HuntTest, ATrueForwardIsHeldAndIsNoFinding) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  const std::string text =
      "The revised harbour figures are ready and I would like to have them out by Thursday noon.";
  archive.put({.from = kBen,
               .to = kAda,
               .at = 1'724'145'240,  // 2024-08-20 09:14 UTC
               .subject = "Harbour figures",
               .body = text},
              {"ada", "ben"});
  const auto forward =
      archive.put({.from = kAda,
                   .to = kWard,
                   .at = kAttack,
                   .subject = "Fwd: Harbour figures",
                   .body = "FYI\r\n\r\n" + forward_block(kBen, "Tue, 20 Aug 2024 at 11:14", kAda,
                                                         "Harbour figures", text)},
                  {"ada"});
  const HuntResult result = archive.hunt();
  EXPECT_EQ(result.truth.absent, 0u);
  EXPECT_EQ(result.truth.differs, 0u);
  EXPECT_FALSE(is_in(result, archive.id_of(forward)));
}

TEST(HuntTest, AForwardWhoseLinkIsNotTheOriginalsIsContradictedByIt) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  const std::string before =
      "The revised harbour figures are ready and I would like to have them out by Thursday noon at "
      "the latest, please read them on the board page.\r\n";
  const auto original = archive.put({.from = kBen,
                                     .to = kAda,
                                     .at = 1'724'145'240,
                                     .subject = "Harbour figures",
                                     .body = before + "https://board.meridian.example/figures\r\n"},
                                    {"ada", "ben"});
  archive.put({.from = kWard,
               .to = kAda,
               .at = kAttack,
               .subject = "Fwd: Harbour figures",
               .body = forward_block(kBen, "Tue, 20 Aug 2024 at 11:14", kAda, "Harbour figures",
                                     before + "https://board-meridian.example/figures\r\n")},
              {"ada"});
  const HuntResult result = archive.hunt();
  ASSERT_FALSE(result.findings.empty());
  const Reason* changed = find_reason(result.findings.front(), "quoted_link_changed");
  ASSERT_NE(changed, nullptr);
  EXPECT_TRUE(changed->contradicts);
  ASSERT_EQ(changed->evidence.size(), 2u);
  EXPECT_EQ(changed->evidence[0].says, "https://board-meridian.example/figures");
  EXPECT_EQ(changed->evidence[1].message, archive.id_of(original));
  EXPECT_EQ(changed->evidence[1].says, "https://board.meridian.example/figures");
}

TEST(HuntTest, AForwardBetweenOutsidersCannotBeJudged) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  archive.put({.from = kWard,
               .to = kAda,
               .at = kStart + 125 * kOneDay,
               .subject = "Fwd: Lunch",
               .body = forward_block("Lee <lee@elsewhere.example>", "Tue, 20 Feb 2024 at 09:14",
                                     kWard, "Lunch", "Shall we have lunch one of these days?")},
              {"ada"});
  const HuntResult result = archive.hunt();
  EXPECT_EQ(result.truth.absent, 0u);
  EXPECT_EQ(result.truth.cannot_say, 1u);
  EXPECT_TRUE(result.findings.empty());
}

TEST(HuntTest, AMailboxThatDoesNotCoverTheTimeSaysNothing) {
  TestArchive archive;
  archive.office_life(kStart, 100);  // ends half a year before the forward
  adviser_writes(archive, 24);
  archive.put(fake_forward(kAttack), {"ada"});
  const HuntResult result = archive.hunt();
  EXPECT_EQ(result.truth.absent, 0u);
  EXPECT_EQ(result.truth.cannot_say, 1u);
  for (const auto& finding : result.findings) EXPECT_NE(finding.verdict, Verdict::contradicted);
}

TEST(HuntTest, AMailboxKnownToLoseMailContradictsNothing) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  for (int i = 0; i < 400; ++i) {  // answers to messages that nobody kept
    archive.put({.from = "Cleo <cleo@partner.example>",
                 .to = kBen,
                 .at = kStart + i * kOneDay / 2,
                 .subject = "Re: Offer " + std::to_string(i),
                 .body = "Fine with me.",
                 .in_reply_to = "gone" + std::to_string(i) + "@archive.example"},
                {"ben"});
  }
  adviser_writes(archive, 24);
  archive.put(fake_forward(kAttack), {"ada"});
  const HuntResult result = archive.hunt();
  EXPECT_EQ(result.truth.absent, 1u);
  for (const auto& finding : result.findings) {
    if (const Reason* absent = find_reason(finding, "forwarded_original_absent")) {
      EXPECT_FALSE(absent->contradicts);
      EXPECT_LT(absent->weight, 2.3);
    }
  }
}

TEST(HuntTest, OneLureToManyIsOneFindingWithRepeats) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  for (int i = 0; i < 3; ++i) archive.put(fake_forward(kAttack + i * 3600), {"ada"});
  const HuntResult result = archive.hunt();
  const auto lures =
      std::count_if(result.findings.begin(), result.findings.end(),
                    [](const Finding& f) { return f.from_address == "paul@ward-advice.example"; });
  EXPECT_EQ(lures, 1);
  EXPECT_EQ(result.findings.front().repeats.size(), 2u);
}

TEST(HuntTest, ALoneNewLinkDomainRanksFarBelowACombination) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  const auto fake = archive.put(fake_forward(kAttack), {"ada"});
  const auto article = archive.put({.from = kAda,
                                    .to = kBen,
                                    .at = kStart + 200 * kOneDay + 50,
                                    .subject = "Worth reading",
                                    .body = "https://harbour-journal.example/cranes"},
                                   {"ada", "ben"});
  const HuntResult result = archive.hunt();
  ASSERT_FALSE(result.findings.empty());
  EXPECT_EQ(result.findings.front().message, archive.id_of(fake));
  for (const auto& finding : result.findings) {
    if (finding.message != archive.id_of(article)) continue;
    EXPECT_EQ(finding.verdict, Verdict::deviates);
    EXPECT_LT(finding.score, result.findings.front().score / 2);
  }
}

TEST(HuntTest, ADomainThatTheSenderBroughtDaysAgoSaysLessTheSecondTime) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  adviser_writes(archive, 24);
  TestMail mail{.from = kWard,
                .to = kAda,
                .at = kStart + 121 * kOneDay,
                .subject = "A page",
                .body = "The page stands at https://quarry-harbour.example/plan now."};
  const auto first = archive.put(mail, {"ada"});
  mail.at += 4 * kOneDay;
  mail.subject = "The page again";
  const auto second = archive.put(mail, {"ada"});
  std::map<std::string, double> of_link;
  HuntOptions options;
  options.every = [&](const Score& score) {
    for (const Term& term : score.terms) {
      if (term.family == std::string_view("link"))
        of_link[std::string(score.message_id)] = term.value;
    }
  };
  archive.hunt(options);
  ASSERT_TRUE(of_link.contains(first) && of_link.contains(second));
  EXPECT_GT(of_link[first], 2);
  EXPECT_LT(of_link[second], 0.8 * of_link[first]);
  EXPECT_GT(of_link[second], 0);
}

TEST(HuntTest, NewslettersWithCountingLinksDoNotFlood) {
  TestArchive archive;
  archive.office_life(kStart, 200);
  for (int i = 0; i < 200; ++i) {
    const std::string n = std::to_string(i);
    archive.put({.from = "Weekly <news@weekly.example>",
                 .to = kAda,
                 .at = kStart + i * kOneDay,
                 .subject = "Issue " + n,
                 .body = "<p><a href=\"https://click.counter" + n +
                         ".example/c?u=https%3A%2F%2Fsite" + n + ".example%2Fx\">Read</a></p>",
                 .html = true,
                 .more_header = "List-Id: <weekly.example>\r\n"},
                {"ada"});
  }
  EXPECT_TRUE(archive.hunt().findings.empty());
}

TEST(HuntTest, TooLittleHistoryIsSaidAndNotRounded) {
  TestArchive archive;
  archive.office_life(kStart, 100);
  for (int i = 0; i < 4; ++i) {
    archive.put(
        {.from = "Stranger " + std::to_string(i) + " <s" + std::to_string(i) + "@stranger.example>",
         .to = kAda,
         .at = kStart + i * kOneDay,
         .body = "https://first" + std::to_string(i) + ".example/"},
        {"ada"});
  }
  const HuntResult result = archive.hunt();
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(result.cannot_say, 4u + 5u + 5u);  // the strangers, and everybody's first five
}

TEST(HuntTest, TheBudgetIsKeptAndWhatItLeavesOutIsCounted) {
  TestArchive archive;
  archive.office_life(kStart, 200);
  std::vector<std::string> people = {"eve", "finn", "gail", "hugo"};
  for (const auto& who : people) {
    for (int i = 0; i < 30; ++i) {
      archive.put({.from = who + "@partner.example",
                   .to = kAda,
                   .at = kStart + i * kOneDay + 99,
                   .body = "A note."},
                  {"ada"});
    }
    archive.put({.from = who + "@partner.example",
                 .to = kAda,
                 .at = kStart + 190 * kOneDay,
                 .body = "https://" + who + "-relay.example/?to=https%3A%2F%2Fbank.example"},
                {"ada"});
  }
  HuntOptions three;
  three.budget = 3;
  const HuntResult result = archive.hunt(three);
  EXPECT_EQ(result.findings.size(), 3u);
  EXPECT_EQ(result.beyond_budget, 1u);
}

TEST(HuntTest, TheSameArchiveGivesTheSameFindings) {
  const auto run = [] {
    TestArchive archive;
    archive.office_life(kStart, 300);
    adviser_writes(archive, 24);
    archive.put(fake_forward(kAttack), {"ada"});
    return archive.hunt();
  };
  const HuntResult a = run(), b = run();
  ASSERT_EQ(a.findings.size(), b.findings.size());
  for (std::size_t i = 0; i < a.findings.size(); ++i) {
    EXPECT_EQ(a.findings[i].message, b.findings[i].message);
    EXPECT_EQ(a.findings[i].score, b.findings[i].score);
    EXPECT_EQ(a.findings[i].reasons.front().text, b.findings[i].reasons.front().text);
  }
}

}  // namespace
}  // namespace letterlock::hunt
