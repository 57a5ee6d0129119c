#include "relations/conversations.h"

#include <gtest/gtest.h>

#include <array>

namespace letterlock::relations {
namespace {

// A conversation of its own, with ten words that no other has.
void begin(Conversations& conversations, store::MessageId id) {
  std::array<std::uint32_t, 10> words{};
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    words[i] = static_cast<std::uint32_t>(id) * 100 + i;
  }
  const std::array<std::uint32_t, 1> places{7};
  Spoken spoken;
  spoken.id = id;
  spoken.author = 3;
  spoken.at = 1'700'000'000 + static_cast<UnixTime>(id);
  spoken.words = words;
  spoken.places = places;
  conversations.observe(spoken);
}

bool knows_words(const Conversations& conversations, store::MessageId id) {
  return conversations.of(id)->has_word(static_cast<std::uint32_t>(id) * 100);
}

TEST(ConversationsTest, TheLongestSilentLoseTheirWordsWhenTooManyAreHeld) {
  Conversations conversations(1'000);
  std::size_t most = 0;
  for (store::MessageId id = 1; id <= 5'000; ++id) {
    begin(conversations, id);
    ASSERT_TRUE(knows_words(conversations, id)) << id;
  }
  for (store::MessageId id = 1; id <= 5'000; ++id) most += knows_words(conversations, id) ? 11 : 0;
  EXPECT_LE(most, 1'000U);
  EXPECT_GE(most, 400U);
  EXPECT_TRUE(knows_words(conversations, 4'999));
  EXPECT_FALSE(knows_words(conversations, 1));
  // Who wrote in it stays known.
  EXPECT_TRUE(conversations.of(1)->has_author(3));
  EXPECT_FALSE(conversations.of(1)->has_place(7));
}

TEST(ConversationsTest, AConversationThatGoesOnKeepsItsWords) {
  Conversations conversations(1'000);
  begin(conversations, 1);
  for (store::MessageId id = 2; id <= 2'000; ++id) {
    begin(conversations, id);
    Spoken more;
    more.id = 10'000 + id;
    more.parent = 1;
    more.author = 4;
    more.at = 1'700'000'000 + static_cast<UnixTime>(id);
    conversations.observe(more);
  }
  EXPECT_TRUE(knows_words(conversations, 1));
}

}  // namespace
}  // namespace letterlock::relations
