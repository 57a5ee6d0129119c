#include "hunt/thread_truth.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hunt/claims.h"
#include "hunt/gateway.h"
#include "hunt/test_archive.h"

namespace letterlock::hunt {
namespace {

constexpr const char* kText =
    "The revised harbour figures are ready and I would like to have them out by Thursday noon at "
    "the "
    "latest, please read them on the board page.\r\n";
constexpr UnixTime kSent = 1'724'145'240;  // 2024-08-20 09:14 UTC
constexpr UnixTime kLater = kSent + 86'000;

// Ben writes to Ada; Ada forwards it to outsiders with `text`.
std::string original_and_forward(TestArchive& archive, const std::string& original,
                                 const std::string& forwarded) {
  archive.office_life(kStart, 300);
  archive.put(
      {.from = kBen, .to = kAda, .at = kSent, .subject = "Harbour figures", .body = original},
      {"ada", "ben"});
  return archive.put({.from = kAda,
                      .to = "lee@elsewhere.example",
                      .at = kLater,
                      .subject = "Fwd: Harbour figures",
                      .body = forward_block(kBen, "Tue, 20 Aug 2024 at 11:14", kAda,
                                            "Harbour figures", forwarded)},
                     {"ada"});
}

const Reason* reason_in(const HuntResult& result, std::string_view code) {
  for (const auto& finding : result.findings) {
    if (const Reason* reason = find_reason(finding, code)) return reason;
  }
  return nullptr;
}

HuntOptions everything() {
  HuntOptions options;
  options.budget = 1000;
  options.fewest_points = 0.5;
  return options;
}

TEST(ThreadTruthTest, AGatewayThatWrapsALinkIsNoChangedLink) {
  TestArchive archive;
  original_and_forward(
      archive, std::string(kText) + "https://board.meridian.example/figures\r\n",
      std::string(kText) +
          "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fboard.meridian.example"
          "%2Ffigures&data=05\r\n");
  EXPECT_EQ(reason_in(archive.hunt(everything()), "quoted_link_changed"), nullptr);
}

TEST(ThreadTruthTest, AnUnknownSiteThatWrapsALinkIsAChangedLink) {
  TestArchive archive;
  original_and_forward(archive, std::string(kText) + "https://board.meridian.example/figures\r\n",
                       std::string(kText) +
                           "https://mail-relay.example/?u=https%3A%2F%2Fboard.meridian.example%2F"
                           "figures\r\n");
  const HuntResult result = archive.hunt(everything());
  const Reason* changed = reason_in(result, "quoted_link_changed");
  ASSERT_NE(changed, nullptr);
  EXPECT_TRUE(changed->contradicts);
  EXPECT_EQ(result.truth.differs, 1u);
}

TEST(ThreadTruthTest, OtherWordsInTheSameMessageAreADifference) {
  TestArchive archive;
  original_and_forward(archive, kText,
                       std::string(kText) +
                           "Also, send the signing keys of the pumping station to the new address "
                           "of our contractor before tonight, he is waiting for them.\r\n");
  const HuntResult result = archive.hunt(everything());
  const Reason* differs = reason_in(result, "quoted_text_differs");
  ASSERT_NE(differs, nullptr);
  EXPECT_NE(differs->text.find("signing keys"), std::string::npos);
  EXPECT_FALSE(differs->contradicts);
}

TEST(ThreadTruthTest, QuotingAPartIsNoDifference) {
  TestArchive archive;
  original_and_forward(archive, std::string(kText) + "And a second paragraph about the cranes.\r\n",
                       kText);
  const HuntResult result = archive.hunt(everything());
  EXPECT_EQ(result.truth.differs, 0u);
  EXPECT_EQ(result.truth.absent, 0u);
}

TEST(ThreadTruthTest, ACutQuotationThatOnlyNamesSomebodyCannotBeChecked) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  archive.put({.from = "lee@elsewhere.example",
               .to = kAda,
               .at = kLater,
               .subject = "Re: Fwd: Something",
               .body = "Yes.\r\n\r\n---------- Forwarded message ---------\r\nFrom: "
                       "Ben Tarr <ben@meridian.example>\r\n"},
              {"ada"});
  const HuntResult result = archive.hunt(everything());
  EXPECT_EQ(result.truth.absent, 0u);
  EXPECT_EQ(reason_in(result, "forwarded_original_absent"), nullptr);
}

// What all claims of the archive come to, where searches may look at so many texts.
TruthCounts with_budget(TestArchive& archive, std::uint64_t texts) {
  SilentProgress silent;
  const auto ground = Ground::survey(archive.facts(), silent);
  const relations::Baseline baseline;
  const EvidenceSource evidence = archive.evidence();
  Lookups lookups(archive.facts(), texts);
  const Context context{archive.facts(), *ground, baseline, evidence, lookups};
  TruthCounts counts;
  std::uint64_t reasons = 0;
  store::ScanOptions all;
  all.links = all.quotes = all.traits = true;
  EXPECT_TRUE(archive.facts().scan(all, [&](const store::MessageRecord& message) {
    Assessment assessment;
    EXPECT_TRUE(examine_claims(context, message, assessment, counts));
    for (const Reason& reason : assessment.reasons) {
      if (reason.code == "forwarded_original_absent") ++reasons;
    }
    return true;
  }));
  EXPECT_EQ(reasons, counts.absent);
  return counts;
}

TEST(ThreadTruthTest, WhatWasNotLookedForIsNotAbsent) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  archive.put(
      {.from = kAda,
       .to = "lee@elsewhere.example",
       .at = kLater,
       .subject = "Fwd: Harbour figures",
       .body = forward_block(kBen, "Tue, 20 Aug 2024 at 11:14", kAda, "Harbour figures", kText)},
      {"ada"});
  archive.hunt();
  const TruthCounts searched = with_budget(archive, 1000);
  EXPECT_EQ(searched.absent, 1u);
  EXPECT_EQ(searched.cannot_say, 0u);
  const TruthCounts not_searched = with_budget(archive, 0);
  EXPECT_EQ(not_searched.absent, 0u);
  EXPECT_EQ(not_searched.cannot_say, 1u);
  EXPECT_EQ(not_searched.not_searched, 1u);
}

TEST(ThreadTruthTest, AnAnswerInsideAQuotedBlockIsTheWritersOwnLink) {
  TestArchive archive;
  archive.office_life(kStart, 300);
  const auto question = archive.put(
      {.from = kBen, .to = kAda, .at = kSent, .subject = "Harbour figures", .body = kText},
      {"ada", "ben"});
  archive.put(
      {.from = kAda,
       .to = kBen,
       .at = kLater,
       .subject = "Re: Harbour figures",
       .body = "On Tue, 20 Aug 2024 at 11:14, Ben Tarr <ben@meridian.example> wrote:\r\n"
               "> The revised harbour figures are ready and I would like to have them out by\r\n"
               "\r\nSee https://elsewhere-docs.example/paper\r\n\r\n"
               "> Thursday noon at the latest, please read them on the board page.\r\n",
       .in_reply_to = question},
      {"ada", "ben"});
  const HuntResult result = archive.hunt(everything());
  EXPECT_EQ(reason_in(result, "quoted_link_added"), nullptr);
  EXPECT_EQ(reason_in(result, "quoted_link_changed"), nullptr);
}

TEST(ThreadTruthTest, CopiesOfOneMessageAreLookedAtOnce) {
  TestArchive archive;
  archive.office_life(kStart, 100);
  const HuntResult once = archive.hunt();
  for (int i = 0; i < 8; ++i) {
    // The same message as eight people received it: one Message-ID, other trace fields.
    archive.put({.from = kBen,
                 .to = kAda,
                 .at = kSent,
                 .subject = "To all",
                 .body = kText,
                 .more_header = "Received: by host" + std::to_string(i) + ".example\r\n",
                 .message_id = "all@archive.example"},
                {"box" + std::to_string(i)});
  }
  const HuntResult result = archive.hunt();
  EXPECT_EQ(result.messages, once.messages + 1);
  EXPECT_EQ(result.copies, 7u);
}

TEST(ThreadTruthTest, OneMessageIdWithTwoSubjectsIsNoCopy) {
  TestArchive archive;
  archive.office_life(kStart, 10);
  for (const char* subject : {"Budget", "Budget, changed"}) {
    archive.put({.from = kBen,
                 .to = kAda,
                 .at = kSent,
                 .subject = subject,
                 .body = kText,
                 .message_id = "same@archive.example"},
                {"ada"});
  }
  const HuntResult result = archive.hunt();
  EXPECT_EQ(result.copies, 0u);
  SilentProgress silent;
  auto ground = Ground::survey(archive.facts(), silent);
  ASSERT_TRUE(ground);
  EXPECT_EQ(ground->same_message_id_groups(), 1u);
}

TEST(GatewayTest, OnlyTheServicesOwnHostsCount) {
  EXPECT_TRUE(is_rewriting_gateway("urldefense.com"));
  EXPECT_TRUE(is_rewriting_gateway("nam06.safelinks.protection.outlook.com"));
  EXPECT_FALSE(is_rewriting_gateway("safelinks.protection.outlook.com.evil.example"));
  EXPECT_FALSE(is_rewriting_gateway("noturldefense.com"));
}

}  // namespace
}  // namespace letterlock::hunt
