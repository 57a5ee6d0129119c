#include "casefile/logs.h"

#include <gtest/gtest.h>

#include "casefile/test_desk.h"

namespace letterlock::casefile {
namespace {

std::string sent(int number) {
  return fmt::format(
      R"({{"CreationTime":"2024-06-10T09:{:02}:00","Id":"id-{}","Operation":"Send","Workload":"Exchange",)"
      R"("RecordType":2,"UserId":"Ada@orchard.example","MailboxOwnerUPN":"ada@orchard.example",)"
      R"("ClientIPAddress":"192.0.2.{}:4711"}})",
      number % 60, number, number % 250);
}

std::string lines(int first, int count) {
  std::string text;
  for (int i = first; i < first + count; ++i) text += sent(i) + "\n";
  return text;
}

struct LogsDesk : Desk {
  Expected<LogsSummary> read(const std::vector<std::filesystem::path>& paths) {
    auto opened = open();
    if (!opened) return fail(std::move(opened));
    return read_logs(*opened, paths, silent);
  }
  std::uint64_t events() {
    auto opened = open(Access::read);
    auto store = opened ? opened->events() : Expected<store::EventStore*>(nullptr);
    EXPECT_TRUE(store);
    return store && *store != nullptr ? (*store)->counts()->events : 0;
  }
};

TEST(LogsTest, ReadTwiceALogAddsNothing) {
  LogsDesk desk;
  put_file(desk.place / "logs/a.json", lines(0, 20));
  auto first = desk.read({desk.place / "logs"});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->events, 20u);
  ASSERT_EQ(first->read.size(), 1u);
  EXPECT_EQ(first->read[0].shape, "unified-audit-log");
  auto again = desk.read({desk.place / "logs/a.json"});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->events, 0u);
  EXPECT_EQ(again->known.size(), 1u);
  EXPECT_EQ(desk.events(), 20u);
  EXPECT_EQ(acts(desk.where()), (std::vector<std::string>{"case-created", "logs-start", "logs-end",
                                                          "logs-start", "logs-end"}));
  EXPECT_EQ(desk.verified().broken, "");
}

// As Takeout writes it: one line, style before, non-breaking blanks, narrow ones before AM and PM.
std::string activity_cell(std::string_view what, std::string_view when) {
  return fmt::format(
      R"(<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid"><div class="header-cell mdl-cell mdl-cell--12-col"><p class="mdl-typography--title">Gmail<br></p></div><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">{}<br>{}<br></div><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 mdl-typography--text-right"></div><div class="content-cell mdl-cell mdl-cell--12-col mdl-typography--caption"><b>Products:</b><br>&emsp;Gmail<br></div></div></div>)",
      what, when);
}

TEST(LogsTest, APersonsOwnActivityIsReadFromItsPageToo) {
  LogsDesk desk;
  put_file(desk.place / "MyActivity.html",
           "<html><head><title>My Activity</title><style>.mdl-grid{}</style></head><body><div "
           "class=\"mdl-grid\">" +
               activity_cell("Searched for&nbsp;<a href=\"https://mail.google.com/x?a=1&amp;b=2\">"
                             "payment &amp; invoice</a>",
                             "Jun 10, 2024, 9:30:05\u202FAM PDT") +
               activity_cell("Used Gmail", "10. Juni 2024, 09:31:00 MESZ") +
               activity_cell("Used Gmail", "Jun 11, 2024, 12:00:00 AM UTC") +
               "</div></body></html>");
  auto summary = desk.read({desk.place / "MyActivity.html"});
  ASSERT_TRUE(summary) << summary.error().message;
  ASSERT_EQ(summary->read.size(), 1u);
  const store::LogFile& log = summary->read[0];
  EXPECT_EQ(log.shape, "my-activity-page");
  EXPECT_EQ(log.records, 3u);
  EXPECT_TRUE(log.finished);
  auto opened = desk.open(Access::read);
  auto store = opened->events();
  std::vector<store::Event> events;
  ASSERT_TRUE((*store)->scan({}, store::EventOrder::oldest_first, [&](const store::Event& event) {
    events.push_back(event);
    return true;
  }));
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].act, store::Act::mail_searched);
  EXPECT_EQ(events[0].query, "payment & invoice");
  EXPECT_EQ(events[0].target, "https://mail.google.com/x?a=1&b=2");
  EXPECT_EQ(events[0].product, "Gmail");
  EXPECT_EQ(format_utc(events[0].time->from), "2024-06-10T16:30:05Z");
  EXPECT_EQ(format_utc(events[1].time->from), "2024-06-11T00:00:00Z");
  EXPECT_FALSE(events[2].time);  // a language whose months are not read: kept, and said
  const auto record = (*store)->record(events[0].place.record);
  ASSERT_TRUE(record && *record);
  EXPECT_TRUE((*record)->starts_with("<div class=\"outer-cell"));
  EXPECT_TRUE(std::any_of(log.defects.begin(), log.defects.end(), [](const auto& defect) {
    return defect.name == "time_unreadable" || defect.name == "undated";
  }));
}

TEST(LogsTest, OverlappingExportsAreKeptOnceAndSaid) {
  LogsDesk desk;
  put_file(desk.place / "a.json", lines(0, 20));
  put_file(desk.place / "b.json", lines(10, 20));
  auto summary = desk.read({desk.place / "a.json", desk.place / "b.json"});
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->events, 30u);
  EXPECT_EQ(summary->known_records, 10u);
  EXPECT_EQ(summary->read[1].defects.back().name, "records_known");
  EXPECT_EQ(desk.events(), 30u);
}

// The same records as lines and as the portal's CSV.
TEST(LogsTest, TheOrderOfExportsChangesNothing) {
  std::string csv = "CreationDate,UserIds,Operations,AuditData\n";
  for (int i = 5; i < 25; ++i) {
    std::string cell;
    for (const char c : sent(i)) cell += c == '"' ? "\"\"" : std::string(1, c);
    csv += fmt::format("2024-06-10T09:{:02}:00Z,ada,Send,\"{}\"\n", i, cell);
  }
  const auto digest_of = [&](std::vector<const char*> order) {
    LogsDesk desk;
    put_file(desk.place / "lines", lines(0, 15));
    put_file(desk.place / "more", lines(10, 20));
    put_file(desk.place / "csv", csv);
    for (const char* name : order) EXPECT_TRUE(desk.read({desk.place / name}));
    auto opened = desk.open(Access::read);
    EXPECT_EQ((*opened->events())->counts()->events, 30u);
    return *(*opened->events())->digest();
  };
  const Sha256 first = digest_of({"lines", "more", "csv"});
  EXPECT_EQ(digest_of({"csv", "more", "lines"}), first);
  EXPECT_EQ(digest_of({"more", "csv", "lines", "csv"}), first);
}

TEST(LogsTest, WhatIsNoLogIsNamedAndTheOthersAreRead) {
  LogsDesk desk;
  put_file(desk.place / "letter.txt", "Dear all,\n\nthis is no log.\n");
  put_file(desk.place / "a.json", lines(0, 3));
  auto summary = desk.read({desk.place / "letter.txt", desk.place / "a.json"});
  ASSERT_TRUE(summary);
  ASSERT_EQ(summary->unreadable.size(), 1u);
  EXPECT_NE(summary->unreadable[0].why.find("not a log"), std::string::npos);
  EXPECT_EQ(summary->events, 3u);
  EXPECT_FALSE(desk.read({desk.place / "nowhere.json"}));
}

TEST(LogsTest, ACaseWithoutLogsSaysSo) {
  LogsDesk desk;
  ASSERT_TRUE(desk.open());
  auto opened = desk.open(Access::read);
  ASSERT_TRUE(opened);
  auto events = opened->events();
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error().code, ErrorCode::not_found);
}

TEST(LogsTest, VerificationFindsEventsThatChanged) {
  LogsDesk desk;
  put_file(desk.place / "a.json", lines(0, 5));
  ASSERT_TRUE(desk.read({desk.place / "a.json"}));
  {
    auto other = store::open_sqlite_events(desk.where() / "events.sqlite", true);
    ASSERT_TRUE(other);
    store::LoggedRecord record;
    record.octets = "{}";
    record.hash = sha256(record.octets);
    record.events.emplace_back();
    ASSERT_TRUE((*other)->add(1, std::span(&record, 1)));
  }
  EXPECT_NE(desk.verified().broken.find("events.sqlite"), std::string::npos);
  std::filesystem::remove(desk.where() / "events.sqlite");
  EXPECT_NE(desk.verified().broken, "");
}

// A killed run leaves a log that is not finished; reading it again completes it.
TEST(LogsTest, AnInterruptedReadingIsCompletedByTheNext) {
  class StopsSoon final : public Progress {
   public:
    void stage(std::string_view, std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return ++asked_ > 8; }

   private:
    mutable int asked_ = 0;
  };
  LogsDesk desk;
  put_file(desk.place / "a.json", lines(0, 50));
  {
    auto opened = desk.open();
    ASSERT_TRUE(opened);
    StopsSoon soon;
    auto summary = read_logs(*opened, {desk.place / "a.json"}, soon);
    ASSERT_TRUE(summary);
    EXPECT_TRUE(summary->stopped);
    EXPECT_LT(summary->events, 50u);
  }
  auto summary = desk.read({desk.place / "a.json"});
  ASSERT_TRUE(summary);
  EXPECT_EQ(desk.events(), 50u);
  auto opened = desk.open(Access::read);
  const auto files = *(*opened->events())->files();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_TRUE(files[0].finished);
}

}  // namespace
}  // namespace letterlock::casefile
