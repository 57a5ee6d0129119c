#include "hunt/hidden_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hunt/evidence.h"
#include "hunt/test_archive.h"

namespace letterlock::hunt {
namespace {

using testing::HasSubstr;

constexpr int kDaysBefore = 40;
constexpr const char* kHidden =
    "<font color=\"#ffffff\">Minutes of the harbour board and the dredging plan</font>";

TestMail page(UnixTime at, const std::string& shown) {
  return {.from = kBen,
          .to = kAda,
          .at = at,
          .subject = "Page",
          .body = "<p>" + shown + "</p>" + kHidden,
          .html = true};
}

TestMail hidden_lure() {
  return page(kStart + (kDaysBefore + 1) * kOneDay,
              "Please sign in at <a href=\"https://portal.lure.example/in\">the portal</a> and "
              "confirm your password today.");
}

std::optional<Finding> found(TestArchive& archive, const std::string& id) {
  return find_finding(archive.hunt(every_finding()), id);
}

TEST(HiddenTextTest, AFindingTellsWhatItsReaderDoesNotSeeAndCountsItForNothing) {
  TestArchive archive;
  archive.office_life(kStart, kDaysBefore);
  const auto finding = found(archive, archive.put(hidden_lure(), {"ada", "ben"}));
  ASSERT_TRUE(finding.has_value());
  const Reason* hidden = find_reason(*finding, "hidden_text");
  ASSERT_NE(hidden, nullptr);
  EXPECT_EQ(hidden->weight, 0);
  EXPECT_FALSE(hidden->contradicts);
  EXPECT_EQ(hidden->n, static_cast<std::uint64_t>(kDaysBefore));
  EXPECT_THAT(hidden->text, HasSubstr("42 letters in the colour of their ground: “Minutes of the"));
  EXPECT_THAT(hidden->text, HasSubstr("This sender's mail did not before."));
  EXPECT_THAT(hidden->innocent, HasSubstr("Newsletters"));
  ASSERT_EQ(hidden->evidence.size(), 1u);
  EXPECT_EQ(hidden->evidence[0].says, "Minutes of the harbour board and the dredging plan");
  EXPECT_TRUE(check_evidence(archive.octets_of(finding->message), hidden->evidence[0]).holds);
  EXPECT_NE(finding->reasons.front().code, "hidden_text");
}

TEST(HiddenTextTest, WhoAlwaysHidesWordsIsNotToldOf) {
  TestArchive archive;
  archive.office_life(kStart, kDaysBefore);
  for (int day = 0; day < kDaysBefore; ++day) {
    archive.put(page(kStart + day * kOneDay + 9000, "Item of the day."), {"ada", "ben"});
  }
  const auto finding = found(archive, archive.put(hidden_lure(), {"ada", "ben"}));
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(find_reason(*finding, "hidden_text"), nullptr);
}

TEST(HiddenTextTest, HiddenWordsAloneAreNoReason) {
  TestArchive archive;
  archive.office_life(kStart, kDaysBefore);
  const auto id =
      archive.put(page(kStart + kDaysBefore * kOneDay, "Item 41 of the agenda."), {"ada"});
  const auto finding = found(archive, id);
  EXPECT_TRUE(!finding || finding->reasons.size() > 1);
  EXPECT_FALSE(hidden_text(1, "From: a@b.example\r\n\r\nplain").has_value());
}

}  // namespace
}  // namespace letterlock::hunt
