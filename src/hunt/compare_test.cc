#include "hunt/compare.h"

#include <gtest/gtest.h>

namespace letterlock::hunt {
namespace {

TEST(CompareTest, LineBreaksCaseAndQuoteMarksDoNotCount) {
  EXPECT_DOUBLE_EQ(
      containment("The harbour\r\n> budget is READY now", "the harbour budget is ready now"), 1.0);
}

TEST(CompareTest, RunsOfWordsCountNotTheirSum) {
  EXPECT_EQ(containment("ready is budget harbour the now", "the harbour budget is ready now"), 0.0);
}

TEST(CompareTest, UrlsAreNoWords) {
  EXPECT_DOUBLE_EQ(containment("please read the board page https://a.example/x/y/z",
                               "please read the board page https://b.example/q"),
                   1.0);
}

TEST(CompareTest, PassagesAvoidAddressesAndUrls) {
  const auto passages = telling_passages(
      "one two three four five six seven write to ada@meridian.example about it now please "
      "extraordinary circumstances notwithstanding everybody considered themselves adequately "
      "informed",
      5);
  ASSERT_FALSE(passages.empty());
  EXPECT_NE(passages[0].find("notwithstanding"), std::string::npos);
  for (const auto& passage : passages) EXPECT_EQ(passage.find("meridian"), std::string::npos);
}

TEST(CompareTest, ShortTextHasNoTellingPassage) {
  EXPECT_TRUE(telling_passages("Yes, fine.", 3).empty());
}

TEST(CompareTest, AMegabyteOfWordsIsComparedInPassing) {
  std::string text;
  while (text.size() < 1'000'000) text += "word another thing ";
  EXPECT_DOUBLE_EQ(containment(text, text), 1.0);
}

}  // namespace
}  // namespace letterlock::hunt
