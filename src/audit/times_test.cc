#include "audit/times.h"

#include <gtest/gtest.h>

namespace letterlock::audit {
namespace {

constexpr UnixTime kTime = 1'621'372'413;  // 2021-05-18T21:13:33Z

TEST(ReadTimeTest, EveryFormThatLogsUse) {
  for (const char* text :
       {"2021-05-18T21:13:33", "2021-05-18T21:13:33Z", "2021-05-18T21:13:33.1234567Z",
        "2021-05-18 21:13:33.123 UTC", "2021-05-18T23:13:33+02:00", "2021-05-18 21:13:33",
        "5/18/2021 9:13:33 PM", "05/18/2021 21:13:33", "5/18/2021, 9:13:33\u202FPM", "1621372413",
        "1621372413123", "/Date(1621372413000)/", "2021/05/18 21:13:33",
        "May 18, 2021, 9:13:33\u202FPM UTC", "May 18, 2021, 2:13:33 PM PDT",
        "May 18, 2021, 11:13:33 PM GMT+02:00"}) {
    const auto read = read_time(text, DateOrder::us);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->time, kTime) << text;
  }
  EXPECT_EQ(read_time("18.05.2021 21:13:33", DateOrder::unknown)->time, kTime);
  EXPECT_EQ(read_time("18/05/2021 21:13:33", DateOrder::european)->time, kTime);
}

TEST(ReadTimeTest, WhatIsNoTimeOrCannotBe) {
  for (const char* text : {"", "yesterday", "0001-01-01T00:00:00", "9999-12-31T23:59:59",
                           "2021-02-30T00:00:00", "2021-05-18T25:00:00", "13/13/2021", "42",
                           "2021-05-18T21:13:33 tomorrow", "5/18/2021 13:00 PM",
                           "Mai 18, 2021, 9:13:33 PM", "May 18", "May 18, 2021, 9:13:33 PM XYZ"}) {
    EXPECT_FALSE(read_time(text, DateOrder::us)) << text;
  }
}

DateVotes::Verdict verdict_of(std::initializer_list<const char*> dates) {
  DateVotes votes;
  for (const char* date : dates) votes.see(date);
  return votes.verdict();
}

TEST(DateVotesTest, TheWholeFileDecides) {
  EXPECT_EQ(verdict_of({"3/4/2024 1:00 PM", "3/14/2024 1:00 PM"}).order, DateOrder::us);
  EXPECT_EQ(verdict_of({"3/4/2024", "14/4/2024"}).order, DateOrder::european);
  const auto both = verdict_of({"3/14/2024", "14/3/2024"});
  EXPECT_TRUE(both.contradictory);
  // Only one reading keeps the rows in order.
  const auto ordered = verdict_of({"2/3/2024", "3/3/2024", "1/4/2024"});
  EXPECT_EQ(ordered.order, DateOrder::european);
  EXPECT_FALSE(ordered.ambiguous);
  EXPECT_TRUE(verdict_of({"3/4/2024"}).ambiguous);
  DateVotes votes;
  votes.see_with("4/3/2024 10:00", 1'709'546'400);  // 2024-03-04T10:00:00Z
  EXPECT_EQ(votes.verdict().order, DateOrder::european);
}

}  // namespace
}  // namespace letterlock::audit
