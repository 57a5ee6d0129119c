#include "leak/recover_state.h"

#include <gtest/gtest.h>

namespace letterlock::leak {
namespace {

GcdRecord record(std::string domain = "north.example") {
  GcdRecord made{sha256("input " + domain),
                 sha256("group"),
                 64,
                 65537,
                 std::string(64, '\xA7'),
                 11'300,
                 std::move(domain),
                 "s1"};
  return made;
}

TEST(RecoveryStateTest, WhatIsWrittenIsReadAgain) {
  GcdRecord nothing = record("south.example");
  nothing.e = 0;
  nothing.modulus.clear();
  const GcdRecord odd = record(std::string("a b%\n\xC3\xA4\0.example", 16));
  std::string text = state_head();
  for (const GcdRecord& each : {record(), nothing, odd}) text += state_line(each);
  const auto state = RecoveryState::parse(text);
  ASSERT_TRUE(state) << state.error().message;
  ASSERT_EQ(state->records().size(), 3U);
  for (const GcdRecord& each : {record(), nothing, odd}) {
    ASSERT_NE(state->find(each.input), nullptr);
    EXPECT_EQ(*state->find(each.input), each);
  }
  EXPECT_EQ(state->find(sha256("other")), nullptr);
}

TEST(RecoveryStateTest, ALineThatWasCutIsLeftOutWhereverItWasCut) {
  const std::string whole = state_head() + state_line(record());
  const std::string more = state_line(record("south.example"));
  for (std::size_t cut = 0; cut < more.size(); ++cut) {
    const auto state = RecoveryState::parse(whole + more.substr(0, cut));
    ASSERT_TRUE(state) << cut;
    EXPECT_EQ(state->records().size(), 1U) << cut;
  }
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    EXPECT_TRUE(RecoveryState::parse(whole.substr(0, cut))) << cut;
  }
}

TEST(RecoveryStateTest, DamageIsNamedByItsLine) {
  const std::string good = state_line(record());
  const std::string input = record().input.hex() + " " + record().group.hex();
  const std::string modulus(128, 'a');
  const std::string bad[] = {
      "gcd\n",
      "\n",
      good.substr(1),
      " " + good,
      "gcd " + input + " 64 65537 " + modulus + " 1 d\n",
      "gcd " + input + " 64 65537 " + modulus + " 1 d s extra\n",
      "gcd " + input + " 64 65537 - 1 d s\n",
      "gcd " + input + " 64 0 " + modulus + " 1 d s\n",
      "gcd " + input + " 64 65538000 " + modulus + " 1 d s\n",
      "gcd " + input + " 63 65537 " + modulus + " 1 d s\n",
      "gcd " + input + " 99999999999999999999999 0 - 1 d s\n",
      "gcd " + input + " 4 0 - 1 d s\n",
      "gcd " + input + " -64 0 - 1 d s\n",
      "gcd " + input + " 064 0 - 1 d s\n",
      "gcd " + input + " 64 0 - 1 d% s\n",
      "gcd " + input + " 64 0 - 1 d%4 s\n",
      "gcd " + input + " 64 0 - 1 d%61 s\n",
      "gcd " + input + " 64 0 - 1 d\xC3 s\n",
      "gcd " + input + " 64 0 - 1  s\n",
      "gcd " + input.substr(2) + " 64 0 - 1 d s\n",
      "gcd " + input.substr(0, 127) + "G 64 0 - 1 d s\n",
      "gcd " + input + " 64 65537 00" + modulus.substr(2) + " 1 d s\n",
  };
  for (const std::string& line : bad) {
    const auto state = RecoveryState::parse(state_head() + good + line + good);
    ASSERT_FALSE(state) << line;
    EXPECT_EQ(state.error().code, ErrorCode::corrupt);
    EXPECT_EQ(state.error().message, "state of key recovery: line 3 is no record");
  }
  const auto other = RecoveryState::parse("letterlock-key-recovery 2\n");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().message,
            "state of key recovery: line 1 is not \"letterlock-key-recovery 1\"");
}

}  // namespace
}  // namespace letterlock::leak
