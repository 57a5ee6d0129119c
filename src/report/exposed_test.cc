// Question B in its three forms, with hostile text wherever text goes.
#include "report/exposed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_value.h"
#include "report/html.h"
#include "report/json.h"
#include "report/open_questions.h"
#include "report/sample_test.h"
#include "report/terminal.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using exposure::ExposureClass;
using testing::HasSubstr;
using testing::Not;

constexpr UnixTime kEntry = 1'718'300'000, kEnd = kEntry + 20 * 86400;
constexpr const char* kHostile = "<b>\u202Ebad & \x1b[31m https://evil.example/";

exposure::ReachedMailbox mailbox() {
  exposure::ReachedMailbox one;
  one.account = "ada@meridian.example";
  one.case_mailboxes = {"ada"};
  one.entry = kEntry;
  one.eviction = kEnd;
  one.eviction_text = "the password was reset";
  one.classes = {10, 20, 30, 400, 5, 1};
  one.not_held = 3;
  one.coverage.spans = {
      {exposure::Blind::throttled, kEntry + 5 * 86400, kEntry + 6 * 86400, kHostile, {}},
      {exposure::Blind::export_incomplete, kEntry + 86400, kEntry + 86400 + 7200, "Rows lack.", {}},
      {exposure::Blind::before_log, exposure::kEverFrom, kEntry - 86400, "", {}}};
  one.coverage.first = kEntry - 86400;
  one.coverage.last = kEnd + 86400;
  return one;
}

Investigation with_exposure() {
  Investigation all = sample();
  ExposedOverview exposed;
  exposure::ExposureResult& result = exposed.result;
  result.has_logs = true;
  result.proposed = true;
  result.events = 1794;
  result.logged = store::TimeSpan{kEntry - 86400, kEnd + 86400};
  result.seeds = {{exposure::Seed::Kind::address, "192.0.2.77", "", {}, ""}};
  result.mailboxes = {mailbox()};
  constexpr std::pair<ExposureClass, int> kCounts[] = {
      {ExposureClass::x5, 1},  {ExposureClass::x4, 5},  {ExposureClass::x3, 400},
      {ExposureClass::x2, 30}, {ExposureClass::x1, 20}, {ExposureClass::x0, 10}};
  for (const auto& [level, count] : kCounts) {
    exposure::MessageExposure message;
    message.exposure = level;
    result.messages.insert(result.messages.end(), static_cast<std::size_t>(count), message);
  }
  result.steps = {{"seed",
                   "address:192.0.2.77",
                   kHostile,
                   exposure::Certainty::likely,
                   "",
                   kEntry,
                   kEnd,
                   4,
                   {}}};
  exposure::AccessContext context;
  context.actor = context.mailbox = "ada@meridian.example";
  context.address = "192.0.2.77";
  context.client = std::string("Client=OWA;") + kHostile;
  context.first = context.first_in = kEntry;
  context.last = context.last_in = kEnd;
  context.got_in = true;
  context.records = 4;
  context.steps = {0};
  result.contexts = {context};
  exposure::Deed deed;
  deed.act = store::Act::mail_sent;
  deed.at = kEntry + 3600;
  deed.account = "ada@meridian.example";
  deed.what = std::string("Sent “") + kHostile + "”.";
  deed.message_id = "m1@meridian.example";
  result.activity.sent = {deed};
  result.activity.persistence = {{"consent",
                                  "ada@meridian.example",
                                  kHostile,
                                  "An application may read mail.",
                                  kEntry,
                                  "r",
                                  {},
                                  "",
                                  true},
                                 {"inbox_rule", "ada@meridian.example", ".", "A rule hides mail.",
                                  kEntry, "r", kEnd, "r2", true}};
  const auto entry = [&](store::Act act, UnixTime at, std::optional<std::uint32_t> by) {
    result.activity.timeline.push_back(
        {at, "ada@meridian.example", by, act, kHostile, "r", 1, at, {}});
  };
  entry(store::Act::sign_in, kEntry, 0);
  entry(store::Act::mail_read, kEntry + 60, 0);
  entry(store::Act::mail_read, kEntry + 90000, std::nullopt);
  entry(store::Act::mail_sent, kEntry + 3600, 0);
  ExposedLine line;
  line.exposure = ExposureClass::x4;
  line.certainty = exposure::Certainty::likely;
  line.message = 17;
  line.mailbox = "ada@meridian.example";
  line.subject = kHostile;
  line.from = "ben@meridian.example";
  line.why = "A record names it.";
  exposed.shown = {line};
  all.exposed = std::move(exposed);
  return all;
}

TEST(ExposedTest, WithoutLogsQuestionBStaysOpen) {
  const Investigation all = sample();
  EXPECT_EQ(to_html(all).find("id=\"b\""), std::string::npos);
  ASSERT_EQ(open_questions(all).size(), 3u);
  EXPECT_EQ(open_questions(all).front().letter, "B");
  EXPECT_EQ(open_questions(with_exposure()).front().letter, "C");
}

TEST(ExposedTest, ThePageSaysHowManyStartingPointsWereFollowed) {
  Investigation all = with_exposure();
  EXPECT_THAT(to_html(all), HasSubstr("The strongest sign was followed"));
  all.exposed->result.seeds.push_back({exposure::Seed::Kind::address, "192.0.2.209", "", {}, ""});
  EXPECT_THAT(to_html(all), HasSubstr("The 2 strongest signs were followed"));
}

TEST(ExposedTest, WhereNothingWasFollowedNothingIsCalledTheOwners) {
  Investigation all = with_exposure();
  exposure::ExposureResult& result = all.exposed->result;
  result.contexts.clear();
  result.mailboxes.clear();
  for (const bool proposed : {true, false}) {
    result.proposed = proposed;
    const std::string html = to_html(all);
    EXPECT_THAT(html, Not(HasSubstr("belong to anybody but")));
    EXPECT_THAT(html, Not(HasSubstr("was followed;")));
    EXPECT_THAT(html, HasSubstr(proposed ? "Nothing was followed" : "No record matches"));
  }
}

TEST(ExposedTest, PageCountsEveryClassAndSaysWhenAccessWasOpen) {
  const std::string html = to_html(with_exposure());
  EXPECT_NE(html.find("between 2024-06-13 17:33 UTC and 2024-07-03 17:33 UTC"), std::string::npos);
  for (const char* count : {">400</td>", ">30</td>", ">20</td>", ">10</td>", ">5</td>", ">1</td>"})
    EXPECT_NE(html.find(count), std::string::npos) << count;
  EXPECT_NE(html.find("It ended when the password was reset."), std::string::npos);
  EXPECT_NE(html.find("still there"), std::string::npos);
  EXPECT_NE(html.find("class=\"m-foreign\""), std::string::npos);
  EXPECT_NE(html.find("class=\"b-throttled\""), std::string::npos);
}

TEST(ExposedTest, TheMessageThatQuestionAPointsAtIsNamedWhereItCameShortlyBefore) {
  Investigation all = with_exposure();
  EXPECT_NE(to_html(all).find("message #9411 from"), std::string::npos);
  all.hunt.findings.front().date = kEntry + 60;
  EXPECT_EQ(to_html(all).find("message #9411 from"), std::string::npos);
}

TEST(ExposedTest, UntrustedTextBringsNoMarkupAndNoLinks) {
  const Investigation all = with_exposure();
  const std::string html = to_html(all);
  for (const char* bad : {"<b>", "\u202E", "\x1b", "https://", " src=\""})
    EXPECT_EQ(html.find(bad), std::string::npos) << bad;
  EXPECT_EQ(to_terminal(all, false, 100).find('\x1b'), std::string::npos);
}

TEST(ExposedTest, JsonHasWhatThePageHas) {
  const auto json = parse_json(to_json(with_exposure()));
  ASSERT_TRUE(json.has_value());
  const JsonValue* b = json->find("question_b");
  ASSERT_NE(b, nullptr);
  const JsonValue& one = b->find("mailboxes")->items.at(0);
  EXPECT_EQ(one.find("classes")->find("X3")->text, "400");
  EXPECT_EQ(one.find("coverage")->find("blind")->items.at(0).string("reason"), "throttled");
  EXPECT_EQ(one.find("coverage")->find("blind")->items.at(2).find("from")->type,
            JsonValue::Type::null);
  EXPECT_EQ(b->find("messages")->items.at(0).string("certainty"), "likely");
  EXPECT_EQ(b->find("persistence")->items.at(0).find("removed_at")->type, JsonValue::Type::null);
}

TEST(ExposedTest, SummarySeparatesWhatWasTouchedFromWhatCannotBeSaid) {
  const Summary summary = summarize(with_exposure());
  EXPECT_THAT(summary.established, testing::Contains(HasSubstr("5 messages were opened")));
  EXPECT_THAT(summary.departs, testing::Contains(HasSubstr("was open to somebody else")));
  EXPECT_THAT(summary.cannot_say, testing::Contains(HasSubstr("Whether 30 more messages in")));
  const std::string text = to_terminal(with_exposure(), false, 100);
  EXPECT_THAT(text, HasSubstr("still there: ada@meridian.example: An application"));
  EXPECT_THAT(text, Not(HasSubstr("ada@meridian.example: A rule")));
}

}  // namespace
}  // namespace letterlock::report
