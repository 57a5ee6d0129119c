#include "cli/conversation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "store/no_facts.h"

namespace letterlock::cli {
namespace {

using store::EdgeBasis;

class OneThread final : public store::NoFacts {
 public:
  Expected<store::Hits> hits(const store::Query& query, const store::HitOptions& options) override {
    EXPECT_EQ(query.op, store::Query::Op::thread);
    store::Hits found = hits_;
    if (!options.fold) found.copies.clear();
    return found;
  }
  Expected<std::vector<store::ThreadEdge>> thread(store::MessageId) override { return edges_; }

  store::Hits hits_;
  std::vector<store::ThreadEdge> edges_;
};

// "1 .2 ..3 .4": a dot a level.
std::string written(const Conversation& conversation) {
  std::string text;
  conversation.walk([&](const Conversation::Place& place) {
    text += fmt::format("{}{}{}", text.empty() ? "" : " ", std::string(place.depth, '.'), place.id);
    return true;
  });
  return text;
}

std::string order(OneThread facts) {
  auto conversation = Conversation::read(facts, 1, true);
  EXPECT_TRUE(conversation) << conversation.error().message;
  return conversation ? written(*conversation) : "";
}

TEST(ConversationTest, AnswersStandBelowWhatTheyAnswerTheOldestFirst) {
  OneThread facts;
  facts.hits_.ids = {5, 2, 4, 3, 1};  // newest first
  facts.edges_ = {{2, 1, EdgeBasis::references, 1},
                  {3, 1, EdgeBasis::references, 1},
                  {4, 3, EdgeBasis::in_reply_to, 1},
                  {5, 4, EdgeBasis::references, 1}};
  EXPECT_EQ(order(facts), "1 .3 ..4 ...5 .2");
  facts.edges_.pop_back();
  EXPECT_EQ(order(facts), "1 .3 ..4 .2 5");
}

TEST(ConversationTest, AMessageWithoutEdgesIsAConversation) {
  OneThread facts;
  facts.hits_.ids = {1};
  EXPECT_EQ(order(facts), "1");
}

TEST(ConversationTest, AnswersToACopyStandBelowItsFirst) {
  OneThread facts;
  facts.hits_.ids = {3, 1};
  facts.hits_.copies = {{1, 2}, {3, 4}};
  facts.edges_ = {{2, store::kNoMessage, EdgeBasis::none, 1},
                  {3, 2, EdgeBasis::references, 1},
                  {4, 1, EdgeBasis::references, 1}};
  EXPECT_EQ(order(facts), "1 .3");
  const auto conversation = Conversation::read(facts, 1, true);
  EXPECT_EQ(conversation->copies_of(3), std::vector<store::MessageId>{4});
  EXPECT_EQ(conversation->shown(2), 1u);
}

TEST(ConversationTest, ACircleThatCopiesCloseIsCutAndLosesNobody) {
  OneThread facts;
  facts.hits_.ids = {5, 3, 1};
  facts.hits_.copies = {{1, 2}, {3, 4}};
  facts.edges_ = {{1, 4, EdgeBasis::references, 1},
                  {3, 2, EdgeBasis::references, 1},
                  {5, 3, EdgeBasis::references, 1}};
  EXPECT_EQ(order(facts), "3 .1 .5");
}

// Neither time nor the stack may grow with the depth that senders choose.
TEST(ConversationTest, AnswersAsDeepAsTheThreadIsLong) {
  constexpr store::MessageId kMany = 100'000;
  OneThread facts;
  for (store::MessageId id = kMany; id > 0; --id) {
    facts.hits_.ids.push_back(id);
    if (id > 1) facts.edges_.push_back({id, id - 1, EdgeBasis::references, 1});
  }
  auto conversation = Conversation::read(facts, 1, true);
  ASSERT_TRUE(conversation);
  std::size_t depth = 0, seen = 0;
  conversation->walk([&](const Conversation::Place& place) {
    depth = place.depth;
    return ++seen < kMany;
  });
  EXPECT_EQ(depth, kMany - 1);
}

}  // namespace
}  // namespace letterlock::cli
