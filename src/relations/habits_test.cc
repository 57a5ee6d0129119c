#include "relations/habits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace letterlock::relations {
namespace {

constexpr UnixTime kHabitsFrom = 1'700'000'000, kOneDay = 86'400;
constexpr std::uint8_t kKind = 7;

TEST(HabitsTest, CountsHalveIn270Days) {
  Habits habits;
  const HabitKey key = habit_key(kKind, "Thunderbird");
  habits.observe({{key}}, kHabitsFrom);
  habits.observe({{habit_key(kKind, "Mutt")}}, kHabitsFrom + 270 * kOneDay);
  EXPECT_NEAR(habits.count(key).of_value, 0.5, 0.01);
  EXPECT_NEAR(habits.count(key).all, 1.5, 0.01);
  EXPECT_EQ(habits.count(key).values, 2u);
}

TEST(HabitsTest, AKindThatIsNotShownIsAValueOfItsOwn) {
  const store::TraitFact trait{kKind, "example.org", {}};
  const auto keys = habit_keys({{trait}});
  EXPECT_TRUE(std::binary_search(keys.begin(), keys.end(), habit_key(kKind, "example.org")));
  EXPECT_FALSE(std::binary_search(keys.begin(), keys.end(), habit_absent(kKind)));
  EXPECT_TRUE(std::binary_search(
      keys.begin(), keys.end(), habit_absent(static_cast<std::uint8_t>(content::TraitKind::zone))));
}

TEST(HabitsTest, OnlyWhatAReceiverLookedAtTellsOfALostSignature) {
  using content::TraitKind;
  const auto has_absent = [](const std::vector<store::TraitFact>& traits, TraitKind kind) {
    const auto keys = habit_keys(traits);
    return std::binary_search(keys.begin(), keys.end(),
                              habit_absent(static_cast<std::uint8_t>(kind)));
  };
  const store::TraitFact subject{kKind, "example.org", {}};
  const store::TraitFact spf{static_cast<std::uint8_t>(TraitKind::spf), "pass", {}};
  EXPECT_FALSE(has_absent({subject}, TraitKind::signer));  // as the sender keeps it
  EXPECT_FALSE(has_absent({subject}, TraitKind::spf));
  EXPECT_TRUE(has_absent({subject, spf}, TraitKind::signer));  // received, and not signed
  EXPECT_FALSE(has_absent({subject, spf}, TraitKind::dmarc));  // not every receiver says it
}

TEST(HabitsTest, WhoAlwaysVariesIsNotPunishedForVaryingAgain) {
  Habits constant, varying;
  Population all;
  for (int i = 0; i < 40; ++i) {
    const HabitKey other = habit_key(kKind, "v" + std::to_string(i));
    constant.observe({{habit_key(kKind, "same")}}, kHabitsFrom + i);
    varying.observe({{other}}, kHabitsFrom + i);
    all.observe({{other}}, 0);
  }
  const HabitKey fresh = habit_key(kKind, "fresh");
  const double of_constant = all.share_for(constant.count(fresh), fresh);
  const double of_varying = all.share_for(varying.count(fresh), fresh);
  EXPECT_GT(of_varying, 5 * of_constant);
}

TEST(HabitsTest, ARobotsThousandMessagesAreNotThePopulations) {
  Population all;
  const HabitKey robot = habit_key(kKind, "robot"), person = habit_key(kKind, "person");
  for (std::uint32_t i = 0; i < 1000; ++i) all.observe({{robot}}, i);
  for (int i = 0; i < 50; ++i) all.observe({{person}}, 0);
  EXPECT_LT(all.share(robot), 0.7);  // of 95 % of the messages
}

TEST(HabitsTest, AHostileSenderWithEndlessValuesStaysBounded) {
  Habits habits;
  const HabitKey usual = habit_key(1, "usual");
  for (int i = 0; i < 5000; ++i) {
    std::vector<HabitKey> keys = {usual, habit_key(kKind, std::to_string(i))};
    habits.observe(keys, kHabitsFrom + i);
  }
  EXPECT_LE(habits.count(habit_key(kKind, "0")).values, kCellsPerSender);
  EXPECT_GT(habits.count(usual).of_value, 1000);
}

}  // namespace
}  // namespace letterlock::relations
