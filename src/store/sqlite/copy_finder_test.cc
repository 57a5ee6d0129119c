// Copies are told by what a reader sees of a message, and count as one hit.
#include <algorithm>

#include "store/sqlite/store_test.h"

namespace letterlock::store::sqlite {
namespace {

using Ids = std::vector<MessageId>;

// `facts` as another mailbox received it.
MessageFacts copy_of(MessageFacts facts, std::string_view way) {
  facts.evidence = sha256(facts.evidence.hex() + std::string(way));
  facts.size += way.size();
  facts.fields.push_back({"Received", {0, 12}});
  facts.addresses.push_back(address(AddressRole::return_path, "bounce@x.example"));
  return facts;
}

Hits folded(FactStore& store, std::string_view query, HitOptions options = {}) {
  options.fold = true;
  auto hits = store.hits(*parse_query(query), options);
  EXPECT_TRUE(hits) << hits.error().message;
  return hits ? std::move(*hits) : Hits();
}

TEST_F(StoreTest, CopiesOfOneMessageAreOneHit) {
  auto store = open();
  const MessageFacts one = plain_message(1), two = plain_message(2), rich = rich_message();
  add(*store,
      {{one, copy_of(one, "a"), two, rich, copy_of(one, "b"), copy_of(rich, "a")}, {}, {}, {}, {}});
  const Hits all = folded(*store, "");
  EXPECT_EQ(all.ids, (Ids{4, 3, 1}));
  EXPECT_EQ(all.total, 3u);
  EXPECT_EQ(all.copies_of(1), (Ids{2, 5}));
  EXPECT_EQ(all.copies_of(4), Ids{6});
  EXPECT_EQ(all.copies_of(3), Ids{});
  EXPECT_EQ(folded(*store, "", {1, 1}).ids, Ids{3});
  EXPECT_EQ(folded(*store, "", {1, 1}).total, 3u);
  EXPECT_EQ(folded(*store, "id:2 OR id:5").ids, Ids{2}) << "only what was found is folded";
  EXPECT_EQ(store->hits(*parse_query(""), {})->total, 6u);
}

TEST_F(StoreTest, WhatDiffersForAReaderIsNoCopy) {
  const MessageFacts original = rich_message();
  struct {
    const char* what;
    void (*change)(MessageFacts&);
  } constexpr kChanges[] = {
      {"message_id", [](MessageFacts& facts) { facts.message_id = "other@x.example"; }},
      {"no message_id", [](MessageFacts& facts) { facts.message_id = ""; }},
      {"subject", [](MessageFacts& facts) { facts.subject += "!"; }},
      {"date", [](MessageFacts& facts) { facts.date = *facts.date + 1; }},
      {"no date", [](MessageFacts& facts) { facts.date.reset(); }},
      {"sender", [](MessageFacts& facts) { facts.addresses[0].address = "eve@x.example"; }},
      {"words", [](MessageFacts& facts) { facts.writing.words.back() = 0xFFFFFE; }},
      {"number of words", [](MessageFacts& facts) { ++facts.writing.word_count; }},
      {"length", [](MessageFacts& facts) { ++facts.new_text_length; }},
      {"quote", [](MessageFacts& facts) { facts.quotes[0].from_address = "eve@x.example"; }},
      {"link", [](MessageFacts& facts) { facts.links[0].url += "x"; }},
      {"attachment", [](MessageFacts& facts) { facts.parts[1].content_hash = sha256("other"); }},
  };
  auto store = open();
  FactBatch batch;
  batch.messages.push_back(original);
  for (const auto& change : kChanges) {
    MessageFacts changed = copy_of(original, change.what);
    change.change(changed);
    batch.messages.push_back(changed);
  }
  add(*store, batch);
  const Hits hits = folded(*store, "");
  EXPECT_EQ(hits.total, batch.messages.size());
  for (const CopyOf& one : hits.copies) {
    ADD_FAILURE() << kChanges[one.copy - 2].what << " is taken for a copy of " << one.first;
  }
}

TEST_F(StoreTest, CopiesAmongManyAreFoldedLikeAmongFew) {
  auto store = open();
  FactBatch batch;
  for (int i = 0; i < 1500; ++i) batch.messages.push_back(plain_message(i));
  for (int i = 0; i < 1500; i += 2) batch.messages.push_back(copy_of(plain_message(i), "a"));
  add(*store, batch);
  const Hits hits = folded(*store, "");
  EXPECT_EQ(hits.total, 1500u);
  EXPECT_EQ(hits.copies.size(), 750u);
  EXPECT_EQ(hits.ids.front(), 1500u);
  EXPECT_EQ(hits.copies_of(1499), Ids{2250});
  EXPECT_TRUE(std::is_sorted(hits.copies.begin(), hits.copies.end()));
  const auto reader = open(false);
  EXPECT_EQ(folded(*reader, "").copies, hits.copies);
}

// Bodies are known to be one only while they are remembered: a new process remembers none.
TEST_F(StoreTest, CopiesWhoseBodiesAreKeptTwiceAreCopies) {
  add(*open(), {{rich_message()}, {}, {}, {}, {}});
  auto store = open();
  MessageFacts other = copy_of(rich_message(), "b");
  other.quotes[0].subject = "Contract, changed";
  MessageFacts spaced = copy_of(rich_message(), "c");  // in other white space
  spaced.quotes[0].where.offset += 3;
  spaced.writing.length += 3;
  add(*store, {{copy_of(rich_message(), "a"), other, spaced}, {}, {}, {}, {}});
  EXPECT_EQ(folded(*store, "").copies, (std::vector<CopyOf>{{1, 2}, {1, 4}}));
}

}  // namespace
}  // namespace letterlock::store::sqlite
