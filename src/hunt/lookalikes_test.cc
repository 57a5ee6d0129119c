#include "hunt/lookalikes.h"

#include <gtest/gtest.h>

#include "hunt/confusable.h"

namespace letterlock::hunt {
namespace {

class LookalikesTest : public ::testing::Test {
 protected:
  LookalikesTest() {
    known_.add_own("meridian.example");
    for (int i = 0; i < 8; ++i) learn("paul@ward-advice.example");
    learn("once@rarely-seen.example");
  }
  void learn(const char* address) {
    store::MessageRecord message;
    message.addresses.push_back({store::AddressRole::from, address, "", {}});
    known_.observe(message);
  }
  std::string like(std::string_view domain) const {
    const auto match = known_.find(domain);
    return match ? std::string(match->known) : "";
  }
  Lookalikes known_;
};

TEST_F(LookalikesTest, ChangedNamesAreFound) {
  for (const char* domain :
       {"meridiam.example", "meridain.example", "meridin.example", "meridiann.example",
        "merldian.example", "meri-dian.example", "meridian.test", "rneridian.example",
        "xn--mridian-bya.example", "xn--meridin-7fg.example"}) {
    EXPECT_EQ(like(domain), "meridian.example") << domain;
  }
  for (const char* domain : {"wardadvice.example", "ward-advise.example", "word-advise.example",
                             "ward-advice.test", "ward-adviec.example"}) {
    EXPECT_EQ(like(domain), "ward-advice.example") << domain;
  }
}

TEST_F(LookalikesTest, OtherNamesAreNot) {
  for (const char* domain :
       {"meridian.example", "ward-advice.example", "median.example", "harbour.example",
        "rarely-scen.example", "rarely-seen.example", "ward.example", "meridional.example"}) {
    EXPECT_EQ(like(domain), "") << domain;
  }
}

TEST_F(LookalikesTest, TellsHowAndWhoseItIs) {
  const auto match = known_.find("meridiam.example");
  ASSERT_TRUE(match);
  EXPECT_TRUE(match->own);
  EXPECT_EQ(match->how, "with one character changed");
  const auto advice = known_.find("ward-advice.test");
  ASSERT_TRUE(advice);
  EXPECT_FALSE(advice->own);
  EXPECT_EQ(advice->messages, 8u);
  EXPECT_EQ(advice->how, "with another ending");
}

TEST_F(LookalikesTest, TwoHonestNamesInDailyUseAccuseNobody) {
  for (int i = 0; i < 8; ++i) learn("eve@ward-advise.example");
  EXPECT_EQ(like("ward-advise.example"), "");
  EXPECT_EQ(like("ward-advice.example"), "");
}

TEST_F(LookalikesTest, AKnownDomainInFrontOfAnother) {
  const auto match = known_.prefix_of("login.meridian.example.other.test", "other.test");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->known, "meridian.example");
  EXPECT_TRUE(known_.prefix_of("meridian-example.other.test", "other.test"));
  EXPECT_FALSE(known_.prefix_of("www.meridian.example", "meridian.example"));
  EXPECT_FALSE(known_.prefix_of("rarely-seen.example.other.test", "other.test"));
}

TEST(ConfusableTest, LettersOfOtherScriptsShow) {
  EXPECT_TRUE(mixes_scripts("m\xD0\xB5ridian.example"));  // Cyrillic ie
  EXPECT_TRUE(mixes_scripts(name_in_its_script("xn--80ak6aa92e.com")));
  EXPECT_FALSE(
      mixes_scripts("b\xC3\xBC"
                    "cher.example"));
  EXPECT_FALSE(mixes_scripts("\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0.example"));
  EXPECT_EQ(skeleton("MERIDIAN"), skeleton("meridian"));
}

}  // namespace
}  // namespace letterlock::hunt
