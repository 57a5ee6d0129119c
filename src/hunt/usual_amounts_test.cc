#include "hunt/usual_amounts.h"

#include <gtest/gtest.h>

namespace letterlock::hunt {
namespace {

constexpr UnixTime kTwentyFourHours = 86'400;

TEST(UsualAmountsTest, LongTextsMayHaveMoreThanShortOnes) {
  UsualAmounts amounts;
  const std::size_t note = relations::length_bin(60, false);
  const std::size_t letter = relations::length_bin(2000, false);
  EXPECT_EQ(amounts.usual_for("ada@office.example", note), 0);
  for (std::uint32_t i = 0; i < 100; ++i) {
    amounts.observe("ada@office.example", kTwentyFourHours * i, note, 0.2, i);
    amounts.observe("ada@office.example", kTwentyFourHours * i, letter, 6, i);
  }
  EXPECT_LT(amounts.usual_for("new@office.example", note), 1.5);
  EXPECT_GT(amounts.usual_for("new@office.example", letter), 4);
}

TEST(UsualAmountsTest, ASendersOwnWayCountsAndIsForgottenWithTime) {
  UsualAmounts amounts;
  const std::size_t letter = relations::length_bin(2000, false);
  for (std::uint32_t i = 0; i < 50; ++i) {
    amounts.observe("terse@office.example", kTwentyFourHours * i, letter, 0, i);
    amounts.observe("sales@office.example", kTwentyFourHours * i, letter, 8, i);
  }
  const double terse = amounts.usual_for("terse@office.example", letter);
  const double sales = amounts.usual_for("sales@office.example", letter);
  const double nobody = amounts.usual_for("new@office.example", letter);
  EXPECT_LT(terse, nobody);
  EXPECT_GT(sales, nobody);
  amounts.observe("sales@office.example", kTwentyFourHours * 5000, letter, 0, 50);
  EXPECT_LT(amounts.usual_for("sales@office.example", letter), sales / 1.5);
}

}  // namespace
}  // namespace letterlock::hunt
