#include "casefile/threads.h"

#include <gtest/gtest.h>

#include <functional>

#include "casefile/memory_facts.h"

namespace letterlock::casefile {
namespace {

using store::EdgeBasis;
using store::MessageFacts;
using store::MessageId;

constexpr UnixTime kStart = 1'700'000'000;
constexpr UnixTime kDay = 86'400;

MessageFacts message(std::string id, std::vector<std::string> references = {}) {
  MessageFacts facts;
  facts.evidence = sha256(id + std::to_string(references.size()));
  facts.message_id = std::move(id);
  facts.references = std::move(references);
  facts.date = kStart;
  return facts;
}

// A reply by its subject alone, on day `day`.
MessageFacts nameless(std::string subject, bool reply, UnixTime day,
                      const std::vector<std::string>& people) {
  MessageFacts facts;
  facts.evidence = sha256(fmt::format("{} {} {} {}", subject, reply, day, people.front()));
  facts.base_subject = std::move(subject);
  facts.claims_reply = reply;
  facts.date = kStart + day * kDay;
  for (const std::string& each : people) {
    facts.addresses.push_back({store::AddressRole::to, each, "", {}});
  }
  return facts;
}

// The edges of a case of `messages`, numbered from 1.
class Threads {
 public:
  explicit Threads(std::vector<MessageFacts> messages) {
    memory_.messages = std::move(messages);
    MemoryFacts facts(memory_);
    SilentProgress silent;
    auto linked = link_threads(facts, true, silent);
    EXPECT_TRUE(linked) << linked.error().message;
  }
  MessageId parent(MessageId id) const { return memory_.edges.at(id).parent; }
  MessageId thread(MessageId id) const { return memory_.edges.at(id).thread; }
  EdgeBasis basis(MessageId id) const { return memory_.edges.at(id).basis; }
  // No message is its own ancestor.
  bool is_forest() const {
    for (const auto& [id, edge] : memory_.edges) {
      std::size_t steps = 0;
      for (MessageId at = id; at != store::kNoMessage; at = parent(at)) {
        if (++steps > memory_.edges.size()) return false;
      }
    }
    return true;
  }

 private:
  Memory memory_;
};

TEST(ThreadsTest, ReferencesNameTheParent) {
  const Threads threads({message("a"), message("b", {"a"}), message("c", {"a", "b"})});
  EXPECT_EQ(threads.parent(2), 1U);
  EXPECT_EQ(threads.parent(3), 2U);
  EXPECT_EQ(threads.basis(3), EdgeBasis::references);
  EXPECT_EQ(threads.basis(1), EdgeBasis::none);
  for (const MessageId id : {1, 2, 3}) EXPECT_EQ(threads.thread(id), 1U);
}

TEST(ThreadsTest, RepliesIngestedBeforeTheirParentFindIt) {
  const Threads threads({message("c", {"a", "b"}), message("b", {"a"}), message("a")});
  EXPECT_EQ(threads.parent(1), 2U);
  EXPECT_EQ(threads.parent(2), 3U);
  EXPECT_EQ(threads.thread(3), 1U);
}

TEST(ThreadsTest, InReplyToServesWhereReferencesDoNot) {
  MessageFacts reply = message("b");
  reply.in_reply_to = {"a"};
  MessageFacts both = message("c", {"gone"});
  both.in_reply_to = {"a"};
  const Threads threads({message("a"), reply, both});
  EXPECT_EQ(threads.parent(2), 1U);
  EXPECT_EQ(threads.basis(2), EdgeBasis::in_reply_to);
  EXPECT_EQ(threads.parent(3), 1U);
  EXPECT_EQ(threads.basis(3), EdgeBasis::in_reply_to);
}

TEST(ThreadsTest, TheNearestAncestorStandsInForAMissingParent) {
  const Threads threads({message("a"), message("d", {"a", "b", "c"})});
  EXPECT_EQ(threads.parent(2), 1U);
  EXPECT_EQ(threads.basis(2), EdgeBasis::references);
}

TEST(ThreadsTest, AMissingParentJoinsItsChildren) {
  const Threads threads({message("x", {"gone"}), message("y"), message("z", {"gone"})});
  EXPECT_EQ(threads.thread(3), 1U);
  EXPECT_EQ(threads.thread(2), 2U);
  EXPECT_EQ(threads.parent(3), store::kNoMessage);
  EXPECT_EQ(threads.basis(3), EdgeBasis::references);  // named, but not in the case
}

TEST(ThreadsTest, CopiesOfOneMessageShareAThread) {
  MessageFacts copy = message("a");
  copy.evidence = sha256("with a footer");
  const Threads threads({message("a"), copy, message("b", {"a"})});
  EXPECT_EQ(threads.thread(2), 1U);
  EXPECT_EQ(threads.parent(3), 1U);
}

TEST(ThreadsTest, ReferencesInRingsLoseOneEdge) {
  const Threads threads({message("a", {"c"}), message("b", {"a"}), message("c", {"b"}),
                         message("self", {"self"}), message("p", {"q"}), message("q", {"p"})});
  EXPECT_TRUE(threads.is_forest());
  EXPECT_EQ(threads.parent(1), store::kNoMessage);  // the oldest of the ring begins it
  EXPECT_EQ(threads.parent(2), 1U);
  EXPECT_EQ(threads.parent(3), 2U);
  EXPECT_EQ(threads.parent(4), store::kNoMessage);
  EXPECT_EQ(threads.thread(6), 5U);
}

TEST(ThreadsTest, TangledReferencesStayAForestAndLinear) {
  std::vector<MessageFacts> messages;
  std::uint64_t random = 7;
  constexpr int kMessages = 20'000;
  for (int i = 0; i < kMessages; ++i) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    messages.push_back(
        message(fmt::format("m{}", i), {fmt::format("m{}", (random >> 33) % kMessages),
                                        fmt::format("m{}", (random >> 20) % kMessages)}));
  }
  EXPECT_TRUE(Threads(messages).is_forest());
}

// A chain as long as the case must not cost its length for every message.
TEST(ThreadsTest, OneLongChainIsLinear) {
  std::vector<MessageFacts> messages;
  constexpr int kMessages = 50'000;
  for (int i = 0; i < kMessages; ++i) {
    messages.push_back(message(fmt::format("m{}", i), {fmt::format("m{}", i + 1)}));
  }
  const Threads threads(messages);
  EXPECT_EQ(threads.parent(1), 2U);
  EXPECT_EQ(threads.thread(kMessages), 1U);
}

TEST(ThreadsTest, ThreadIndexJoinsAConversation) {
  MessageFacts first = message("a"), second = message("b"), third = message("c", {"gone"});
  first.thread_index = second.thread_index = third.thread_index = "01d4";
  second.date = kStart + kDay;
  third.date = kStart + 2 * kDay;
  const Threads threads({second, third, first, message("d")});
  EXPECT_EQ(threads.parent(1), 3U);
  EXPECT_EQ(threads.basis(1), EdgeBasis::thread_index);
  EXPECT_EQ(threads.parent(2), 3U);
  EXPECT_EQ(threads.parent(3), store::kNoMessage);
  EXPECT_EQ(threads.thread(3), 1U);
  EXPECT_EQ(threads.thread(4), 4U);
}

const std::vector<std::string> kBoth = {"ann@a.example", "bob@b.example"};

TEST(ThreadsTest, SubjectAndPeopleJoinAReplyThatNamesNothing) {
  const Threads threads({nameless("budget for june", false, 0, kBoth),
                         nameless("budget for june", true, 3, kBoth),
                         nameless("budget for june", true, 4, kBoth)});
  EXPECT_EQ(threads.parent(2), 1U);
  EXPECT_EQ(threads.basis(2), EdgeBasis::subject_and_people);
  EXPECT_EQ(threads.parent(3), 2U);
}

struct NotJoined {
  const char* why;
  MessageFacts earlier, later;
};

TEST(ThreadsTest, SubjectAndPeopleAreUsedWithCare) {
  const NotJoined cases[] = {
      {"no reply prefix", nameless("budget for june", false, 0, kBoth),
       nameless("budget for june", false, 1, kBoth)},
      {"other people", nameless("budget for june", false, 0, kBoth),
       nameless("budget for june", true, 1, {"ann@a.example", "eve@e.example"})},
      {"too late", nameless("budget for june", false, 0, kBoth),
       nameless("budget for june", true, 31, kBoth)},
      {"before", nameless("budget for june", false, 5, kBoth),
       nameless("budget for june", true, 1, kBoth)},
      {"short", nameless("hi", false, 0, kBoth), nameless("hi", true, 1, kBoth)},
      {"empty", nameless("", false, 0, kBoth), nameless("", true, 1, kBoth)},
  };
  for (const NotJoined& c : cases) {
    const Threads threads({c.earlier, c.later});
    EXPECT_EQ(threads.parent(2), store::kNoMessage) << c.why;
    EXPECT_EQ(threads.thread(2), 2U) << c.why;
  }
}

TEST(ThreadsTest, ASubjectBegunAgainAndAgainJoinsNothing) {
  std::vector<MessageFacts> messages;
  for (int week = 0; week < 11; ++week) {
    messages.push_back(nameless("weekly report", false, week * 7, kBoth));
  }
  messages.push_back(nameless("weekly report", true, 71, kBoth));
  const Threads threads(messages);
  EXPECT_EQ(threads.parent(12), store::kNoMessage);
}

TEST(ThreadsTest, AReplyThatNamesAMissingParentIsNotGuessedAt) {
  MessageFacts reply = nameless("budget for june", true, 1, kBoth);
  reply.in_reply_to = {"gone"};
  const Threads threads({nameless("budget for june", false, 0, kBoth), reply});
  EXPECT_EQ(threads.parent(2), store::kNoMessage);
  EXPECT_EQ(threads.thread(2), 2U);
}

// Whether the messages came in one run or in two, the edges are the same.
TEST(ThreadsTest, LaterRunsGiveWhatOneRunGives) {
  std::vector<MessageFacts> all;
  for (int i = 0; i < 12; ++i) {
    all.push_back(nameless("weekly report", i % 3 == 1, i, kBoth));
    all.push_back(message(fmt::format("m{}", i), {fmt::format("m{}", i * 5 % 13)}));
  }
  Memory grown;
  MemoryFacts facts(grown);
  SilentProgress silent;
  for (const std::size_t count : {9UL, 17UL, all.size()}) {
    grown.messages.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    ASSERT_TRUE(link_threads(facts, true, silent));
  }
  const Threads at_once(all);
  for (MessageId id = 1; id <= all.size(); ++id) {
    EXPECT_EQ(grown.edges.at(id).parent, at_once.parent(id)) << id;
    EXPECT_EQ(grown.edges.at(id).thread, at_once.thread(id)) << id;
    EXPECT_EQ(grown.edges.at(id).basis, at_once.basis(id)) << id;
  }
}

}  // namespace
}  // namespace letterlock::casefile
