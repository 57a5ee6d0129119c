#include "hunt/episodes.h"

#include <gtest/gtest.h>

namespace letterlock::hunt {
namespace {

constexpr UnixTime kFirstDay = 1'700'000'000, kDayLength = 86'400;

Finding finding(store::MessageId id, std::string from, int day, double score,
                std::string code = "link_domain_new_to_case", std::string cause = "") {
  Finding made;
  made.message = id;
  made.from_address = std::move(from);
  made.date = kFirstDay + day * kDayLength;
  made.score = score;
  Reason reason;
  reason.code = std::move(code);
  reason.cause = std::move(cause);
  reason.weight = score / 2;
  made.reasons.push_back(std::move(reason));
  return made;
}

Notes noted(const std::vector<Finding>& findings) {
  Notes notes;
  for (const Finding& one : findings) notes.add(one);
  return notes;
}

TEST(EpisodesTest, MessagesOfOneAccountNearEachOtherAreOneEpisode) {
  const auto episodes =
      episodes_of(noted({finding(3, "a@x.example", 4, 9), finding(1, "a@x.example", 0, 12),
                         finding(2, "a@x.example", 60, 11), finding(4, "b@x.example", 1, 8)}),
                  7, 10);
  ASSERT_EQ(episodes.size(), 3u);
  EXPECT_EQ(episodes[0].account, "a@x.example");
  EXPECT_EQ(episodes[0].messages, (std::vector<store::MessageId>{1, 3}));
  EXPECT_EQ(episodes[0].until - episodes[0].from, 4 * kDayLength);
  EXPECT_GT(episodes[0].score, 12);  // two messages weigh more than the strongest alone
  EXPECT_EQ(episodes[1].messages, (std::vector<store::MessageId>{2}));
}

TEST(EpisodesTest, WeakMessagesJoinAStrongOneAndMakeNoEpisodeAlone) {
  const auto episodes = episodes_of(noted({finding(1, "a@x.example", 0, 12),
                                           finding(2, "a@x.example", 2, 5, "client_new_to_sender"),
                                           finding(3, "b@x.example", 2, 5)}),
                                    7, 10);
  ASSERT_EQ(episodes.size(), 1u);
  EXPECT_EQ(episodes[0].messages.size(), 2u);
  EXPECT_EQ(episodes[0].changed,
            (std::vector<std::string>{"link_domain_new_to_case", "client_new_to_sender"}));
}

TEST(EpisodesTest, AContradictionComesBeforeAHigherScore) {
  auto contradicted = finding(1, "a@x.example", 0, 5);
  contradicted.verdict = Verdict::contradicted;
  const auto episodes = episodes_of(noted({contradicted, finding(2, "b@x.example", 0, 20)}), 7, 10);
  ASSERT_EQ(episodes.size(), 2u);
  EXPECT_EQ(episodes[0].account, "a@x.example");
}

TEST(EpisodesTest, ACauseThatThreeAccountsShareIsNamed) {
  std::vector<Finding> scored;
  for (const char* who : {"a@x.example", "b@x.example", "c@x.example"}) {
    scored.push_back(finding(scored.size() + 1, who, static_cast<int>(scored.size()), 6,
                             "link_domain_new_to_case", "link:lure.example"));
    scored.push_back(finding(scored.size() + 1, who, static_cast<int>(scored.size()) * 30, 6,
                             "link_domain_new_to_case", "link:slow.example"));
  }
  const auto alike = alike_in(noted(scored), 10);
  ASSERT_EQ(alike.size(), 1u);
  EXPECT_EQ(alike[0].cause, "link:lure.example");
  EXPECT_EQ(alike[0].accounts.size(), 3u);
}

}  // namespace
}  // namespace letterlock::hunt
