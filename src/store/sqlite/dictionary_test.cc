#include "store/sqlite/dictionary.h"

#include <gtest/gtest.h>

namespace letterlock::store::sqlite {
namespace {

std::string word(std::int64_t i) { return "word " + std::to_string(i); }

TEST(NumberCacheTest, FindsWhatWasAddedAndNothingElse) {
  NumberCache cache;
  EXPECT_EQ(cache.find("word 1"), 0);
  for (std::int64_t i = 1; i <= 10'000; ++i) cache.add(word(i), i);
  for (std::int64_t i = 1; i <= 10'000; ++i) ASSERT_EQ(cache.find(word(i)), i);
  EXPECT_EQ(cache.find("word 10001"), 0);
  EXPECT_EQ(cache.find("word"), 0);
  cache.clear();
  EXPECT_EQ(cache.find("word 1"), 0);
  cache.add("word 1", 7);
  EXPECT_EQ(cache.find("word 1"), 7);
}

TEST(NumberCacheTest, StartsAnewWhereItHoldsTooMuch) {
  NumberCache cache;
  for (std::int64_t i = 1; i <= 65'537; ++i) cache.add(word(i), i);
  EXPECT_EQ(cache.find(word(1)), 0);
  EXPECT_EQ(cache.find(word(65'537)), 65'537);
  cache.add(std::string(std::size_t{3} << 20, 'a'), 1);
  cache.add(std::string(std::size_t{3} << 20, 'b'), 2);
  cache.add(std::string(std::size_t{5} << 20, 'c'), 3);
  EXPECT_EQ(cache.find(std::string(std::size_t{5} << 20, 'c')), 0);
}

}  // namespace
}  // namespace letterlock::store::sqlite
