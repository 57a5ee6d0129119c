#include "report/wording.h"

#include <gtest/gtest.h>

#include "hunt/sign.h"
#include "report/sample_test.h"

namespace letterlock::report {
namespace {

TEST(WordingTest, EverySignOfALinkHasWords) {
  for (std::size_t i = 0; i < hunt::kSignCodes; ++i) {
    hunt::Finding finding;
    finding.reasons.emplace_back().code = hunt::sign_kind(static_cast<hunt::SignCode>(i)).name;
    EXPECT_EQ(headline(finding).find('_'), std::string::npos) << headline(finding);
  }
}

TEST(WordingTest, AHeadlineJoinsTheStrongestReasons) {
  EXPECT_EQ(headline(sample().hunt.findings[0]),
            "Forwards a message that the case should hold and does not; links to a domain never "
            "seen in the case");
}

TEST(WordingTest, ACommandSurvivesAnyNameOfACase) {
  hunt::Evidence evidence;
  evidence.message = 7;
  evidence.where = {10, 20};
  EXPECT_EQ(cut_command("case-7", evidence),
            "letterlock show case-7 7 --raw | tail -c +11 | head -c 20 | sha256sum");
  EXPECT_EQ(cut_command("my case; rm -r '/'", evidence),
            "letterlock show 'my case; rm -r '\\''/'\\''' 7 --raw | tail -c +11 | head -c 20 | "
            "sha256sum");
}

TEST(WordingTest, Times) {
  EXPECT_EQ(minute(1'718'200'000), "2024-06-12 13:46 UTC");
  EXPECT_EQ(minute(std::nullopt), "no date");
}

TEST(WordingTest, TheSummaryNeverTurnsAbsenceOfFindingsIntoProof) {
  Investigation nothing;
  const Summary summary = summarize(nothing);
  ASSERT_FALSE(summary.departs.empty());
  EXPECT_NE(summary.departs.back().find("no proof"), std::string::npos);
  EXPECT_FALSE(summary.cannot_say.empty());
}

}  // namespace
}  // namespace letterlock::report
