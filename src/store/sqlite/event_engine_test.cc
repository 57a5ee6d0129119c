#include <gtest/gtest.h>

#include <algorithm>

#include "store/event_filter.h"
#include "store/event_store.h"
#include "store/sqlite/database.h"
#include "store/sqlite/store_test.h"

namespace letterlock::store {
namespace {

constexpr UnixTime kNoon = 1'710'072'000;

Event event_at(UnixTime time, std::string actor, std::string operation, Act act) {
  Event event;
  event.provider = Provider::microsoft_365;
  event.act = act;
  event.operation = std::move(operation);
  event.actor = std::move(actor);
  event.time = TimeSpan{time, time};
  return event;
}

Event full_event() {
  Event event = event_at(kNoon, "ada@orchard.example", "MailItemsAccessed", Act::mail_read);
  event.time = TimeSpan{kNoon - 120, kNoon};
  event.product = "Exchange";
  event.record_type = "ExchangeItemAggregated";
  event.record_id = "5b0c";
  event.actor_id = "S-1-5-21";
  event.mailbox = "board@orchard.example";
  event.mailbox_guid = "9f";
  event.target = "target";
  event.organization = "orchard.example";
  event.from = {
      IpAddress::parse("2001:db8::7"), 17145, "", "NL", "North Holland", "Amsterdam", 64500};
  event.client = "Client=REST;;";
  event.user_agent = "Mozilla/5.0";
  event.app_id = "00000003";
  event.app_name = "Graph";
  event.session = "s-1";
  event.token = "t-1";
  event.device_id = "d-1";
  event.correlation = "c-1";
  event.logon = LogonType::delegate;
  event.external_access = false;
  event.outcome = Outcome::succeeded;
  event.error_code = "0x1";
  event.error_text = "text";
  event.messages.push_back(
      {"m1@x.example", "AAMk", "Invoice", "\\Inbox", "\\Archive", 4096, {"a.pdf (12b)"}});
  event.messages.push_back({});
  event.folders.push_back({"\\Inbox", "LgAAAA"});
  event.recipients = {"bob@field.example"};
  event.query = "payment";
  event.parameters.push_back({"ForwardTo", std::string(2000, 'x'), "nobody"});
  event.operation_count = 0;
  event.throttled = true;
  event.incomplete = true;
  return event;
}

LoggedRecord record_of(std::string octets, std::vector<Event> events, std::string id = "") {
  LoggedRecord record;
  record.hash = sha256(octets);
  record.octets = std::move(octets);
  record.record_id = std::move(id);
  record.events = std::move(events);
  return record;
}

class EventEngineTest : public sqlite::StoreTest {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    store_.reset();
    auto opened = open_sqlite_events(path(), true);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }
  std::filesystem::path path() const { return directory_ / "events.sqlite"; }
  EventStore::Added add(const std::vector<LoggedRecord>& records, LogFileId file = 1) {
    auto added = store_->add(file, records);
    EXPECT_TRUE(added) << added.error().message;
    return added.value_or(EventStore::Added{});
  }
  std::vector<Event> all(const EventFilter& filter = {},
                         EventOrder order = EventOrder::oldest_first) {
    std::vector<Event> events;
    auto done = store_->scan(filter, order, [&](const Event& event) {
      events.push_back(event);
      return true;
    });
    EXPECT_TRUE(done) << done.error().message;
    return events;
  }
  std::vector<std::string> operations(const EventFilter& filter = {},
                                      EventOrder order = EventOrder::oldest_first) {
    std::vector<std::string> names;
    for (const Event& event : all(filter, order)) names.push_back(event.operation);
    return names;
  }

  std::unique_ptr<EventStore> store_;
};

using Names = std::vector<std::string>;

TEST_F(EventEngineTest, AnEventComesBackAsItWas) {
  Event event = full_event();
  event.place.row = 7;
  event.place.offset = 4711;
  add({record_of("octets", {event})}, 3);
  reopen();
  event.id = 1;
  event.place.file = 3;
  event.place.record = sha256("octets");
  const auto events = all();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0], event);
}

TEST_F(EventEngineTest, EventsComeInTimeOrderUndatedLast) {
  Event undated = event_at(0, "a", "undated", Act::other);
  undated.time.reset();
  add({record_of("1", {event_at(kNoon + 5, "a", "third", Act::other)}), record_of("2", {undated})});
  add({record_of("3", {event_at(kNoon, "b", "first", Act::other)}),
       record_of("4", {event_at(kNoon + 1, "a", "second", Act::other)})});
  EXPECT_EQ(operations(), (Names{"first", "second", "third", "undated"}));
  EXPECT_EQ(operations({}, EventOrder::newest_first),
            (Names{"third", "second", "first", "undated"}));
  EventFilter filter;
  filter.accounts = {"A"};
  EXPECT_EQ(operations(filter), (Names{"second", "third", "undated"}));
  filter.accounts = {"a", "b", "nobody"};
  EXPECT_EQ(operations(filter), (Names{"first", "second", "third", "undated"}));
  filter.accounts = {"nobody"};
  EXPECT_EQ(operations(filter), Names{});
}

TEST_F(EventEngineTest, AnIntervalIsFoundWhereverItTouches) {
  Event bind = event_at(kNoon, "a", "bind", Act::mail_read);
  bind.time = TimeSpan{kNoon - 120, kNoon};
  add({record_of("1", {bind}), record_of("2", {event_at(kNoon + 60, "a", "later", Act::other)})});
  const auto between = [&](UnixTime from, UnixTime until) {
    EventFilter filter;
    filter.from = from;
    filter.until = until;
    return operations(filter);
  };
  EXPECT_EQ(between(kNoon - 200, kNoon - 119), Names{"bind"});
  EXPECT_EQ(between(kNoon - 200, kNoon - 120), Names{});
  EXPECT_EQ(between(kNoon, kNoon + 60), Names{"bind"});
  EXPECT_EQ(between(kNoon + 1, kNoon + 61), Names{"later"});
}

TEST_F(EventEngineTest, KnownRecordsAreKeptOnce) {
  const auto first = record_of("form one", {event_at(kNoon, "a", "x", Act::other)}, "id-1");
  EXPECT_EQ(add({first, first}).same_octets, 1u);
  reopen();
  EXPECT_EQ(add({first}).same_octets, 1u);
  // Another provider's id is another id.
  auto other = record_of("google", {event_at(kNoon, "a", "y", Act::other)}, "id-1");
  other.events[0].provider = Provider::google_workspace;
  EXPECT_EQ(add({other}).records, 1u);
  EXPECT_EQ(all().size(), 2u);
  EXPECT_EQ(store_->counts()->events, 2u);
}

TEST_F(EventEngineTest, TheFullerFormOfARecordWinsWhicheverCameFirst) {
  auto lossy =
      record_of("lossy", {event_at(kNoon, "ada@orchard.example", "read", Act::mail_read)}, "id-1");
  lossy.events[0].incomplete = true;
  auto whole =
      record_of("whole", {event_at(kNoon, "ada@orchard.example", "read", Act::mail_read)}, "id-1");
  whole.events[0].messages.push_back({"m1@x.example", "", "", "", "", {}, {}});
  add({lossy});
  const auto added = add({whole});
  EXPECT_EQ(added.same_id, 1u);
  EXPECT_EQ(added.replaced, 1u);
  const Sha256 digest = *store_->running_digest();
  ASSERT_EQ(all().size(), 1u);
  EXPECT_EQ(all()[0].messages.size(), 1u);
  EventFilter filter;
  filter.accounts = {"ada@orchard.example"};
  EXPECT_EQ(*store_->count(filter), 1u);
  EXPECT_EQ(store_->counts()->acts.at(Act::mail_read), 1u);
  EXPECT_EQ(store_->accounts()->at(0).as_actor, 1u);
  EXPECT_EQ(add({lossy}).same_octets, 1u);

  auto other = open_sqlite_events(directory_ / "other.sqlite", true);
  ASSERT_TRUE(other);
  for (const LoggedRecord& record : {whole, lossy}) {
    ASSERT_TRUE((*other)->add(1, std::span(&record, 1)));
  }
  EXPECT_EQ(*(*other)->running_digest(), digest);
  EXPECT_EQ(*store_->digest(), digest);
}

TEST_F(EventEngineTest, OriginalRecordsAreKeptBeforeAndAfterTheEndOfALoad) {
  std::vector<LoggedRecord> records;
  for (int i = 0; i < 2000; ++i) {
    records.push_back(record_of("record " + std::to_string(i) + std::string(500, 'y'),
                                {event_at(kNoon + i, "a", "x", Act::other)}));
  }
  add(records);
  EXPECT_EQ(**store_->record(records[17].hash), records[17].octets);
  SilentProgress silent;
  ASSERT_TRUE(store_->end_load(silent));
  EXPECT_EQ(**store_->record(records[1999].hash), records[1999].octets);
  EXPECT_EQ(*store_->record(sha256("nothing")), std::nullopt);
  EXPECT_EQ(*store_->digest(), *store_->running_digest());
}

TEST_F(EventEngineTest, DamagedRecordsAreNamedNotReturned) {
  const auto record = record_of("octets", {event_at(kNoon, "a", "x", Act::other)});
  add({record});
  store_.reset();
  {
    auto database = sqlite::Database::open(path(), sqlite::Database::Mode::write);
    ASSERT_TRUE(database);
    (*database)->run("UPDATE record SET length = length - 1");
    ASSERT_TRUE((*database)->take_failure());
  }
  reopen();
  auto octets = store_->record(record.hash);
  ASSERT_FALSE(octets);
  EXPECT_EQ(octets.error().code, ErrorCode::corrupt);
  EXPECT_FALSE(store_->digest());
}

TEST_F(EventEngineTest, LogFilesAreKeptWithWhatTheyLack) {
  LogFile file;
  file.path = "audit.csv";
  file.container = sha256("a");
  file.hash = sha256("b");
  file.shape = "portal-csv";
  file.records = 50'000;
  file.defects.push_back({"row_cap_reached", "50,000 rows", 0, 0, 1, TimeSpan{1, 2}, ""});
  auto id = store_->put_file(file);
  ASSERT_TRUE(id);
  file.id = *id;
  file.finished = true;
  ASSERT_TRUE(store_->put_file(file));
  EXPECT_EQ(*store_->files(), std::vector<LogFile>{file});
}

TEST_F(EventEngineTest, AReaderSeesWhatWasWritten) {
  add({record_of("1", {event_at(kNoon, "a", "x", Act::other)})});
  auto reader = open_sqlite_events(path(), false);
  ASSERT_TRUE(reader);
  EXPECT_EQ((*reader)->counts()->events, 1u);
  EXPECT_TRUE(**(*reader)->record(sha256("1")) == "1");
  EXPECT_FALSE(open_sqlite_events(directory_ / "none.sqlite", false));
}

TEST(EventFilterTest, EveryConditionCounts) {
  const Event event = full_event();
  EventFilter filter;
  filter.networks = {{*IpAddress::parse("2001:db8::"), 32}};
  filter.sessions = {"S-1"};
  filter.apps = {"graph"};
  filter.operations = {"mailitemsaccessed"};
  EXPECT_TRUE(matches(filter, event));
  filter.networks = {{*IpAddress::parse("2001:db8::"), 128}};
  EXPECT_FALSE(matches(filter, event));
  filter.networks.clear();
  filter.tokens = {"t-2"};
  EXPECT_FALSE(matches(filter, event));
}

TEST(EventTest, EveryActHasANameOfItsOwn) {
  for (std::size_t i = 0; i < kActCount; ++i) {
    const auto act = static_cast<Act>(i);
    EXPECT_EQ(act_of(act_name(act)), act);
  }
  EXPECT_EQ(act_name(Act::chat_changed), "chat_changed");
  EXPECT_EQ(act_of("nonsense"), std::nullopt);
}

}  // namespace
}  // namespace letterlock::store
