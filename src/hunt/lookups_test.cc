#include "hunt/lookups.h"

#include <gtest/gtest.h>

#include "store/no_facts.h"

namespace letterlock::hunt {
namespace {

// Every phrase has a word that is in ten texts; counts what is asked.
class TenTexts final : public store::NoFacts {
 public:
  Expected<std::uint64_t> texts_with_rarest(std::string_view) override { return 10; }
  Expected<store::Hits> hits(const store::Query&, const store::HitOptions&) override {
    ++searches;
    return store::Hits();
  }
  Expected<std::vector<store::MessageSummary>> messages_with_base_subject(std::string_view,
                                                                          std::uint64_t) override {
    ++subjects;
    return std::vector<store::MessageSummary>(3);
  }
  int searches = 0, subjects = 0;
};

TEST(LookupsTest, SearchesEndWithTheirBudgetAndSayNothingAfterwards) {
  TenTexts facts;
  Lookups lookups(facts, 25);
  for (const bool within : {true, true, false, false}) {
    const auto hits = lookups.with_passage("so many words");
    ASSERT_TRUE(hits);
    EXPECT_EQ(hits->has_value(), within);
  }
  EXPECT_EQ(facts.searches, 2);
}

TEST(LookupsTest, ASubjectIsAskedForOnce) {
  TenTexts facts;
  Lookups lookups(facts, 0);
  for (const char* subject : {"figures", "notes", "figures", "figures"}) {
    EXPECT_EQ(lookups.with_subject(subject)->size(), 3u);
  }
  EXPECT_EQ(facts.subjects, 2);
}

}  // namespace
}  // namespace letterlock::hunt
