// What goes into the store comes back, and the digest covers it.
#include <algorithm>
#include <limits>

#include "store/sqlite/store_test.h"

namespace letterlock::store::sqlite {
namespace {

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

void expect_same(const std::vector<TraitFact>& got, const std::vector<TraitFact>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].kind, want[i].kind) << i;
    EXPECT_EQ(got[i].value, want[i].value) << i;
    EXPECT_EQ(got[i].where, want[i].where) << i;
  }
}

void expect_same(const WritingFact& got, const WritingFact& want) {
  EXPECT_EQ(got.words, want.words);
  EXPECT_EQ(got.word_count, want.word_count);
  EXPECT_EQ(got.length, want.length);
  ASSERT_EQ(got.asks.size(), want.asks.size());
  for (std::size_t i = 0; i < got.asks.size(); ++i) {
    EXPECT_EQ(got.asks[i].kind, want.asks[i].kind) << i;
    EXPECT_EQ(got.asks[i].count, want.asks[i].count) << i;
    EXPECT_EQ(got.asks[i].where.part, want.asks[i].where.part) << i;
    EXPECT_EQ(got.asks[i].where.offset, want.asks[i].where.offset) << i;
    EXPECT_EQ(got.asks[i].where.length, want.asks[i].where.length) << i;
  }
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
  expect_same(stored.facts.traits, facts.traits);
  expect_same(stored.facts.writing, facts.writing);
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

// The record of a scan is used again for each message: nothing of the one before may stay.
TEST_F(StoreTest, AScanGivesTheTraitsOfEachMessageAlone) {
  std::vector<MessageFacts> messages = {plain_message(1), rich_message(), plain_message(9)};
  auto copy = messages[1];  // says the same, came another way
  copy.evidence = sha256("copy");
  copy.date = kJune + UnixTime{8} * 3600;
  copy.traits = {{0, "203.0.0.0/16", {3, 1}}};
  messages.push_back(copy);
  auto store = open();
  add(*store, {messages, {}, {}, {}, {}});
  const std::size_t order[] = {0, 1, 3, 2};  // by date
  std::size_t seen = 0;
  ScanOptions options;
  options.traits = true;
  ASSERT_TRUE(store->scan(options, [&](const MessageRecord& record) {
    EXPECT_LT(seen, 4u);
    const MessageFacts& want = messages[order[seen++]];
    expect_same(record.traits, want.traits);
    expect_same(record.writing, want.writing);
    return true;
  }));
  EXPECT_EQ(seen, 4u);
  options.traits = false;
  ASSERT_TRUE(store->scan(options, [&](const MessageRecord& record) {
    EXPECT_TRUE(record.traits.empty() && record.writing.words.empty());
    return true;
  }));
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
  EXPECT_EQ(*store->find_message_id(odd.message_id, 5), std::vector<MessageId>{1});
  EXPECT_EQ(search_ids(*store, "before after closing"), std::vector<MessageId>{1});
  EXPECT_EQ(store->mailboxes()->front().mailbox, "");
  EXPECT_EQ(*store->digest(), *store->running_digest());
}

TEST_F(StoreTest, TheDigestDoesNotDependOnOrderAndSeesEveryFact) {
  std::vector<MessageFacts> messages;
  for (int i = 20; i < 40; ++i) messages.push_back(plain_message(i));
  messages.push_back(rich_message());
  const auto digest_of = [&](const std::vector<MessageFacts>& in, const std::string& name) {
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
  messages[0].links[0].visible.pop_back();
  messages[0].writing.words.pop_back();
  EXPECT_NE(digest_of(messages, "d.sqlite"), straight);
  messages.pop_back();
  EXPECT_NE(digest_of(messages, "e.sqlite"), straight);
}

}  // namespace
}  // namespace letterlock::store::sqlite
