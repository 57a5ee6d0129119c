#include "base/counted.h"

#include <gtest/gtest.h>

#include "base/nearest_word.h"

namespace letterlock {
namespace {

TEST(CountedTest, NumbersInGroupsOfThreeAndOneThingInTheSingular) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(counted(0, "message", "messages"), "0 messages");
  EXPECT_EQ(counted(1, "message", "messages"), "1 message");
  EXPECT_EQ(counted(2000, "message", "messages"), "2,000 messages");
}

TEST(NearestWordTest, TheWordWithTheFewestChanges) {
  constexpr std::string_view kWords[] = {"bare_cr", "boundary_missing", "boundary_malformed", ""};
  EXPECT_EQ(nearest_word("bare_lf", kWords), "bare_cr");
  EXPECT_EQ(nearest_word("boundry_missing", kWords), "boundary_missing");
  EXPECT_EQ(nearest_word("boundary", kWords), std::nullopt);
  EXPECT_EQ(nearest_word("", kWords), "");
  EXPECT_EQ(nearest_word(std::string(65, 'b'), kWords), std::nullopt);
}

}  // namespace
}  // namespace letterlock
