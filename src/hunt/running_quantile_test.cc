#include "hunt/running_quantile.h"

#include <gtest/gtest.h>

namespace letterlock::hunt {
namespace {

TEST(RunningQuantileTest, FollowsTheLatestScores) {
  RunningQuantile latest;
  for (int i = 0; i < 1000; ++i) latest.add(i % 100 / 10.0);
  EXPECT_NEAR(latest.at(0.01), 9.8, 0.2);
  EXPECT_NEAR(latest.at(0.5), 5, 0.2);
  for (int i = 0; i < 4000; ++i) latest.add(20 + i % 100 / 10.0);
  EXPECT_NEAR(latest.at(0.5), 25, 0.2);
}

TEST(RunningQuantileTest, LetsEverythingPassUntilItHasEnough) {
  RunningQuantile latest;
  for (int i = 0; i < 100; ++i) latest.add(5);
  EXPECT_LT(latest.at(0.01), 0);
}

}  // namespace
}  // namespace letterlock::hunt
