#include "store/sqlite/dictionary.h"

#include <gtest/gtest.h>

#include "base/test_directory.h"

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

// A table `name` in a file of its own.
class DictionaryTest : public testing::Test {
 protected:
  DictionaryTest()
      : database_(
            std::move(*Database::open(directory_.path() / "words.sqlite", Database::Mode::write))) {
    database_->run("CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)");
  }
  std::int64_t rows() { return database_->integer("SELECT count(*) FROM name"); }

  TestDirectory directory_;
  std::unique_ptr<Database> database_;
};

TEST_F(DictionaryTest, GatheredStringsHaveTheNumbersThatAreWrittenLater) {
  Dictionary names(*database_, Dictionary::kName);
  EXPECT_EQ(names.id("before"), 1);
  names.forget();
  EXPECT_EQ(names.id("before"), 1);

  Dictionary hosts(*database_, Dictionary::kName);
  hosts.gather();  // the table is not empty: nothing is certainly new
  EXPECT_EQ(hosts.id("before"), 1);
  EXPECT_EQ(hosts.id("after"), 2);
  EXPECT_EQ(rows(), 2);

  database_->run("DELETE FROM name");
  Dictionary fresh(*database_, Dictionary::kName);
  fresh.gather();
  for (std::int64_t i = 1; i <= 200; ++i) EXPECT_EQ(fresh.id(word(i)), i);
  EXPECT_EQ(fresh.id(word(7)), 7);
  EXPECT_EQ(rows(), 0);
  fresh.write_gathered();
  EXPECT_EQ(rows(), 200);
  EXPECT_EQ(fresh.id("written at once"), 201);
  fresh.gather();
  EXPECT_EQ(fresh.id("gathered again"), 202);
  EXPECT_EQ(fresh.text(202), "gathered again");
  fresh.write_gathered();
  fresh.forget();
  for (std::int64_t i = 1; i <= 200; ++i) EXPECT_EQ(fresh.find(word(i)), i);
  EXPECT_TRUE(database_->take_failure());
}

TEST_F(DictionaryTest, MoreStringsThanTheCacheHoldsKeepTheirNumbers) {
  Dictionary names(*database_, Dictionary::kName);
  database_->run("BEGIN");
  names.gather();
  constexpr std::int64_t kMany = 66'000;
  for (std::int64_t i = 1; i <= kMany; ++i) ASSERT_EQ(names.id(word(i)), i);
  for (const std::int64_t i : {std::int64_t{1}, std::int64_t{65'537}, kMany}) {
    EXPECT_EQ(names.id(word(i)), i);
  }
  names.write_gathered();
  database_->run("COMMIT");
  EXPECT_EQ(rows(), kMany);
  EXPECT_TRUE(database_->take_failure());
}

TEST_F(DictionaryTest, ATableThatBeginsEmptyGetsItsIndexLater) {
  database_->run("DROP TABLE name");
  database_->run("CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  const auto indexes = [&] { return database_->integer(Dictionary::kName.is_indexed); };
  {
    Dictionary names(*database_, Dictionary::kName);
    names.gather();
    EXPECT_EQ(names.id("one"), 1);
    EXPECT_EQ(names.text(1), "one");  // not written yet
    EXPECT_EQ(rows(), 0);
    names.write_gathered();
    EXPECT_EQ(names.id("not gathered"), 2);
    EXPECT_EQ(rows(), 2);
    EXPECT_EQ(indexes(), 0);
    EXPECT_TRUE(names.wants_index());
    Dictionary reader(*database_, Dictionary::kName);
    EXPECT_EQ(reader.find("one"), 1);
    EXPECT_EQ(reader.find("two"), 0);
  }
  // Its writer died: the next one must not take what is there for new.
  Dictionary names(*database_, Dictionary::kName);
  names.gather();
  EXPECT_EQ(indexes(), 1);
  EXPECT_FALSE(names.wants_index());
  EXPECT_EQ(names.id("one"), 1);
  EXPECT_EQ(names.id("three"), 3);
  names.write_gathered();
  EXPECT_EQ(rows(), 3);

  database_->run("DROP INDEX name_by_text");
  Dictionary outside(*database_, Dictionary::kName);  // of any load
  EXPECT_EQ(outside.id("one"), 1);
  EXPECT_EQ(indexes(), 1);
  EXPECT_EQ(rows(), 3);
  EXPECT_TRUE(database_->take_failure());
}

TEST_F(DictionaryTest, ATableThatOutgrowsTheCacheGetsItsIndex) {
  database_->run("DROP TABLE name");
  database_->run("CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  Dictionary names(*database_, Dictionary::kName);
  database_->run("BEGIN");
  names.gather();
  constexpr std::int64_t kMany = 65'600;
  for (std::int64_t i = 1; i <= kMany; ++i) ASSERT_EQ(names.id(word(i)), i);
  EXPECT_EQ(database_->integer(Dictionary::kName.is_indexed), 1);
  for (const std::int64_t i : {std::int64_t{1}, kMany}) EXPECT_EQ(names.id(word(i)), i);
  names.write_gathered();
  database_->run("COMMIT");
  EXPECT_EQ(rows(), kMany);
  EXPECT_TRUE(database_->take_failure());
}

}  // namespace
}  // namespace letterlock::store::sqlite
