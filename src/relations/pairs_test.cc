#include "relations/pairs.h"

#include <gtest/gtest.h>

#include "relations/rhythm.h"

namespace letterlock::relations {
namespace {

constexpr UnixTime kFrom = 1'700'000'000;

TEST(PairsTest, OneMessageHasTheSameRhythmAsAnyFirstOne) {
  Pairs pairs;
  pairs.observe(3, 4, 4'102'444'799);  // the last second of 2099
  const auto rhythm = pairs.of(3, 4);
  ASSERT_TRUE(rhythm);
  EXPECT_EQ(rhythm->messages, 1U);
  EXPECT_EQ(rhythm->first, 4'102'444'799);
  EXPECT_EQ(rhythm->last, 4'102'444'799);
  EXPECT_FALSE(pairs.of(4, 3));
  EXPECT_FALSE(pairs.contains(4, 3));
}

TEST(PairsTest, TenThousandPairsAreToldApartAndKeepTheirPauses) {
  Pairs pairs;
  for (UnixTime round = 0; round < 3; ++round) {
    for (AddressId from = 0; from < 100; ++from) {
      for (AddressId to = 0; to < 100; ++to) {
        // Even senders write once, odd ones again after 30 days and after 60 more.
        if (from == to || (round > 0 && from % 2 == 0)) continue;
        pairs.observe(from, to,
                      kFrom + UnixTime{1000} * from + to + round * (round + 1) * 15 * kDay);
      }
    }
  }
  EXPECT_EQ(pairs.size(), 9'900U);
  for (AddressId from = 0; from < 100; ++from) {
    for (AddressId to = 0; to < 100; ++to) {
      const auto rhythm = pairs.of(from, to);
      ASSERT_EQ(rhythm.has_value(), from != to);
      if (!rhythm) continue;
      ASSERT_EQ(rhythm->first, kFrom + UnixTime{1000} * from + to);
      ASSERT_EQ(rhythm->messages, from % 2 == 0 ? 1U : 3U);
      ASSERT_EQ(rhythm->longest_pause, from % 2 == 0 ? 0 : 60 * kDay);
    }
  }
}

}  // namespace
}  // namespace letterlock::relations
