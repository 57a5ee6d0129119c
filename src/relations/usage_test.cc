// Words, rates by length, circles of recipients, places of links, conversations.
#include <gtest/gtest.h>

#include <vector>

#include "relations/circles.h"
#include "relations/conversations.h"
#include "relations/link_place.h"
#include "relations/rates.h"
#include "relations/words.h"

namespace letterlock::relations {
namespace {

using Ids = std::vector<std::uint32_t>;

TEST(WordsTest, AWordCountsOnceAMessageAndStaysBounded) {
  SenderWords words;
  words.observe(Ids{3, 5});
  words.observe(Ids{5, 9});
  EXPECT_EQ(words.of(5), 2u);
  EXPECT_EQ(words.of(3), 1u);
  EXPECT_EQ(words.of(4), 0u);
  for (std::uint32_t i = 0; i < 200; ++i) {
    Ids many = {5};
    for (std::uint32_t k = 0; k < 100; ++k) many.push_back(1000 + i * 100 + k);
    words.observe(many);
  }
  EXPECT_GT(words.of(5), 50u);    // the usual ones stay
  EXPECT_EQ(words.of(1000), 0u);  // those used once go
}

TEST(WordsTest, ASendersShareHasTheCaseBehindIt) {
  CommonWords common;
  SenderWords mine;
  for (int i = 0; i < 50; ++i) common.observe(Ids{1, 2, 3}, 0);
  mine.observe(Ids{4});
  EXPECT_GT(word_share(mine, common, 1), word_share(mine, common, 4) * 5);
  EXPECT_GT(word_share(mine, common, 4), word_share(mine, common, 7));
}

TEST(RatesTest, ShortAndLongTextsAreComparedApart) {
  Rates<2> rates;
  Rates<2>::Sender sender;
  const std::size_t note = length_bin(60, false), letter = length_bin(2000, false);
  for (int i = 0; i < 200; ++i) {
    rates.observe(sender, note, {false, false}, 0);
    rates.observe(sender, letter, {true, false}, 0);
  }
  EXPECT_LT(rates.share(note, 0), 0.1);
  EXPECT_GT(rates.share(letter, 0), 0.9);
  EXPECT_NE(length_bin(60, false), length_bin(60, true));
}

TEST(CirclesTest, TheNearestOfTheLatestSetsCounts) {
  Circles circles;
  EXPECT_EQ(circles.nearest(Ids{1}), 0);
  circles.observe(Ids{1, 2, 3});
  circles.observe(Ids{7});
  EXPECT_DOUBLE_EQ(circles.nearest(Ids{1, 2}), 2.0 / 3);
  EXPECT_DOUBLE_EQ(circles.nearest(Ids{7}), 1);
  for (std::uint32_t i = 100; i < 400; ++i) circles.observe(Ids{i});
  EXPECT_EQ(circles.nearest(Ids{7}), 0);
  EXPECT_LE(circles.kept(), kCircleNumbers);
}

store::LinkFact link_to(std::string url, std::string host) {
  store::LinkFact link;
  link.url = std::move(url);
  link.host = std::move(host);
  return link;
}

TEST(LinkPlaceTest, ATenantOfASharedHostIsAPlace) {
  EXPECT_EQ(shared_place(link_to("https://github.com/Ada/tool", "github.com")), "github.com/ada");
  EXPECT_EQ(
      shared_place(link_to("https://docs.google.com/document/d/1aB9/edit", "docs.google.com")),
      "docs.google.com/document/d/1ab9");
  EXPECT_EQ(shared_place(link_to("https://www.harbor.example/a", "www.harbor.example")), "");
}

TEST(ConversationsTest, AnAnswerJoinsItsParentsConversation) {
  Conversations all;
  all.observe({1, store::kNoMessage, 10, 1000, Ids{20}, Ids{5, 6}, {}});
  all.observe({2, 1, 20, 2000, Ids{10}, Ids{6, 8}, Ids{77}});
  all.observe({3, store::kNoMessage, 30, 3000, {}, Ids{9}, {}});
  ASSERT_NE(all.of(2), nullptr);
  EXPECT_EQ(all.of(1), all.of(2));
  EXPECT_NE(all.of(1), all.of(3));
  EXPECT_TRUE(all.of(1)->has_author(20));
  EXPECT_TRUE(all.of(1)->has_word(8));
  EXPECT_TRUE(all.of(1)->has_place(77));
  EXPECT_FALSE(all.of(1)->has_word(9));
  EXPECT_EQ(all.of(99), nullptr);
}

}  // namespace
}  // namespace letterlock::relations
