// The engine keeps what it is given, once, and answers questions about it.
#include "store/sqlite/store_test.h"

namespace letterlock::store::sqlite {
namespace {

using testing::Test;

MessageFacts rich_message() {
  MessageFacts facts = plain_message(7);
  facts.reconstructed = true;
  facts.received = kJune + 5;
  facts.in_reply_to = {"a@x.example"};
  facts.references = {"r0@x.example", "a@x.example"};
  facts.thread_index = "01da5c0f0a1b2c3d4e5f60718293a4b5c6d7e8f9";
  facts.list_id = "board.lists.meridian.example";
  facts.mailer = "Quill 3.1";
  facts.claims_reply = true;
  facts.new_text_length = 321;
  facts.addresses.push_back(address(AddressRole::return_path, "bounce-17@meridian.example"));
  facts.addresses.push_back(address(AddressRole::cc, "Zoë@müller.example", "Zoë"));
  facts.fields = {{"From", {0, 30}}, {"X-Odd", {30, 12}}, {"To", {50, 9}}, {"From", {0, 4}}};
  facts.parts.resize(2);
  facts.parts[0].media_type = "multipart/mixed";
  facts.parts[0].body = {100, 4000};
  facts.parts[1].index = 1;
  facts.parts[1].parent = 0;
  facts.parts[1].media_type = "application/pdf";
  facts.parts[1].encoding = "base64";
  facts.parts[1].filename = "Überblick (final).pdf";
  facts.parts[1].attachment = facts.parts[1].inlined = true;
  facts.parts[1].sniffed_type = "application/pdf";
  facts.parts[1].decoded_size = 2900;
  facts.parts[1].content_hash = sha256("pdf");
  facts.parts[1].body = {150, 3900};
  facts.links = {{0,
                  "https://login.bad.example/?u=https%3A%2F%2Fgood.example%2F",
                  "login.bad.example",
                  "bad.example",
                  "good.example",
                  {"https://good.example/"},
                  {"good.example"},
                  true,
                  {1, 77, 12}}};
  QuoteFact quote;
  quote.kind = 1;
  quote.from_name = "Cy Dane";
  quote.from_address = "cy@partner.example";
  quote.to_addresses = {"ada@meridian.example"};
  quote.to_names = {"Ada", "Ben"};
  quote.subject = "Contract";
  quote.message_id = "q@partner.example";
  quote.date = -5;
  quote.date_has_zone = true;
  quote.style = "outlook";
  quote.where = {1, 5, 900};
  quote.claim = {1, 5, 80};
  facts.quotes = {quote};
  facts.defects = {{"duplicate_from", {0, 4}}, {"bare_lf", {8, 1}}};
  return facts;
}

void expect_same(const MessageFacts& got, const MessageFacts& want) {
  EXPECT_EQ(got.evidence, want.evidence);
  EXPECT_EQ(got.size, want.size);
  EXPECT_EQ(got.location.segment, want.location.segment);
  EXPECT_EQ(got.location.offset, want.location.offset);
  EXPECT_EQ(got.reconstructed, want.reconstructed);
  EXPECT_EQ(got.message_id, want.message_id);
  EXPECT_EQ(got.subject, want.subject);
  EXPECT_EQ(got.base_subject, want.base_subject);
  EXPECT_EQ(got.date, want.date);
  EXPECT_EQ(got.zone_minutes, want.zone_minutes);
  EXPECT_EQ(got.zone_text, want.zone_text);
  EXPECT_EQ(got.received, want.received);
  EXPECT_EQ(got.in_reply_to, want.in_reply_to);
  EXPECT_EQ(got.references, want.references);
  EXPECT_EQ(got.thread_index, want.thread_index);
  EXPECT_EQ(got.list_id, want.list_id);
  EXPECT_EQ(got.mailer, want.mailer);
  EXPECT_EQ(got.claims_reply, want.claims_reply);
  EXPECT_EQ(got.claims_forward, want.claims_forward);
  EXPECT_EQ(got.new_text_length, want.new_text_length);
}

void expect_same(const std::vector<AddressFact>& got, const std::vector<AddressFact>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].role, want[i].role) << i;
    EXPECT_EQ(got[i].address, want[i].address) << i;
    EXPECT_EQ(got[i].display_name, want[i].display_name) << i;
    EXPECT_EQ(got[i].where, want[i].where) << i;
  }
}

void expect_same(const std::vector<PartFact>& got, const std::vector<PartFact>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].index, want[i].index);
    EXPECT_EQ(got[i].parent, want[i].parent);
    EXPECT_EQ(got[i].media_type, want[i].media_type);
    EXPECT_EQ(got[i].charset, want[i].charset);
    EXPECT_EQ(got[i].encoding, want[i].encoding);
    EXPECT_EQ(got[i].filename, want[i].filename);
    EXPECT_EQ(got[i].attachment, want[i].attachment);
    EXPECT_EQ(got[i].inlined, want[i].inlined);
    EXPECT_EQ(got[i].sniffed_type, want[i].sniffed_type);
    EXPECT_EQ(got[i].decoded_size, want[i].decoded_size);
    EXPECT_EQ(got[i].content_hash, want[i].content_hash);
    EXPECT_EQ(got[i].body, want[i].body);
  }
}

void expect_same(const QuoteFact& got, const QuoteFact& want) {
  EXPECT_EQ(got.kind, want.kind);
  EXPECT_EQ(got.from_name, want.from_name);
  EXPECT_EQ(got.from_address, want.from_address);
  EXPECT_EQ(got.to_addresses, want.to_addresses);
  EXPECT_EQ(got.to_names, want.to_names);
  EXPECT_EQ(got.subject, want.subject);
  EXPECT_EQ(got.message_id, want.message_id);
  EXPECT_EQ(got.date, want.date);
  EXPECT_EQ(got.date_has_zone, want.date_has_zone);
  EXPECT_EQ(got.style, want.style);
  EXPECT_EQ(got.where.offset, want.where.offset);
  EXPECT_EQ(got.where.length, want.where.length);
  EXPECT_EQ(got.claim.length, want.claim.length);
}

void expect_same(const LinkFact& got, const LinkFact& want) {
  EXPECT_EQ(got.kind, want.kind);
  EXPECT_EQ(got.url, want.url);
  EXPECT_EQ(got.host, want.host);
  EXPECT_EQ(got.domain, want.domain);
  EXPECT_EQ(got.visible, want.visible);
  EXPECT_EQ(got.carried_urls, want.carried_urls);
  EXPECT_EQ(got.carried_domains, want.carried_domains);
  EXPECT_EQ(got.in_quoted_text, want.in_quoted_text);
  EXPECT_EQ(got.where.part, want.where.part);
  EXPECT_EQ(got.where.offset, want.where.offset);
  EXPECT_EQ(got.where.length, want.where.length);
}

TEST_F(StoreTest, EveryFactOfAMessageComesBack) {
  const MessageFacts facts = rich_message();
  PlacementFact placement = placement_of(facts, "ada", "Inbox/2024", 4096);
  placement.inner = "cur/1:2,S";
  placement.labels = {"Important", "Board"};
  placement.flags = "RS";
  placement.internal_date = kJune + 9;
  placement.quoting = "mboxrd";
  auto store = open();
  add(*store, {{facts}, {placement}, {}, {}, {}});
  store = open(false);
  auto found = store->message(1);
  ASSERT_TRUE(found && *found);
  const StoredMessage& stored = **found;
  EXPECT_EQ(stored.id, 1u);
  EXPECT_EQ(stored.thread, 1u);
  expect_same(stored.facts, facts);
  expect_same(stored.facts.addresses, facts.addresses);
  expect_same(stored.facts.parts, facts.parts);
  ASSERT_EQ(stored.facts.fields.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(stored.facts.fields[i].name, facts.fields[i].name);
    EXPECT_EQ(stored.facts.fields[i].whole, facts.fields[i].whole);
  }
  ASSERT_EQ(stored.facts.links.size(), 1u);
  expect_same(stored.facts.links[0], facts.links[0]);
  ASSERT_EQ(stored.facts.quotes.size(), 1u);
  expect_same(stored.facts.quotes[0], facts.quotes[0]);
  ASSERT_EQ(stored.facts.defects.size(), 2u);
  EXPECT_EQ(stored.facts.defects[1].name, "bare_lf");
  EXPECT_EQ(stored.facts.defects[1].where, (ByteRange{8, 1}));
  ASSERT_EQ(stored.placements.size(), 1u);
  const PlacementFact& got = stored.placements[0];
  EXPECT_EQ(got.evidence, facts.evidence);
  EXPECT_EQ(got.folder, "Inbox/2024");
  EXPECT_EQ(got.inner, "cur/1:2,S");
  EXPECT_EQ(got.offset, 4096u);
  EXPECT_EQ(got.labels, placement.labels);
  EXPECT_EQ(got.flags, "RS");
  EXPECT_EQ(got.internal_date, kJune + 9);
  EXPECT_EQ(got.quoting, "mboxrd");
}

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
  const Sha256 asked[] = {sha256("unknown"), two.evidence, one.evidence};
  EXPECT_EQ(*store->known(asked), (std::vector<bool>{false, true, true}));
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
  EXPECT_EQ(people->at(0).last, kJune + 102 * 3600);
  EXPECT_EQ(people->at(1).display_name, "Ben Holt");
  const auto pairs = store->pairs(1);
  ASSERT_EQ(pairs->size(), 1u);
  EXPECT_EQ(pairs->front().from, "ada@meridian.example");
  EXPECT_EQ(pairs->front().to, "ben@meridian.example");
  EXPECT_EQ(pairs->front().messages, 15u);
  EXPECT_EQ(pairs->front().last, kJune + 14 * 3600);
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
  EXPECT_EQ(*store->find_message_id("3@mail.meridian.example"), (std::vector<MessageId>{3, 4}));
  EXPECT_EQ(*store->find_message_id("nobody"), std::vector<MessageId>{});
  const std::string hex = plain_message(2).evidence.hex();
  for (const std::size_t digits : {5, 16, 17, 64}) {
    EXPECT_EQ(*store->find_hash_prefix(hex.substr(0, digits)), std::vector<MessageId>{2}) << digits;
  }
  EXPECT_EQ(*store->find_hash_prefix(hex.substr(0, 3)), std::vector<MessageId>{});
  EXPECT_EQ(*store->find_hash_prefix("no hex"), std::vector<MessageId>{});
  const auto from =
      store->messages_from("ada@meridian.example", kJune + 2 * 3600, kJune + 3 * 3600, 10);
  ASSERT_EQ(from->size(), 1u);
  EXPECT_EQ(from->front().id, 2u);
  EXPECT_EQ(from->front().from_name, "Ada Byron");
  EXPECT_EQ(from->front().to, (std::vector<std::string>{"ben@meridian.example"}));
  EXPECT_TRUE(store->messages_from("ben@meridian.example", {}, {}, 10)->empty());
  EXPECT_EQ(store->messages_with_base_subject("report 3", 10)->size(), 2u);
  EXPECT_EQ(store->messages_with_base_subject("report 3", 1)->size(), 1u);
  EXPECT_TRUE(store->messages_with_base_subject("report", 10)->empty());
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
  some.until = kJune + 3 * 3600 + 1;
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

TEST_F(StoreTest, OddInputIsKeptAsItIs) {
  auto store = open();
  MessageFacts odd = plain_message(1);
  odd.subject = std::string("nul\0inside \xFF\xFE", 13);
  odd.message_id = std::string("\0", 1);
  odd.mailer = std::string(1 << 20, 'x');
  odd.text = std::string("before\0after ", 13) + std::string(1 << 20, 'y') + " \xC3\x28 closing";
  odd.addresses[0].address = std::string("a\0b@x.example", 13);
  odd.addresses[0].display_name = std::string(1 << 20, 'n');
  odd.fields = {{std::string("\xFF\0", 2), {0xFFFFFFF0u, 15}}};
  odd.date = std::numeric_limits<std::int64_t>::min();
  add(*store, {{odd}, {placement_of(odd, "", "")}, {}, {}, {}});
  SilentProgress progress;
  ASSERT_TRUE(store->end_load(progress));
  auto found = store->message(1);
  ASSERT_TRUE(found && *found) << found.error().message;
  const MessageFacts& got = (*found)->facts;
  EXPECT_EQ(got.subject, odd.subject);
  EXPECT_EQ(got.message_id, odd.message_id);
  EXPECT_EQ(got.mailer, odd.mailer);
  EXPECT_EQ(got.addresses[0].address, odd.addresses[0].address);
  EXPECT_EQ(got.addresses[0].display_name, odd.addresses[0].display_name);
  EXPECT_EQ(got.fields[0].name, odd.fields[0].name);
  EXPECT_EQ(got.fields[0].whole, odd.fields[0].whole);
  EXPECT_EQ(got.date, odd.date);
  EXPECT_EQ(*store->find_message_id(odd.message_id), std::vector<MessageId>{1});
  EXPECT_EQ(search_ids(*store, "before after closing"), std::vector<MessageId>{1});
  EXPECT_EQ(store->mailboxes()->front().mailbox, "");
  EXPECT_EQ(*store->digest(), *store->running_digest());
}

TEST_F(StoreTest, TheDigestDoesNotDependOnOrderAndSeesEveryFact) {
  std::vector<MessageFacts> messages;
  for (int i = 20; i < 40; ++i) messages.push_back(plain_message(i));
  messages.push_back(rich_message());
  const auto digest_of = [&](const std::vector<MessageFacts>& in, std::string name) {
    auto store = open_sqlite(directory_ / name, true);
    EXPECT_TRUE(store);
    for (const auto& facts : in) {
      add(**store,
          {{facts}, {placement_of(facts, "m", "f")}, {{"s", "", 1, facts.subject, ""}}, {}, {}});
    }
    EXPECT_EQ(*(*store)->digest(), *(*store)->running_digest());
    return *(*store)->running_digest();
  };
  const Sha256 straight = digest_of(messages, "a.sqlite");
  std::reverse(messages.begin(), messages.end());
  EXPECT_EQ(digest_of(messages, "b.sqlite"), straight);
  messages[0].links[0].visible += '.';
  EXPECT_NE(digest_of(messages, "c.sqlite"), straight);
  messages.pop_back();
  EXPECT_NE(digest_of(messages, "d.sqlite"), straight);
}

}  // namespace
}  // namespace letterlock::store::sqlite
