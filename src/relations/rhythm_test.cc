#include "relations/rhythm.h"

#include <gtest/gtest.h>

namespace letterlock::relations {
namespace {

constexpr UnixTime kRhythmFrom = 1'700'000'000;

Rhythm of_days(std::initializer_list<int> days) {
  Rhythm rhythm;
  for (const int day : days) rhythm.observe(kRhythmFrom + day * kDay);
  return rhythm;
}

TEST(RhythmTest, ABurstOfMailIsOneSessionAndMakesNoPause) {
  Rhythm rhythm;
  for (int minute = 0; minute < 50; ++minute) rhythm.observe(kRhythmFrom + minute * 60);
  EXPECT_EQ(rhythm.messages, 50u);
  EXPECT_EQ(rhythm.pause_count(), 0u);
  EXPECT_EQ(rhythm.typical_pause(), 0);
}

TEST(RhythmTest, TheTypicalPauseIsTheMedianAndTheLongestIsExact) {
  const Rhythm rhythm = of_days({0, 3, 6, 9, 12, 52});
  EXPECT_EQ(rhythm.pause_count(), 5u);
  EXPECT_EQ(rhythm.typical_pause(), 4 * kDay);  // upper end of its class
  EXPECT_EQ(rhythm.longest_pause, 40 * kDay);
}

TEST(RhythmTest, CountsPausesAtLeastAsLong) {
  const Rhythm rhythm = of_days({0, 3, 6, 9, 12, 52});
  EXPECT_EQ(rhythm.pauses_as_long(150 * kDay), 0u);
  EXPECT_EQ(rhythm.pauses_as_long(40 * kDay), 1u);
  EXPECT_EQ(rhythm.pauses_as_long(5 * kDay), 1u);
}

TEST(RhythmTest, RemembersTheSilenceThatEndedWithTheLatestSession) {
  Rhythm rhythm = of_days({0, 2, 4, 154});
  rhythm.observe(kRhythmFrom + 154 * kDay + 600);
  EXPECT_EQ(rhythm.returned_at, kRhythmFrom + 154 * kDay);
  EXPECT_EQ(rhythm.returned_after, 150 * kDay);
  EXPECT_EQ(rhythm.longest_before_return, 2 * kDay);
}

TEST(RhythmTest, AMessageDatedEarlierCountsAndChangesNoPause) {
  Rhythm rhythm = of_days({0, 10});
  rhythm.observe(kRhythmFrom + 5 * kDay);
  EXPECT_EQ(rhythm.messages, 3u);
  EXPECT_EQ(rhythm.last, kRhythmFrom + 10 * kDay);
  EXPECT_EQ(rhythm.pause_count(), 1u);
}

}  // namespace
}  // namespace letterlock::relations
