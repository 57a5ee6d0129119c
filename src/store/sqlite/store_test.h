// What the engine's tests share: a directory of their own and messages to put into a store.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/test_directory.h"
#include "store/fact_store.h"

namespace letterlock::store::sqlite {

class StoreTest : public testing::Test {
 protected:
  std::unique_ptr<FactStore> open(bool writable = true) {
    auto store = open_sqlite(path_, writable);
    EXPECT_TRUE(store) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }

  TestDirectory place_;
  std::filesystem::path directory_ = place_.path(), path_ = directory_ / "facts.sqlite";
};

inline constexpr UnixTime kJune = 1'717'200'000;  // 2024-06-01T00:00:00Z
inline constexpr UnixTime kOneHour = 3600;

inline AddressFact address(AddressRole role, std::string mailbox, std::string name = "") {
  return {role, std::move(mailbox), std::move(name), {10, 20}};
}

// A message from Ada to Ben, different for each `number`.
inline MessageFacts plain_message(int number) {
  MessageFacts facts;
  facts.evidence = sha256("message " + std::to_string(number));
  facts.size = 1000 + static_cast<std::uint64_t>(number);
  facts.location = {1, static_cast<std::uint64_t>(number) * 100};
  facts.message_id = std::to_string(number) + "@mail.meridian.example";
  facts.subject = "Report " + std::to_string(number);
  facts.base_subject = "report " + std::to_string(number);
  facts.date = kJune + number * kOneHour;
  facts.zone_minutes = 120;
  facts.zone_text = "+0200";
  facts.addresses = {address(AddressRole::from, "ada@meridian.example", "Ada Byron"),
                     address(AddressRole::to, "ben@meridian.example", "Ben Holt")};
  facts.text = "Good morning, this is message number " + std::to_string(number) + ".";
  return facts;
}

// One that uses every member.
inline MessageFacts rich_message() {
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
  facts.traits = {
      {0, "198.51.0.0/16", {30, 12}}, {6, "a.example", {4, 2}}, {6, "b.example", {9, 2}}};
  facts.writing.words = {0, 7, 70'000, 0xFFFFFF};
  facts.writing.word_count = 9;
  facts.writing.length = 300;
  facts.writing.asks = {{2, 1, {1, 40, 11}}, {5, 3, {1, 4, 9}}};
  return facts;
}

inline PlacementFact placement_of(const MessageFacts& facts, std::string mailbox,
                                  std::string folder, std::uint64_t offset = 0) {
  PlacementFact placement;
  placement.evidence = facts.evidence;
  placement.mailbox = std::move(mailbox);
  placement.folder = std::move(folder);
  placement.source = "/export/all.mbox";
  placement.offset = offset;
  placement.length = facts.size;
  return placement;
}

// Adds one batch; a test that cannot do that has failed.
inline FactStore::Added add(FactStore& store, const FactBatch& batch) {
  auto added = store.add(batch);
  EXPECT_TRUE(added) << added.error().message;
  return added.value_or(FactStore::Added{});
}

inline std::vector<MessageId> search_ids(FactStore& store, std::string_view text) {
  std::vector<MessageId> ids;
  auto query = parse_query(text);
  EXPECT_TRUE(query) << query.error().message;
  if (!query) return ids;
  auto hits = store.search(*query, 1000, 0, nullptr);
  EXPECT_TRUE(hits) << hits.error().message;
  if (!hits) return ids;
  for (const auto& hit : *hits) ids.push_back(hit.message.id);
  return ids;
}

}  // namespace letterlock::store::sqlite
