#include "hunt/link_ages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "hunt/evidence.h"
#include "hunt/test_archive.h"

namespace letterlock::hunt {
namespace {

using testing::HasSubstr;

constexpr int kLinkDays = 60;
constexpr UnixTime kLureAt = kStart + 59 * kOneDay + 50'000;
constexpr const char* kCleo = "Cleo Hart <cleo@partner.example>";

// Ben, who never links anything, sends Ada a link with a URL of another site inside.
TestMail link_lure() {
  return {.from = kBen,
          .to = kAda,
          .at = kLureAt,
          .subject = "Figures",
          .body =
              "Please sign in at https://tides.example/r?u=https%3A%2F%2Fbank.example and "
              "confirm your password."};
}

TestMail link_of(const char* from, const char* to, int day, const std::string& page = "x") {
  return {.from = from,
          .to = to,
          .at = kStart + day * kOneDay + 30'000,
          .subject = "Tides " + page,
          .body = "The tables: https://www.tides.example/" + page};
}

Finding finding_of_lure(TestArchive& archive) {
  const auto id = archive.put(link_lure(), {"ada", "ben"});
  const auto finding = find_finding(archive.hunt(every_finding()), id);
  EXPECT_TRUE(finding.has_value());
  return finding.value_or(Finding{});
}

const Reason* reason_about(const Finding& finding, std::string_view domain) {
  for (const Reason& reason : finding.reasons) {
    if (reason.ages && reason.ages->domain == domain) return &reason;
  }
  ADD_FAILURE() << "no reason with the ages of " << domain;
  return nullptr;
}

TEST(LinkAgesTest, OneIsNotMany) {
  LinkAges ages;
  ages.domain = "x.example";
  ages.in_case.messages = ages.in_case.of = ages.from_sender.of = 1;
  ages.in_case.first = kStart;
  EXPECT_THAT(ages_sentence(ages, kStart + kOneDay),
              testing::AllOf(testing::HasSubstr("(1 day before, in 1 of 1 earlier message)"),
                             testing::HasSubstr("never before (none of 1 earlier message)")));
}

TEST(LinkAgesTest, ADomainThatNobodyKnowsIsSaidToBeNewToAllThree) {
  TestArchive archive;
  archive.office_life(kStart, kLinkDays);
  const Finding finding = finding_of_lure(archive);
  const Reason* reason = reason_about(finding, "tides.example");
  ASSERT_NE(reason, nullptr);
  EXPECT_EQ(reason->ages->in_case.messages, 0u);
  EXPECT_EQ(reason->ages->in_case.of, 180u);  // all before it
  EXPECT_EQ(reason->ages->from_sender.of, 60u);
  ASSERT_EQ(reason->ages->to.size(), 1u);
  EXPECT_EQ(reason->ages->to[0].address, "ada@meridian.example");
  EXPECT_EQ(reason->ages->to[0].seen.of, 60u);
  EXPECT_FALSE(reason->ages->to[0].seen.first.has_value());
  EXPECT_THAT(reason->text,
              HasSubstr("First links to “tides.example”: in the case never before (none of 180 "
                        "earlier messages), from this "
                        "sender never before (none of 60 earlier messages), to "
                        "“ada@meridian.example” never before (none of 60 earlier messages)."));
}

TEST(LinkAgesTest, WhatOthersWereSentIsToldApartFromWhatTheRecipientWas) {
  TestArchive archive;
  archive.office_life(kStart, kLinkDays);
  const auto first = archive.put(link_of(kCleo, kBen, 5), {"ben"});
  const auto to_ada = archive.put(link_of(kCleo, kAda, 20), {"ada"});
  archive.put(link_of(kCleo, kAda, 30, "y"), {"ada"});
  const Finding finding = finding_of_lure(archive);
  const Reason* reason = reason_about(finding, "tides.example");
  ASSERT_NE(reason, nullptr);
  const LinkAges& ages = *reason->ages;
  EXPECT_EQ(ages.in_case.messages, 3u);
  EXPECT_EQ(ages.in_case.first, kStart + 5 * kOneDay + 30'000);
  EXPECT_EQ(ages.in_case.first_message, archive.id_of(first));
  EXPECT_EQ(ages.from_sender.messages, 0u);
  ASSERT_EQ(ages.to.size(), 1u);
  EXPECT_EQ(ages.to[0].seen.messages, 2u);
  EXPECT_EQ(ages.to[0].seen.first, kStart + 20 * kOneDay + 30'000);
  EXPECT_EQ(ages.to[0].seen.first_message, archive.id_of(to_ada));
  EXPECT_EQ(ages.to[0].seen.of, 62u);
  EXPECT_THAT(reason->text, HasSubstr("in the case on 2023-11-20 (54 days before, in 3 of "));
  EXPECT_THAT(reason->text, HasSubstr("from this sender never before (none of 60"));
  EXPECT_THAT(reason->text, HasSubstr("“ada@meridian.example” on 2023-12-05 (39 days before, in 2 "
                                      "of 62 earlier messages)"));
}

TEST(LinkAgesTest, TheFirstSightingsCanBeCutOutOfTheMessagesThatShowThem) {
  TestArchive archive;
  archive.office_life(kStart, kLinkDays);
  const auto first = archive.put(link_of(kCleo, kBen, 5), {"ben"});
  const auto to_ada = archive.put(link_of(kCleo, kAda, 20), {"ada"});
  const Finding finding = finding_of_lure(archive);
  const Reason* reason = reason_about(finding, "tides.example");
  ASSERT_NE(reason, nullptr);
  std::set<store::MessageId> shown;
  for (const Evidence& evidence : reason->evidence) {
    shown.insert(evidence.message);
    EXPECT_TRUE(check_evidence(archive.octets_of(evidence.message), evidence).holds);
    EXPECT_THAT(evidence.says, HasSubstr("tides.example/"));
  }
  EXPECT_TRUE(shown.contains(archive.id_of(first)));
  EXPECT_TRUE(shown.contains(archive.id_of(to_ada)));
}

TEST(LinkAgesTest, WhatCameLaterAndCopiesDoNotCount) {
  TestArchive archive;
  archive.office_life(kStart, kLinkDays);
  TestMail mail = link_of(kCleo, kAda, 20);
  mail.message_id = "same@archive.example";
  archive.put(mail, {"ada"});
  mail.more_header = "X-Delivered: again\r\n";
  archive.put(mail, {"ben"});
  archive.put(link_of(kCleo, kAda, 80, "late"), {"ada"});
  const Finding finding = finding_of_lure(archive);
  const Reason* reason = reason_about(finding, "tides.example");
  ASSERT_NE(reason, nullptr);
  EXPECT_EQ(reason->ages->in_case.messages, 1u);
  ASSERT_EQ(reason->ages->to.size(), 1u);
  EXPECT_EQ(reason->ages->to[0].seen.messages, 1u);
}

TEST(LinkAgesTest, OfADomainInManyMessagesTheFirstOfTheRecipientIsStillFound) {
  TestArchive archive;
  archive.office_life(kStart, kLinkDays);
  // More than are read of one domain, all before the one that Ada got.
  for (int i = 0; i < 330; ++i) {
    archive.put(link_of(kCleo, "Dora <dora@partner.example>", i % 15, std::to_string(i)), {});
  }
  const auto to_ada = archive.put(link_of(kCleo, kAda, 20), {"ada"});
  const Finding finding = finding_of_lure(archive);
  const Reason* reason = reason_about(finding, "tides.example");
  ASSERT_NE(reason, nullptr);
  EXPECT_EQ(reason->ages->in_case.messages, 331u);
  ASSERT_EQ(reason->ages->to.size(), 1u);
  EXPECT_EQ(reason->ages->to[0].seen.messages, 1u);
  EXPECT_EQ(reason->ages->to[0].seen.first_message, archive.id_of(to_ada));
  EXPECT_FALSE(reason->ages->to[0].seen.more);
}

TEST(LinkAgesTest, TheSentenceIsToldOnceADomain) {
  TestArchive archive;
  archive.office_life(kStart, kLinkDays);
  const Finding finding = finding_of_lure(archive);
  std::size_t told = 0, with_ages = 0;
  for (const Reason& reason : finding.reasons) {
    if (reason.ages && reason.ages->domain == "tides.example") ++with_ages;
    if (reason.text.find("First links to “tides.example”") != std::string::npos) ++told;
  }
  EXPECT_EQ(told, 1u);
  EXPECT_GE(with_ages, 2u);
}

}  // namespace
}  // namespace letterlock::hunt
