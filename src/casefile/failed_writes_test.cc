// What a case is worth when writing it fails, at each point where it can.
#include <gmock/gmock.h>

#include "casefile/memory_facts.h"
#include "casefile/test_desk.h"

namespace letterlock::casefile {
namespace {

using testing::HasSubstr;

struct Failing : Desk {
  Memory memory;
  Failing() {
    parts.open_facts = [this](bool) {
      return Expected<std::unique_ptr<store::FactStore>>(std::make_unique<MemoryFacts>(memory));
    };
    options.batch_messages = 8;
    options.segment_octets = 3'000;
    put_file(place / "ann.mbox", mbox(0, 200));
  }
};

// Parent and thread of every message; one that no edge names is alone.
std::vector<std::pair<store::MessageId, store::MessageId>> threads_of(const Memory& memory) {
  std::vector<std::pair<store::MessageId, store::MessageId>> all;
  for (store::MessageId id = 1; id <= memory.messages.size(); ++id) {
    const auto edge = memory.edges.find(id);
    const bool alone = edge == memory.edges.end();
    all.emplace_back(alone ? store::kNoMessage : edge->second.parent,
                     alone ? id : edge->second.thread);
  }
  return all;
}

// Each system call that writes a case fails in turn, once and for good: the error is said, what was
// there stays, and the next run brings the case to where an undisturbed run brings it.
TEST(FailedWritesTest, EveryFailedWriteIsSaidAndMended) {
  Failing undisturbed;
  ASSERT_TRUE(undisturbed.ingest({undisturbed.place / "ann.mbox"}));
  const std::size_t messages = undisturbed.memory.messages.size();
  ASSERT_EQ(messages, 200U);
  const int calls = undisturbed.files.calls;
  ASSERT_GT(calls, 30);
  for (const bool for_good : {false, true}) {
    for (int call = 0; call < calls; ++call) {
      Failing run;
      run.files.calls_until_failure = call;
      run.files.for_good = for_good;
      auto failed = run.ingest({run.place / "ann.mbox"});
      // One call may fail where nothing hangs on it; all cannot.
      EXPECT_TRUE(!for_good || !failed) << call;
      if (!failed) {
        EXPECT_THAT(failed.error().message, HasSubstr("No space left")) << call;
      }

      run.files.calls_until_failure = -1;
      auto mended = run.ingest({run.place / "ann.mbox"});
      ASSERT_TRUE(mended) << call << ": " << mended.error().message;
      EXPECT_EQ(run.memory.messages.size(), messages) << call;
      EXPECT_EQ(run.memory.placements.size(), messages) << call;
      EXPECT_EQ(threads_of(run.memory), threads_of(undisturbed.memory)) << call;
      EXPECT_EQ(run.verified().broken, "") << call;
      EXPECT_TRUE(run.verified().remarks.empty()) << call;
    }
  }
}

TEST(FailedWritesTest, AFactStoreThatFailsLeavesAnEarlierBatch) {
  for (int add = 0; add < 4; ++add) {
    Failing run;
    run.memory.adds_until_failure = add;
    {
      auto opened = run.open();
      ASSERT_TRUE(opened);
      auto failed = casefile::ingest(*opened, {run.place / "ann.mbox"}, run.options, run.silent);
      ASSERT_FALSE(failed);
      EXPECT_EQ(failed.error().message, "facts: no space left");
      run.memory.adds_until_failure = -1;
      // The same open case can go on at once.
      auto mended = casefile::ingest(*opened, {run.place / "ann.mbox"}, run.options, run.silent);
      ASSERT_TRUE(mended) << mended.error().message;
    }
    EXPECT_EQ(run.memory.messages.size(), 200U);
    EXPECT_EQ(run.memory.placements.size(), 200U);
    EXPECT_EQ(run.verified().broken, "");
    EXPECT_THAT(acts(run.where()), testing::Contains("ingest-end").Times(2));
  }
}

TEST(FailedWritesTest, WhatAFailedIngestLeftIsRemarkedNotBroken) {
  Failing run;
  run.memory.adds_until_failure = 2;
  ASSERT_FALSE(run.ingest({run.place / "ann.mbox"}));
  const Verification verification = run.verified();
  EXPECT_EQ(verification.broken, "");
  ASSERT_FALSE(verification.remarks.empty());
  EXPECT_THAT(verification.remarks.front(), HasSubstr("octets that no fact relies on"));
  run.memory.adds_until_failure = -1;
  ASSERT_TRUE(run.ingest({run.place / "ann.mbox"}));
  EXPECT_TRUE(run.verified().remarks.empty());
}

}  // namespace
}  // namespace letterlock::casefile
