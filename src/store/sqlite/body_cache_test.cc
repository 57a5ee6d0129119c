#include "store/sqlite/body_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace letterlock::store::sqlite {
namespace {

TEST(BodyCacheTest, FindsMostOfWhatIsFewAndNothingElse) {
  BodyCache cache;
  const auto key = [&](int i) { return cache.key({"subject", std::to_string(i)}); };
  EXPECT_EQ(cache.find(key(1)), 0);
  constexpr int kMany = 20'000;
  for (int i = 1; i <= kMany; ++i) {
    cache.remember(key(i), i);
    ASSERT_EQ(cache.find(key(i)), i);
  }
  int found = 0;
  for (int i = 1; i <= kMany; ++i) {
    const std::int64_t body = cache.find(key(i));
    EXPECT_TRUE(body == 0 || body == i);
    found += body == i ? 1 : 0;
  }
  EXPECT_GT(found, kMany * 3 / 5);  // some fall on one place
  EXPECT_EQ(cache.find(key(kMany + 1)), 0);
  cache.forget();
  EXPECT_EQ(cache.find(key(kMany)), 0);
}

TEST(BodyCacheTest, PiecesAreToldApart) {
  BodyCache cache;
  EXPECT_FALSE(cache.key({"ab", "c"}) == cache.key({"a", "bc"}));
}

}  // namespace
}  // namespace letterlock::store::sqlite
