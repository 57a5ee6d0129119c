// The engine keeps what it is given, once, and answers questions about it.
#include <fmt/format.h>

#include <algorithm>

#include "base/test_growth.h"
#include "store/sqlite/store_test.h"

namespace letterlock::store::sqlite {
namespace {

TEST_F(StoreTest, AMessageIsKeptOnceHoweverOftenItIsAdded) {
  auto store = open();
  const MessageFacts one = plain_message(1), two = plain_message(2);
  auto added = add(*store, {{one, two, one}, {placement_of(one, "ada", "Inbox")}, {}, {}, {}});
  EXPECT_EQ(added.messages, 2u);
  EXPECT_EQ(added.placements, 1u);
  added = add(*store, {{two},
                       {placement_of(one, "ada", "Inbox"), placement_of(one, "ben", "Inbox"),
                        placement_of(one, "ada", "Inbox", 1), placement_of(two, "ada", "Inbox")},
                       {{"s", "", 5, "bad_line", "x"}, {"s", "", 5, "bad_line", "x"}},
                       {},
                       {}});
  EXPECT_EQ(added.messages, 0u);
  EXPECT_EQ(added.placements, 3u);
  const auto counts = store->counts();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->messages, 2u);
  EXPECT_EQ(counts->placements, 4u);
  EXPECT_EQ(counts->mailboxes, 2u);
  EXPECT_EQ(counts->source_defects, 1u);
  EXPECT_EQ(counts->octets, one.size + two.size);
  EXPECT_EQ(*store->find(two.evidence), MessageId{2});
  EXPECT_EQ(*store->find(sha256("unknown")), std::nullopt);
}

TEST_F(StoreTest, AMaildirFileThatWasRenamedForItsFlagsStaysOnePlacement) {
  const MessageFacts one = plain_message(1);
  auto in = [&](std::string_view file, std::string flags) {
    PlacementFact placement = placement_of(one, "ada", "INBOX");
    placement.source = fmt::format("/export/ada/{}", file);
    placement.flags = std::move(flags);
    return placement;
  };
  auto store = open();
  EXPECT_EQ(add(*store, {{one}, {in("new/17.M1.host", "")}, {}, {}, {}}).placements, 1u);
  const PlacementFact now = in("cur/17.M1.host:2,RS", "RS");
  EXPECT_EQ(add(*store, {{}, {in("cur/17.M1.host:2,S", "S"), now}, {}, {}, {}}).placements, 0u);
  EXPECT_EQ(add(*store, {{}, {in("cur/17.M2.host:2,S", "S")}, {}, {}, {}}).placements, 1u);
  const auto kept = store->message(1);
  ASSERT_TRUE(kept);
  ASSERT_EQ((*kept)->placements.size(), 2u);
  EXPECT_EQ((*kept)->placements[0].source, now.source);
  EXPECT_EQ((*kept)->placements[0].flags, "RS");
  EXPECT_EQ((*kept)->placements[1].source, "/export/ada/cur/17.M2.host:2,S");
  EXPECT_EQ(*store->running_digest(), *store->digest());
}

// As when an archive holds one message again and again.
TEST_F(StoreTest, OneMessageInVeryManyPlacesTakesLinearTimeAndNoneTwice) {
  const MessageFacts one = plain_message(1);
  int store_number = 0;
  EXPECT_TRUE(grows_linearly(
      [&](std::size_t places) {
        auto store = open_sqlite(directory_ / fmt::format("crowd{}", ++store_number), true);
        ASSERT_TRUE(store);
        FactBatch batch{{one}, {}, {}, {}, {}};
        for (std::size_t i = 0; i < places; ++i) {
          batch.placements.push_back(placement_of(one, "ada", "INBOX", i % 2 == 0 ? i : 0));
          if (i % 2 == 1) {
            batch.placements.back().source = fmt::format("/export/ada/cur/{}.M1.host:2,S", i);
          }
        }
        EXPECT_EQ(add(**store, batch).placements, places);
        batch.messages.clear();
        batch.placements[1].source = "/export/ada/cur/1.M1.host:2,RS";
        batch.placements[1].flags = "RS";
        EXPECT_EQ(add(**store, batch).placements, 0u);
        EXPECT_EQ((*store)->counts()->placements, places);
        const auto kept = (*store)->message(1);
        ASSERT_TRUE(kept);
        EXPECT_EQ((*kept)->placements[1].flags, "RS");
        EXPECT_EQ(*(*store)->running_digest(), *(*store)->digest());
      },
      600));
}

TEST_F(StoreTest, APlacementOfAnUnknownMessageIsRefusedAndNothingOfItsBatchIsKept) {
  auto store = open();
  const auto result =
      store->add({{plain_message(1)}, {placement_of(plain_message(2), "a", "b")}, {}, {}, {}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::internal);
  EXPECT_EQ(store->counts()->messages, 0u);
  EXPECT_EQ(add(*store, {{plain_message(1)}, {}, {}, {}, {}}).messages, 1u);
  EXPECT_EQ(search_ids(*store, "morning"), (std::vector<MessageId>{1}));
}

TEST_F(StoreTest, CountsSayWhatIsThere) {
  auto store = open();
  MessageFacts rich = rich_message(), twin = rich_message();
  twin.evidence = sha256("twin");
  MessageFacts undated = plain_message(9);
  undated.date.reset();
  undated.addresses.push_back(address(AddressRole::sender, "robot@lists.example"));  // is nobody
  MessageFacts broken_clock = plain_message(10);
  broken_clock.date = 3;
  add(*store, {{rich, twin, undated, broken_clock}, {}, {}, {}, {}});
  const auto counts = store->counts();
  ASSERT_TRUE(counts) << counts.error().message;
  EXPECT_EQ(counts->people, 3u);
  EXPECT_EQ(counts->attachments, 2u);
  EXPECT_EQ(counts->distinct_attachments, 1u);
  EXPECT_EQ(counts->links, 2u);
  EXPECT_EQ(counts->defects, 4u);
  EXPECT_EQ(counts->threads, 4u);
  EXPECT_EQ(counts->same_message_id, 1u);
  EXPECT_EQ(counts->without_date, 1u);
  EXPECT_EQ(counts->first, rich.date);
  EXPECT_EQ(counts->last, rich.date);
  EXPECT_EQ(*store->defect_counts(),
            (std::map<std::string, std::uint64_t>{{"bare_lf", 2}, {"duplicate_from", 2}}));
  EXPECT_EQ(*store->months(), (std::map<std::string, std::uint64_t>{{"2024-06", 2}}));
  const auto shared = store->shared_attachments(10);
  ASSERT_EQ(shared->size(), 1u);
  EXPECT_EQ(shared->front().hash, sha256("pdf"));
  EXPECT_EQ(shared->front().filename, "Überblick (final).pdf");
  EXPECT_EQ(shared->front().size, 2900u);
  EXPECT_EQ(shared->front().messages, 2u);
}

TEST_F(StoreTest, PeopleAndPairsSumOverLoads) {
  auto store = open();
  for (int load = 0; load < 3; ++load) {
    ASSERT_TRUE(store->begin_load());
    FactBatch batch;
    for (int i = 0; i < 5; ++i) batch.messages.push_back(plain_message(load * 5 + i));
    MessageFacts back = plain_message(100 + load);
    std::swap(back.addresses[0].address, back.addresses[1].address);
    back.addresses[0].display_name = "Benjamin Holt";
    back.addresses[1].display_name = "";
    batch.messages.push_back(back);
    add(*store, batch);
    SilentProgress progress;
    ASSERT_TRUE(store->end_load(progress));
  }
  const auto people = store->people(10);
  ASSERT_TRUE(people) << people.error().message;
  ASSERT_EQ(people->size(), 2u);
  EXPECT_EQ(people->at(0).address, "ada@meridian.example");
  EXPECT_EQ(people->at(0).sent, 15u);
  EXPECT_EQ(people->at(0).received, 3u);
  EXPECT_EQ(people->at(0).display_name, "Ada Byron");
  EXPECT_EQ(people->at(0).first, kJune);
  EXPECT_EQ(people->at(0).last, kJune + 102 * kOneHour);
  EXPECT_EQ(people->at(1).display_name, "Ben Holt");
  const auto pairs = store->pairs(1);
  ASSERT_EQ(pairs->size(), 1u);
  EXPECT_EQ(pairs->front().from, "ada@meridian.example");
  EXPECT_EQ(pairs->front().to, "ben@meridian.example");
  EXPECT_EQ(pairs->front().messages, 15u);
  EXPECT_EQ(pairs->front().last, kJune + 14 * kOneHour);
}

TEST_F(StoreTest, AMailboxBelongsToWhomItsMailIsDelivered) {
  auto store = open();
  FactBatch batch;
  for (int i = 0; i < 6; ++i) {
    batch.messages.push_back(plain_message(i));
    batch.placements.push_back(placement_of(batch.messages.back(), "first", "Inbox"));
    batch.placements.push_back(placement_of(batch.messages.back(), "second", "Sent Items"));
    MessageFacts other = plain_message(50 + i);
    other.addresses[1].address = "to" + std::to_string(i) + "@meridian.example";
    batch.messages.push_back(other);
    batch.placements.push_back(placement_of(other, "unclear", "Inbox"));
  }
  add(*store, batch);
  const auto boxes = store->mailboxes();
  ASSERT_TRUE(boxes) << boxes.error().message;
  ASSERT_EQ(boxes->size(), 3u);
  EXPECT_EQ(boxes->at(0).mailbox, "first");
  EXPECT_EQ(boxes->at(0).owner, "ben@meridian.example");
  EXPECT_EQ(boxes->at(0).owner_votes, 6u);
  EXPECT_EQ(boxes->at(1).owner, "ada@meridian.example");
  EXPECT_EQ(boxes->at(1).folders.at("Sent Items"), 6u);
  EXPECT_EQ(boxes->at(2).owner, "");
  EXPECT_EQ(boxes->at(2).placements, 6u);
}

TEST_F(StoreTest, MessagesAreFoundByWhatNamesThem) {
  auto store = open();
  MessageFacts twin = plain_message(3);
  twin.evidence = sha256("other octets, same Message-ID");
  add(*store, {{plain_message(1), plain_message(2), plain_message(3), twin}, {}, {}, {}, {}});
  EXPECT_EQ(*store->find(plain_message(2).evidence), std::optional<MessageId>(2));
  EXPECT_EQ(*store->find(sha256("no")), std::nullopt);
  const std::string shared = "3@mail.meridian.example";
  EXPECT_EQ(*store->find_message_id(shared, 5), (std::vector<MessageId>{3, 4}));
  EXPECT_EQ(*store->find_message_id(shared, 2), (std::vector<MessageId>{3, 4}));
  EXPECT_EQ(*store->find_message_id(shared, 1), std::vector<MessageId>{3});
  EXPECT_EQ(*store->find_message_id("nobody", 5), std::vector<MessageId>{});
  const std::string hex = plain_message(2).evidence.hex();
  for (const std::size_t digits : {5, 16, 17, 64}) {
    EXPECT_EQ(*store->find_hash_prefix(hex.substr(0, digits)), std::vector<MessageId>{2}) << digits;
  }
  EXPECT_EQ(*store->find_hash_prefix(hex.substr(0, 3)), std::vector<MessageId>{});
  EXPECT_EQ(*store->find_hash_prefix("no hex"), std::vector<MessageId>{});
  const auto from =
      store->messages_from("ada@meridian.example", kJune + 2 * kOneHour, kJune + 3 * kOneHour, 10);
  ASSERT_EQ(from->size(), 1u);
  EXPECT_EQ(from->front().id, 2u);
  EXPECT_EQ(from->front().from_name, "Ada Byron");
  EXPECT_EQ(from->front().to, (std::vector<std::string>{"ben@meridian.example"}));
  EXPECT_TRUE(store->messages_from("ben@meridian.example", {}, {}, 10)->empty());
  EXPECT_EQ(store->messages_with_base_subject("report 3", 10)->size(), 2u);
  EXPECT_EQ(store->messages_with_base_subject("report 3", 1)->size(), 1u);
  EXPECT_TRUE(store->messages_with_base_subject("report", 10)->empty());
}

TEST_F(StoreTest, PlacementsAreScannedWithWhatLogsKnowAMessageBy) {
  auto store = open();
  FactBatch batch;
  for (int number : {1, 2}) batch.messages.push_back(plain_message(number));
  batch.messages[0].received = kJune + 77;
  const auto place = [&](int message, const char* mailbox, const char* folder) {
    PlacementFact placement;
    placement.evidence = batch.messages[static_cast<std::size_t>(message - 1)].evidence;
    placement.mailbox = mailbox;
    placement.folder = folder;
    placement.internal_date = kJune + message;
    batch.placements.push_back(placement);
  };
  place(2, "ben", "Inbox");
  place(1, "ada", "Sent");
  place(1, "ben", "Inbox/Work");
  ASSERT_TRUE(store->add(batch));
  std::vector<std::string> seen;
  ASSERT_TRUE(store->scan_placements([&](const PlacedMessage& placed) {
    seen.push_back(std::to_string(placed.id) + " " + placed.mailbox + " " + placed.folder);
    EXPECT_EQ(placed.message_id, std::to_string(placed.id) + "@mail.meridian.example");
    EXPECT_EQ(placed.size, 1000 + placed.id);
    EXPECT_EQ(placed.internal_date, kJune + static_cast<UnixTime>(placed.id));
    EXPECT_EQ(placed.received.has_value(), placed.id == 1);
    return true;
  }));
  EXPECT_EQ(seen, (std::vector<std::string>{"1 ada Sent", "1 ben Inbox/Work", "2 ben Inbox"}));
}

TEST_F(StoreTest, ScansGoByDateAndStopWhenAsked) {
  auto store = open();
  MessageFacts undated = plain_message(4);
  undated.date.reset();
  add(*store, {{undated, plain_message(3), rich_message(), plain_message(1)},
               {placement_of(undated, "ada", "x"), placement_of(undated, "ben", "x"),
                placement_of(undated, "ada", "y")},
               {},
               {},
               {}});
  std::vector<MessageId> seen;
  std::size_t links = 0, quotes = 0;
  std::vector<std::string> mailboxes;
  ScanOptions all;
  all.links = all.quotes = all.mailboxes = true;
  ASSERT_TRUE(store->scan(all, [&](const MessageRecord& record) {
    seen.push_back(record.id);
    links += record.links.size();
    quotes += record.quotes.size();
    for (const auto& mailbox : record.mailboxes) mailboxes.push_back(mailbox);
    return true;
  }));
  EXPECT_EQ(seen, (std::vector<MessageId>{4, 2, 3, 1}));
  EXPECT_EQ(links, 1u);
  EXPECT_EQ(quotes, 1u);
  EXPECT_EQ(mailboxes, (std::vector<std::string>{"ada", "ben"}));
  seen.clear();
  ScanOptions some;
  some.from = kJune + 3600;
  some.until = kJune + 3 * kOneHour + 1;
  ASSERT_TRUE(store->scan(some, [&](const MessageRecord& record) {
    seen.push_back(record.id);
    EXPECT_TRUE(record.links.empty());
    // Questions may be asked in between.
    EXPECT_TRUE(store->messages_from("ada@meridian.example", {}, {}, 1).has_value());
    return true;
  }));
  EXPECT_EQ(seen, (std::vector<MessageId>{4, 2}));
  seen.clear();
  ASSERT_TRUE(store->scan({}, [&](const MessageRecord& record) {
    seen.push_back(record.id);
    return false;
  }));
  EXPECT_EQ(seen.size(), 1u);
}

TEST_F(StoreTest, ThreadKeysAgreeWhereMessagesDo) {
  auto store = open();
  MessageFacts reply = rich_message();
  reply.references = {"1@mail.meridian.example"};
  reply.in_reply_to = {"1@mail.meridian.example"};
  add(*store, {{plain_message(1), reply}, {}, {}, {}, {}});
  std::vector<ThreadKey> keys;
  ASSERT_TRUE(store->scan_thread_keys([&](const ThreadKey& key) {
    keys.push_back(key);
    return true;
  }));
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[1].references, std::vector<std::uint64_t>{keys[0].message_id_hash});
  EXPECT_EQ(keys[1].in_reply_to, keys[1].references);
  EXPECT_NE(keys[1].conversation_hash, 0u);
  EXPECT_EQ(keys[0].conversation_hash, 0u);
  EXPECT_TRUE(keys[1].claims_reply);
  EXPECT_EQ(keys[0].base_subject_length, 8u);
  EXPECT_EQ(keys[0].people.size(), 2u);
  EXPECT_TRUE(std::includes(keys[1].people.begin(), keys[1].people.end(), keys[0].people.begin(),
                            keys[0].people.end()));
}

TEST_F(StoreTest, ThreadsAreReplacedAndFoundFromAnyMessage) {
  auto store = open();
  FactBatch batch;
  for (int i = 1; i <= 5; ++i) batch.messages.push_back(plain_message(i));
  add(*store, batch);
  const ThreadEdge first[] = {{2, 1, EdgeBasis::references, 1}, {4, 3, EdgeBasis::in_reply_to, 3}};
  ASSERT_TRUE(store->set_threads(first));
  EXPECT_EQ(store->counts()->threads, 3u);
  EXPECT_EQ(store->thread(1)->size(), 1u);
  EXPECT_TRUE(store->thread(5)->empty());
  const ThreadEdge merged[] = {{4, 3, EdgeBasis::in_reply_to, 1}, {3, 2, EdgeBasis::references, 1}};
  ASSERT_TRUE(store->set_threads(merged));
  EXPECT_EQ(store->counts()->threads, 2u);
  for (const MessageId id : {1, 2, 3, 4}) {
    EXPECT_EQ(store->thread(id)->size(), 3u) << id;
    EXPECT_EQ(store->message(id)->value().thread, 1u) << id;
  }
  EXPECT_EQ(search_ids(*store, "thread:4"), (std::vector<MessageId>{4, 3, 2, 1}));
  EXPECT_EQ(search_ids(*store, "thread:5"), (std::vector<MessageId>{5}));
}

// A mailbox may be sent thousands of messages under one Message-ID.
TEST_F(StoreTest, AThreadIsReadOnceHoweverManyOfItAreNamed) {
  auto store = open();
  constexpr MessageId kFew = 400, kMany = 10 * kFew;
  FactBatch batch;
  std::vector<ThreadEdge> edges;
  for (MessageId id = 1; id <= kFew + kMany; ++id) {
    const bool few = id <= kFew;
    MessageFacts facts = plain_message(static_cast<int>(id));
    facts.message_id = few ? "few@meridian.example" : "many@meridian.example";
    batch.messages.push_back(std::move(facts));
    const MessageId root = few ? 1 : kFew + 1;
    if (id != root) edges.push_back({id, root, EdgeBasis::references, root});
  }
  add(*store, batch);
  ASSERT_TRUE(store->set_threads(edges));
  EXPECT_EQ(search_ids(*store, "thread:few@meridian.example").size(), kFew);
  EXPECT_TRUE(grows_linearly(
      [&](std::size_t size) {
        search_ids(*store,
                   size == kFew ? "thread:few@meridian.example" : "thread:many@meridian.example");
      },
      kFew));
}

TEST_F(StoreTest, ProgressAndSegmentLengthsAreKeptWithTheirBatch) {
  auto store = open();
  SourceProgress at{"/a.mbox", "", 3, 4711, false, 7, 9000, -5};
  add(*store, {{}, {}, {}, {at}, {{1, 100}, {2, 7}}});
  at.position = 9000;
  at.finished = true;
  add(*store, {{}, {}, {}, {at}, {{2, 70}}});
  const auto got = store->progress("/a.mbox", "");
  ASSERT_TRUE(got && *got);
  EXPECT_EQ((*got)->item, 3u);
  EXPECT_EQ((*got)->position, 9000u);
  EXPECT_TRUE((*got)->finished);
  EXPECT_EQ((*got)->messages, 7u);
  EXPECT_EQ((*got)->size, 9000u);
  EXPECT_EQ((*got)->modified, -5);
  EXPECT_FALSE(store->progress("/a.mbox", "other")->has_value());
  EXPECT_EQ(*store->segment_lengths(),
            (std::vector<std::pair<std::uint32_t, std::uint64_t>>{{1, 100}, {2, 70}}));
}

}  // namespace
}  // namespace letterlock::store::sqlite
