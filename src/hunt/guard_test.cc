#include "hunt/guard.h"

#include <gtest/gtest.h>

namespace letterlock::hunt {
namespace {

using relations::kDay;
using relations::Learn;

constexpr UnixTime kBegin = 1'700'000'000;

store::MessageRecord with_words(std::vector<std::uint32_t> words) {
  store::MessageRecord message;
  message.writing.words = std::move(words);
  return message;
}

relations::Look from(std::string_view sender, UnixTime at) {
  relations::Look look;
  look.from = sender;
  look.at = at;
  return look;
}

// As many everyday messages as a quantile needs.
void everyday(Guard& guard) {
  for (std::size_t i = 0; i < RunningQuantile::kFewestScores; ++i) {
    guard.judge(with_words({}), from("ada@m.example", kBegin), 0, 0);
  }
}

TEST(GuardTest, TheStrangerAMessageTheLessItTeachesTheCase) {
  Guard guard;
  everyday(guard);
  const auto usual = guard.judge(with_words({}), from("ada@m.example", kBegin), 0, 0);
  const auto odd = guard.judge(with_words({}), from("ada@m.example", kBegin), 4, 0);
  EXPECT_GT(usual.trust, 0.9);
  EXPECT_LT(odd.trust, 0.5);
  EXPECT_EQ(guard.judge(with_words({}), from("eve@m.example", kBegin), 9, 0).learn, Learn::guarded);
}

TEST(GuardTest, WhatIsAskedForDoesNotLowerTrust) {
  Guard guard;
  everyday(guard);
  EXPECT_GT(guard.judge(with_words({}), from("ada@m.example", kBegin), 4, 4).trust, 0.9);
}

struct RepeatCase {
  const char* what;
  std::vector<std::uint32_t> words;
  int days_apart;
  Learn third;
};

TEST(GuardTest, GuardedMessagesAlikeOverDaysTeachTheirSenderOnly) {
  const RepeatCase cases[] = {
      {"a weekly report", {1, 2, 3, 4}, 7, Learn::own},
      {"three copies in a day", {1, 2, 3, 4}, 0, Learn::guarded},
      {"another text each time", {}, 7, Learn::guarded},
  };
  for (const auto& c : cases) {
    Guard guard;
    everyday(guard);
    Lesson last;
    for (std::uint32_t i = 0; i < GuardedRepeats::kFewestAlike; ++i) {
      std::vector<std::uint32_t> words = c.words;
      if (words.empty()) words = {10 * i + 1, 10 * i + 2};
      const UnixTime at = kBegin + static_cast<UnixTime>(i) * c.days_apart * kDay;
      // What another sender writes between two of them is another matter.
      guard.judge(with_words({77, 78}), from("eve@m.example", at), 9, 0);
      last = guard.judge(with_words(words), from("news@m.example", at), 9, 0);
    }
    EXPECT_EQ(last.learn, c.third) << c.what;
    if (c.third == Learn::own) {
      EXPECT_EQ(last.trust, 0) << c.what;
    }
  }
}

TEST(GuardTest, ARepeatByAnotherRoadIsNone) {
  GuardedRepeats repeats;
  const std::vector<std::uint32_t> words = {1, 2, 3};
  const auto home = relations::habit_key(0, "198.51.0.0/16");
  const auto away = relations::habit_key(0, "203.0.0.0/16");
  bool custom = false;
  for (int i = 0; i < 3; ++i) {
    custom = repeats.observe("ada@m.example", kBegin + i * kDay, words, {&home, 1});
  }
  EXPECT_TRUE(custom);
  EXPECT_FALSE(repeats.observe("ada@m.example", kBegin + 3 * kDay, words, {&away, 1}));
}

}  // namespace
}  // namespace letterlock::hunt
