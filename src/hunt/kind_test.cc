#include "hunt/kind.h"

#include <gtest/gtest.h>

#include "store/no_facts.h"

namespace letterlock::hunt {
namespace {

using content::TraitKind;

constexpr UnixTime kFirstTime = 1'700'000'000;
constexpr UnixTime kDayLong = 86'400;
constexpr ByteRange kKindAt{100, 20}, kQuotingAt{200, 30};

store::MessageRecord mail(const char* from, int day, const char* kind, const char* quoting) {
  store::MessageRecord message;
  message.id = static_cast<store::MessageId>(day) + 1;
  message.date = kFirstTime + day * kDayLong;
  message.addresses.push_back({store::AddressRole::from, from, "", {}});
  message.addresses.push_back({store::AddressRole::to, "list@x.example", "", {}});
  message.traits.push_back({static_cast<std::uint8_t>(TraitKind::message_kind), kind, kKindAt});
  message.traits.push_back({static_cast<std::uint8_t>(TraitKind::quoting), quoting, kQuotingAt});
  return message;
}

// Ada sends patches and answers between the lines; everybody else begins threads with prose.
class KindTest : public testing::Test {
 protected:
  KindTest() {
    for (int day = 0; day < 40; ++day) {
      baseline_.observe(mail("ada@x.example", day, day % 2 ? "patch start" : "patch reply",
                             day % 2 ? "none" : "inline"));
      const std::string other = "p" + std::to_string(day % 10) + "@y.example";
      baseline_.observe(mail(other.c_str(), day, "prose start", "none"));
    }
  }
  double weigh(const store::MessageRecord& message) {
    const auto look = baseline_.look(message);
    const auto weight = kind_.weigh(context_, message, look);
    told_ = {};
    kind_.explain(context_, message, look, told_);
    return weight.value_or(-100);
  }
  const Reason* reason(std::string_view code) const {
    for (const Reason& one : told_.reasons) {
      if (one.code == code) return &one;
    }
    return nullptr;
  }

  relations::Baseline baseline_;
  store::NoFacts facts_;
  Ground ground_;
  EvidenceSource evidence_ = [](store::MessageId) -> Expected<std::string> {
    return std::string();
  };
  Lookups lookups_{facts_, 0};
  Context context_{facts_, ground_, baseline_, evidence_, lookups_};
  Kind kind_;
  Assessment told_;
};

TEST_F(KindTest, ProseFromWhoOnlySendsPatchesIsAReasonWithItsOctets) {
  EXPECT_GT(weigh(mail("ada@x.example", 50, "prose start", "none")), 0.5);
  const Reason* unusual = reason("kind_unusual");
  ASSERT_NE(unusual, nullptr);
  EXPECT_EQ(unusual->detector, "kind");
  EXPECT_EQ(unusual->n, 40u);
  EXPECT_GT(unusual->weight, 0.5);
  EXPECT_FALSE(unusual->contradicts);
  EXPECT_FALSE(unusual->innocent.empty());
  ASSERT_FALSE(unusual->evidence.empty());
  EXPECT_EQ(unusual->evidence.front().where, kKindAt);
}

TEST_F(KindTest, WhatASenderAlwaysWritesIsNoReason) {
  EXPECT_LT(weigh(mail("ada@x.example", 50, "patch start", "none")), 0);
  EXPECT_TRUE(told_.reasons.empty());
  EXPECT_LT(weigh(mail("p1@y.example", 50, "prose start", "none")), 0.2);
  EXPECT_TRUE(told_.reasons.empty());
}

TEST_F(KindTest, AnswersAboveTheQuoteCountLittleAndAreBounded) {
  double kind = 0, quoting = 0;
  weigh(mail("ada@x.example", 50, "patch reply", "top"));
  std::vector<Term> parts;
  kind_.parts(parts);
  for (const Term& part : parts) (part.family == "quoting" ? quoting : kind) += part.value;
  EXPECT_GT(quoting, 0.2);
  EXPECT_LE(quoting, 0.15 * 3);
  EXPECT_LT(kind, 0);
}

TEST_F(KindTest, AForwardIsLeftToThreadTruthAndNothingIsLeftOverFromBefore) {
  weigh(mail("ada@x.example", 50, "prose start", "none"));
  ASSERT_FALSE(told_.reasons.empty());
  EXPECT_EQ(weigh(mail("ada@x.example", 51, "forward", "none")), 0);
  EXPECT_TRUE(told_.reasons.empty());
}

TEST_F(KindTest, AStrangerAmongPeopleWhoWriteProseIsNotStrange) {
  EXPECT_LT(weigh(mail("new@z.example", 50, "prose start", "none")), 0.5);
  EXPECT_TRUE(told_.reasons.empty());
  // Without any trait there is nothing to say.
  store::MessageRecord bare = mail("ada@x.example", 50, "prose start", "none");
  bare.traits.clear();
  EXPECT_EQ(weigh(bare), 0);
}

}  // namespace
}  // namespace letterlock::hunt
