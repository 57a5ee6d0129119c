// What each family of scores says of a message, and when it says nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hunt/test_archive.h"

namespace letterlock::hunt {
namespace {

using testing::HasSubstr;

constexpr int kOfficeDays = 40;
constexpr UnixTime kNow = kStart + (kOfficeDays + 1) * kOneDay;

// What a hunt says of one message of the archive.
struct FamilyTold {
  std::map<std::string, double, std::less<>> terms;
  double score = 0;
  Verdict verdict = Verdict::cannot_say;
  std::optional<Finding> finding;

  double of(std::string_view family) const {
    const auto known = terms.find(family);
    return known == terms.end() ? -100 : known->second;
  }
  const Reason* reason(std::string_view code) const {
    return finding ? find_reason(*finding, code) : nullptr;
  }
};

FamilyTold told_of(TestArchive& archive, const std::string& message_id) {
  FamilyTold told;
  HuntOptions options = every_finding();
  options.every = [&](const Score& score) {
    if (score.message_id != message_id || score.copy_of != store::kNoMessage) return;
    for (const Term& term : score.terms) told.terms[std::string(term.family)] += term.value;
    told.score = score.score;
  };
  told.finding = find_finding(archive.hunt(options), message_id);
  if (told.finding) told.verdict = told.finding->verdict;
  return told;
}

TestMail from_ben(std::string body, UnixTime at = kNow) {
  return {.from = "Ben Tarr <ben@meridian.example>",
          .to = "Ada Moss <ada@meridian.example>",
          .at = at,
          .subject = "A matter",
          .body = std::move(body)};
}

// What is told of a letter from Ben, in an archive of office life.
FamilyTold of_bens(const std::string& body) {
  TestArchive archive;
  archive.office_life(kStart, kOfficeDays);
  return told_of(archive, archive.put(from_ben(body), {"ada", "ben"}));
}

bool shows(const Reason& reason, std::string_view octets) {
  return std::any_of(reason.evidence.begin(), reason.evidence.end(), [&](const Evidence& one) {
    return one.where.length > 0 && one.says.find(octets) != std::string::npos;
  });
}

constexpr const char* kLogin =
    "Your mailbox will be closed. Please sign in and confirm your password today.";

TEST(FamiliesTest, AskSpeaksOfARequestThatIsNewAndShowsIt) {
  const FamilyTold told = of_bens(kLogin);
  EXPECT_GT(told.of("ask"), 1);
  const Reason* asks = told.reason("asks_login");
  ASSERT_NE(asks, nullptr);
  ASSERT_FALSE(asks->evidence.empty());
  EXPECT_FALSE(asks->evidence.front().says.empty());
  EXPECT_THAT(kLogin, HasSubstr(asks->evidence.front().says));
  EXPECT_LT(of_bens("Item 41 of the agenda is the harbour budget.").of("ask"), 0.3);
}

TEST(FamiliesTest, AskFallsSilentForWhoAlwaysAsks) {
  TestArchive archive;
  archive.office_life(kStart, kOfficeDays);
  for (int day = 0; day < kOfficeDays; ++day) {
    archive.put(from_ben(kLogin, kStart + day * kOneDay + 9000), {"ada", "ben"});
  }
  const FamilyTold told = told_of(archive, archive.put(from_ben(kLogin), {"ada", "ben"}));
  EXPECT_LT(told.of("ask"), of_bens(kLogin).of("ask") / 2);
}

TEST(FamiliesTest, LinkSpeaksOfAPlaceNobodyEverLinked) {
  const FamilyTold told = of_bens("The plan is at https://portal.lure.example/plan for you.");
  EXPECT_GT(told.of("link"), 1);
  const Reason* link = told.reason("link_domain_new_to_case");
  ASSERT_NE(link, nullptr);
  EXPECT_TRUE(shows(*link, "portal.lure.example"));
  EXPECT_EQ(of_bens("The plan is as it was.").of("link"), 0);
}

// The link reason of a letter from Ben after others' letters with a link.
std::string told_of_a_link(int others, bool by_ben) {
  TestArchive archive;
  archive.office_life(kStart, kOfficeDays);
  constexpr const char* kLetter = "See https://wiki.tools.example/page";
  for (int i = 0; i < others; ++i) {
    TestMail mail = from_ben(kLetter, kStart + (kOfficeDays - 4) * kOneDay + UnixTime{900} * i);
    mail.from = fmt::format("p{}@rest.example", i);
    for (int line = 0; line < 90; ++line) mail.body += "\r\nThe plan of the week is as it was.";
    archive.put(mail, {"ada"});
  }
  if (by_ben)
    archive.put(from_ben(kLetter, kStart + (kOfficeDays - 2) * kOneDay + 9000), {"ada", "ben"});
  const FamilyTold told =
      told_of(archive, archive.put(from_ben(std::string(kLogin) + kLetter), {"ada"}));
  for (const char* code : {"link_domain_new_to_case", "link_domain_new_from_sender",
                           "link_domain_of_this_sender_alone", "link_unusual_for_sender"}) {
    if (const Reason* reason = told.reason(code)) return std::string(code) + ": " + reason->text;
  }
  return "";
}

TEST(FamiliesTest, ALinkIsCalledNewOnlyWhereItIs) {
  EXPECT_THAT(told_of_a_link(0, false), testing::StartsWith("link_domain_new_to_case"));
  EXPECT_THAT(told_of_a_link(1, false),
              testing::AllOf(testing::StartsWith("link_domain_new_from_sender"),
                             HasSubstr("1 sender has linked it before, this one never.")));
  EXPECT_THAT(told_of_a_link(0, true),
              testing::AllOf(testing::StartsWith("link_domain_of_this_sender_alone"),
                             HasSubstr("1 sender has linked it before, this one.")));
  EXPECT_THAT(told_of_a_link(12, false), HasSubstr("12 senders have linked it before"));
}

TEST(FamiliesTest, ALinkInQuotedLinesIsNotTheSenders) {
  EXPECT_EQ(of_bens("Yes.\r\n\r\nOn Tue, 4 Jun 2024 at 09:00, Cy <cy@x.example> wrote:\r\n"
                    "> See https://portal.lure.example/x\r\n")
                .of("link"),
            0);
}

TEST(FamiliesTest, LinkIsSilentOfTheSendersOwnPlaces) {
  TestArchive archive;
  archive.office_life(kStart, kOfficeDays);
  for (int day = 0; day < kOfficeDays; ++day) {
    archive.put(from_ben("See https://wiki.tools.example/page", kStart + day * kOneDay + 9000),
                {"ada", "ben"});
  }
  const auto id = archive.put(from_ben("See https://wiki.tools.example/other"), {"ada", "ben"});
  EXPECT_LT(told_of(archive, id).of("link"), 0.5);
}

// Ben's mail as one program writes it; `other` by another, from another zone and network.
std::string header_of(bool other) {
  return other ? "User-Agent: Thunderbird 91\r\nX-Priority: 1\r\nContent-Language: fr\r\n"
                 "Received: from home (dsl.far.example [198.51.100.7]) by mx.meridian.example "
                 "with ESMTPSA id 1; Fri, 1 Dec 2023 00:00:00 +0900\r\n"
               : "X-Mailer: Apple Mail (2.3445)\r\n"
                 "Received: from desk (lan.meridian.example [192.0.2.7]) by mx.meridian.example "
                 "with ESMTPSA id 1; Fri, 1 Dec 2023 00:00:00 +0000\r\n";
}

void letters_by_one_client(TestArchive& archive, int letters) {
  for (int i = 0; i < letters; ++i) {
    TestMail mail = from_ben(fmt::format("Figures of week {} are in.", i), kStart + i * kOneDay);
    mail.more_header = header_of(false);
    archive.put(mail, {"ada", "ben"});
  }
}

FamilyTold by_client(bool other, const std::string& body, int letters = 60) {
  TestArchive archive;
  letters_by_one_client(archive, letters);
  TestMail mail = from_ben(body, kStart + letters * kOneDay);
  mail.more_header = header_of(other);
  return told_of(archive, archive.put(mail, {"ada", "ben"}));
}

TEST(FamiliesTest, AChangedClientIsToldAndAloneAccusesNobody) {
  const FamilyTold told = by_client(true, "Figures of week 60 are in.");
  EXPECT_GT(told.of("client"), 0.5);
  EXPECT_LE(told.of("client"), 2);
  EXPECT_LT(told.score, HuntOptions().fewest_points);
  const Reason* changed = told.reason("client_new_to_sender");
  ASSERT_NE(changed, nullptr);
  EXPECT_FALSE(changed->evidence.empty());
  EXPECT_FALSE(changed->innocent.empty());
}

TEST(FamiliesTest, AMatchingClientClearsNobody) {
  const std::string lure = std::string(kLogin) + " https://portal.lure.example/x";
  const FamilyTold same = by_client(false, lure);
  EXPECT_LE(same.of("client"), 0.3);
  EXPECT_GE(same.of("client"), -0.3);  // whatever fits, it takes next to nothing away
  EXPECT_GT(same.score, HuntOptions().fewest_points);
}

TEST(FamiliesTest, OfASenderHardlyKnownLittleIsSaidAndNothingConcluded) {
  const FamilyTold known = by_client(true, kLogin), stranger = by_client(true, kLogin, 1);
  EXPECT_LT(stranger.of("client"), known.of("client") / 2 + 0.01);
  EXPECT_LT(stranger.of("ask"), known.of("ask") / 2);
  EXPECT_EQ(stranger.verdict, Verdict::cannot_say);
  EXPECT_FALSE(stranger.finding);
}

TEST(FamiliesTest, RelationshipSpeaksOfWhoComesBackAfterALongSilence) {
  TestArchive archive;
  archive.office_life(kStart, kOfficeDays);
  const auto back =
      archive.put(from_ben("Good morning, here I am.", kNow + 300 * kOneDay), {"ada", "ben"});
  const FamilyTold told = told_of(archive, back);
  EXPECT_GT(told.of("relationship"), of_bens("Good morning, here I am.").of("relationship"));
  const Reason* silence = told.reason("back_after_silence");
  ASSERT_NE(silence, nullptr);
  EXPECT_THAT(silence->text, HasSubstr("301 days"));
  EXPECT_TRUE(shows(*silence, "ben@meridian.example"));
}

TEST(FamiliesTest, WritingSpeaksOfWordsThatAreNotTheSenders) {
  const std::string foreign =
      "Gracious colleague, kindly peruse the confidential memorandum concerning offshore "
      "inheritance arrangements, whereupon the beneficiary solicitor shall furnish extraordinary "
      "compensation, notwithstanding bureaucratic impediments or clerical hesitation whatsoever.";
  const std::string own =
      "On agenda, Ada Moss wrote: Item of the agenda is the harbour budget. Agreed, as item. "
      "Agreed, as item of the agenda. Agreed, as the harbour budget of item.";
  EXPECT_GT(of_bens(foreign).of("writing"), of_bens(own).of("writing") + 0.3);
  EXPECT_EQ(of_bens("Yes.").reason("words_foreign_to_sender"), nullptr);
}

std::string signed_by(const std::string& domain) {
  return fmt::format(
      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s=k1;\r\n"
      " h=From:To:Subject:Date; bh=AAAA; b=BBBB\r\n",
      domain);
}

TEST(FamiliesTest, AuthenticationSpeaksOfALostSignatureAndCorroboratesOnly) {
  const auto told = [](bool ever, bool now) {
    TestArchive archive;
    archive.office_life(kStart, kOfficeDays);
    for (int day = 0; day < kOfficeDays; ++day) {
      TestMail mail = from_ben(fmt::format("Week {}.", day), kStart + day * kOneDay + 9000);
      if (ever) mail.more_header = signed_by("meridian.example");
      archive.put(mail, {"ada", "ben"});
    }
    TestMail mail = from_ben("Week 41.");
    if (now) mail.more_header = signed_by("bulk.other.example");
    return told_of(archive, archive.put(mail, {"ada", "ben"}));
  };
  EXPECT_GT(told(true, true).of("authentication"), 0.1);  // by a domain never seen
  EXPECT_LE(told(true, true).of("authentication"), 1.5);
  EXPECT_LT(told(false, false).of("authentication"), 0.1);  // never signed, not signed
}

TEST(FamiliesTest, WhatTheSenderKeepsIsNoEvidenceOfALostResult) {
  TestArchive archive;
  archive.office_life(kStart, kOfficeDays);
  const std::string result = "Authentication-Results: mx.other.example; spf={}\r\n";
  for (int day = 0; day < kOfficeDays; ++day) {
    TestMail mail = from_ben(fmt::format("Week {}.", day), kStart + day * kOneDay + 9000);
    mail.message_id = fmt::format("week-{}@meridian.example", day);
    archive.put(mail, {"ben"});
    mail.more_header = fmt::format(fmt::runtime(result), "pass");
    if (day % 2 == 0) archive.put(mail, {"ada"});
  }
  TestMail passes = from_ben("Week 41."), fails = from_ben("Week 42.", kNow + kOneDay);
  passes.more_header = fmt::format(fmt::runtime(result), "pass");
  fails.more_header = fmt::format(fmt::runtime(result), "fail");
  const auto as_always = archive.put(passes, {"ada"}), otherwise = archive.put(fails, {"ada"});
  EXPECT_LT(told_of(archive, as_always).of("authentication"), 0.05);
  const FamilyTold told = told_of(archive, otherwise);
  const Reason* reason = told.reason("authentication_unusual");
  ASSERT_NE(reason, nullptr);
  EXPECT_EQ(reason->n, 21U);  // one in two was received by somebody whose mail is here
  EXPECT_THAT(
      reason->text,
      HasSubstr("hardly any of this sender's 21 earlier messages with a receiver's result"));
}

TEST(FamiliesTest, AnAskThatTheSenderMakesMoreThanUsualIsNoDeparture) {
  const auto reason_after = [](int asks) {
    TestArchive archive;
    archive.office_life(kStart, kOfficeDays);
    for (int i = 0; i < asks; ++i) {
      archive.put(from_ben("Please send the figures as soon as possible.",
                           kStart + (5 + 7 * i) * kOneDay + 9000),
                  {"ada", "ben"});
    }
    const auto id = archive.put(from_ben("Please send them as soon as possible."), {"ada", "ben"});
    return told_of(archive, id).reason("asks_urgency") != nullptr;
  };
  EXPECT_TRUE(reason_after(0));
  EXPECT_FALSE(reason_after(4));
}

TEST(FamiliesTest, TheTermsOfAMessageSumUpToItsScore) {
  const FamilyTold told = of_bens(std::string(kLogin) + " https://portal.lure.example/x");
  double sum = 0;
  for (const auto& [family, value] : told.terms) sum += value;
  EXPECT_NEAR(sum, told.score, 1e-9);
  ASSERT_TRUE(told.finding);
  for (const Reason& reason : told.finding->reasons) {
    EXPECT_FALSE(reason.evidence.empty()) << reason.code;
  }
}

}  // namespace
}  // namespace letterlock::hunt
