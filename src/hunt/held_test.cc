#include "hunt/held.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "hunt/test_archive.h"

namespace letterlock::hunt {
namespace {

// A finding in all that can differ between two hunts.
std::string described(const Finding& finding) {
  std::string text = fmt::format("{} {} {} {} {}", finding.message_id, finding.score,
                                 finding.outside_budget, finding.innocent, finding.ask);
  for (const auto copy : finding.copies) text += fmt::format(" copy {}", copy);
  for (const auto repeat : finding.repeats) text += fmt::format(" repeat {}", repeat);
  for (const Reason& reason : finding.reasons) {
    text += fmt::format("\n{} {} {} {}", reason.code, reason.weight, reason.n, reason.text);
    for (const Evidence& evidence : reason.evidence) {
      text += fmt::format("\n  {}+{} {}", evidence.where.offset, evidence.where.length,
                          evidence.cut_sha256.hex());
    }
  }
  return text;
}

std::vector<std::string> described(const HuntResult& result) {
  std::vector<std::string> all;
  for (const auto* findings : {&result.findings, &result.besides}) {
    for (const Finding& finding : *findings) all.push_back(described(finding));
  }
  return all;
}

// Each unlike the others: what repeats itself becomes its sender's custom.
constexpr const char* kLetters[] = {
    "Please sign in today and confirm your password, keep it between us.\r\n",
    "The invoice is overdue, wire the money to another bank account at once.\r\n",
    "Open this document for me, nobody else should hear about that yet.\r\n",
    "Are you available? Send gift cards, I cannot take calls in meetings.\r\n"};

// Strange letters from a known sender: repeats, copies in two mailboxes, with links and without.
void strange_letters(TestArchive& archive) {
  archive.office_life(kStart, 120);
  for (int i = 0; i < 12; ++i) {
    TestMail mail{.from = "Ben <ben@meridian.example>",
                  .to = "ada@meridian.example",
                  .at = kStart + (121 + 3 * i) * kOneDay,
                  .subject = "Account " + std::to_string(i)};
    mail.body = kLetters[i % 4];
    if (i % 4 != 3) mail.body += fmt::format("https://portal{}.login.example/confirm\r\n", i / 4);
    mail.more_header = fmt::format("X-Mailer: Strange {}\r\n", i);
    archive.put(mail, {"ada", "ben"});
  }
}

TEST(HeldTest, WhateverIsHeldOnTheWayTheResultIsTheSame) {
  TestArchive archive;
  strange_letters(archive);
  HuntOptions options;
  options.budget = 4;
  options.fewest_points = 0.5;
  const auto whole = described(archive.hunt(options));
  ASSERT_GT(whole.size(), 4U);  // some stand beside the budget
  for (const std::size_t most : {0, 1, 3}) {
    options.held_at_most = most;
    EXPECT_EQ(described(archive.hunt(options)), whole) << most;
  }
}

Finding finding(store::MessageId id, double score, std::string cause) {
  Finding made;
  made.message = id;
  made.from_address = "a@x.example";
  made.date = kStart + static_cast<UnixTime>(id);
  made.score = score;
  made.reasons.emplace_back();
  made.reasons.back().cause = std::move(cause);
  return made;
}

TEST(HeldTest, WhatIsHeldFollowsTheBudgetAndNotTheMessages) {
  TestArchive archive;
  SilentProgress silent;
  auto ground = Ground::survey(archive.facts(), silent);
  ASSERT_TRUE(ground);
  HuntOptions options;
  options.budget = 10;
  options.contradictions_at_most = 0;
  Held held(options, *ground);
  for (store::MessageId id = 1; id <= 20'000; ++id) {
    held.add(finding(id, 7 + static_cast<double>(id * 7919 % 20'011) / 1000, ""));
    ASSERT_LT(held.size(), 1'000U);
  }
  Shortlist list = shortlist(held.notes(), options, 10);
  ASSERT_EQ(list.findings.size(), 10U);
  EXPECT_TRUE(held.missing(list).empty());
  const auto taken = held.take(list.findings);
  EXPECT_GE(taken.back().score, 26.99);
}

TEST(HeldTest, WhatALaterMessageFoldsAwayMakesRoomForOneThatIsNamedAsMissing) {
  TestArchive archive;
  SilentProgress silent;
  auto ground = Ground::survey(archive.facts(), silent);
  ASSERT_TRUE(ground);
  HuntOptions options;
  options.budget = 2;
  options.held_at_most = 2;
  Held held(options, *ground);
  held.add(finding(1, 9, "link:one.example"));
  held.add(finding(2, 8.5, "link:two.example"));
  held.add(finding(3, 8, ""));  // now the third of two
  Finding both = finding(4, 10, "link:one.example");
  both.reasons.emplace_back().cause = "link:two.example";
  held.add(std::move(both));
  const Shortlist list = shortlist(held.notes(), options, 2);
  ASSERT_EQ(list.findings.size(), 2U);
  EXPECT_EQ(list.findings[0].repeats, (std::vector<store::MessageId>{1, 2}));
  EXPECT_EQ(held.missing(list), (std::set<std::size_t>{2}));
}

TEST(HeldTest, WhatSharesOnlyASideOfAFindingIsNotFoldedIntoIt) {
  const auto with = [](Finding made, std::string cause, double weight) {
    made.reasons.front().weight = made.score - weight;
    Reason reason;
    reason.cause = std::move(cause);
    reason.weight = weight;
    made.reasons.push_back(std::move(reason));
    return made;
  };
  Notes notes;
  notes.add(with(finding(1, 14, "link:one.example"), "client:1", 0.7));
  notes.add(with(finding(2, 10, ""), "client:1", 0.7));  // asks for something, without a link
  notes.add(with(finding(3, 9, "link:one.example"), "client:2", 0.5));
  HuntOptions options;
  const Shortlist list = shortlist(notes, options, 10);
  ASSERT_EQ(list.findings.size(), 2U);
  EXPECT_EQ(list.findings[0].repeats, (std::vector<store::MessageId>{3}));
  EXPECT_EQ(list.findings[1].place, 1U);
}

}  // namespace
}  // namespace letterlock::hunt
