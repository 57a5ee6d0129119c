// Search finds what the query language promises, and nothing else.
#include <algorithm>

#include "store/sqlite/store_test.h"

namespace letterlock::store::sqlite {
namespace {

using Ids = std::vector<MessageId>;

LinkFact link_to(std::string host, std::string domain, std::vector<std::string> carried = {}) {
  LinkFact link;
  link.url = "https://" + host + "/Path?x=1";
  link.host = std::move(host);
  link.domain = std::move(domain);
  link.carried_domains = std::move(carried);
  return link;
}

class SearchTest : public StoreTest {
 protected:
  SearchTest() {
    store_ = open();
    FactBatch batch;
    for (int i = 1; i <= 8; ++i) batch.messages.push_back(plain_message(i));
    auto& m = batch.messages;
    m[0].text = "The wire transfer is overdue. Please call the treasurer.";
    m[0].subject = "Overdue invoice";
    m[1].text = "Transfer the wire now";
    m[1].links = {link_to("login.bank.example", "bank.example"),
                  link_to("r.tracker.example", "tracker.example", {"carried.example"})};
    m[2].text = "\u6771\u4EAC\u90FD\u5E81\u3067\u4F1A\u8B70\u304C\u3042\u308A\u307E\u3059";
    m[2].links = {link_to("notbank.example", "notbank.example")};
    m[3].text = "\u6211\u4EEC\u5728\u5317\u4EAC\u89C1\u9762\uFF0C\u8BF7\u5E26\u5408\u540C\u3002";
    m[3].addresses[0] = address(AddressRole::from, "j.smith@sub.partner.example", "Jo Smith");
    m[3].addresses.push_back(address(AddressRole::cc, "cleo@partner.example"));
    m[4].text = "M\u00FCnchen stra\u00DFe caf\u00E9";
    m[4].defects = {{"bare_lf", {0, 1}}};
    m[4].reconstructed = true;
    m[5].date.reset();
    m[5].quotes.resize(1);
    m[6].date = kJune - 86'400;
    m[6].parts.resize(1);
    m[6].parts[0].attachment = true;
    m[6].parts[0].filename = "Budget 2024.XLSX";
    m[6].parts[0].media_type = "application/vnd.ms-excel";
    m[6].parts[0].content_hash = sha256("budget");
    m[7] = m[0];  // a copy of the first in another mailbox
    m[7].evidence = sha256("copy");
    m[7].date = kJune + 100 * kOneHour;
    batch.placements = {placement_of(m[0], "ada", "Inbox"), placement_of(m[1], "ada", "Inbox/Bank"),
                        placement_of(m[2], "ada", "Inboxes"), placement_of(m[7], "Ben", "Inbox")};
    batch.placements[2].labels = {"Starred", "To do/Soon"};
    add(*store_, batch);
  }

  std::uint64_t rarest(std::string_view phrase) {
    const auto texts = store_->texts_with_rarest(phrase);
    EXPECT_TRUE(texts) << texts.error().message;
    EXPECT_EQ(*open(false)->texts_with_rarest(phrase), *texts);
    return *texts;
  }

  Ids found(std::string_view query) {
    const Ids written = search_ids(*store_, query);
    // A reader that has to roll up for itself finds the same, in the same order.
    auto reader = open(false);
    EXPECT_EQ(search_ids(*reader, query), written) << query;
    return written;
  }

  std::unique_ptr<FactStore> store_;
};

TEST_F(SearchTest, FindsWhatTheQuerySays) {
  const std::pair<std::string_view, Ids> kCases[] = {
      {"transfer", {8, 2, 1}},
      {"TRANSFER wire", {8, 2, 1}},
      {"\"wire transfer\"", {8, 1}},
      {"\"transfer the wire\"", {2}},
      {"invoice treasurer", {8, 1}},  // one in the subject, one in the text
      {"trea*", {8, 1}},
      {"trea", {}},
      {"\"the trea\"*", {8, 1}},
      {"subject:overdue", {8, 1}},
      {"subject:treasurer", {}},
      {"subject:\"report 3\" OR subject:\"report 2\"", {3, 2}},
      {"transfer -overdue", {2}},
      {"transfer -(overdue OR now)", {}},
      {"munchen", {5}},
      {"\"Strasse CAFE\"", {5}},
      // Any part of text in scripts without spaces.
      {"\u6771\u4EAC", {3}},
      {"\u4EAC\u90FD", {3}},
      {"\u4F1A\u8B70", {3}},
      {"\u8B70\u4F1A", {}},
      {"\u5317\u4EAC", {4}},
      {"\u5408\u540C", {4}},
      {"\u4EAC", {4, 3}},
      // People.
      {"from:ada@meridian.example -from:ben", {8, 5, 3, 2, 1, 7, 6}},
      {"from:@partner.example", {}},
      {"from:@sub.partner.example", {4}},
      {"from:partner.example", {4}},
      {"from:artner.example", {}},
      {"from:smith", {4}},
      {"from:smit", {}},
      {"from:\"jo smith\"", {4}},
      {"to:cleo", {4}},
      {"cc:partner.example", {4}},
      {"cc:ben", {}},
      {"to:BEN@meridian.example date:2024-05", {7}},
      // Links, on a label border, carried ones included.
      {"link:bank.example", {2}},
      {"link:login.bank.example", {2}},
      {"link:ank.example", {}},
      {"link:carried.example", {2}},
      {"link:example", {3, 2}},
      {"link:bank.example/path", {3, 2}},
      {"link:login.bank.example/path", {2}},
      // Attachments, flags, defects.
      {"attachment:budget", {7}},
      {"attachment:.xlsx", {7}},
      {"attachment:pdf", {}},
      {"attachment:application/vnd.ms-excel", {7}},
      {"attachment:application/", {7}},
      {"attachment:image/", {}},
      {"has:attachment", {7}},
      {"has:link", {3, 2}},
      {"has:quote", {6}},
      {"has:defect", {5}},
      {"has:defect:bare_lf", {5}},
      {"has:defect:bare_cr", {}},
      {"has:reconstructed", {5}},
      // Dates; undated messages are in no range and come last.
      {"date:2024-06-01..2024-06-02 transfer", {2, 1}},
      {"date:..2024-05", {7}},
      {"date:2024-06-05", {8}},
      {"date:2025..", {}},
      {"-date:2024", {6}},
      {"", {8, 5, 4, 3, 2, 1, 7, 6}},
      // Places.
      {"in:ada", {3, 2, 1}},
      {"in:ADA/inbox", {2, 1}},
      {"in:ada/inbox/bank", {2}},
      {"in:ben/inbox", {8}},
      {"in:inbox", {8, 2, 1}},
      {"in:ad", {}},
      {"in:ada/starred", {3}},
      {"in:\"to do\"", {3}},
      {"in:ben/starred", {}},
      // Names of messages.
      {"id:2", {2}},
      {"id:#2", {2}},
      {"id:2@mail.meridian.example", {2}},
      {"id:<1@mail.meridian.example>", {8, 1}},
      {"id:99", {}},
      {"nothing_like_this", {}},
      {"\"one\" OR \"two\"", {}},
  };
  for (const auto& [query, want] : kCases) EXPECT_EQ(found(query), want) << query;
  EXPECT_EQ(found("attachment:" + sha256("budget").hex().substr(0, 12)), Ids{7});
  EXPECT_EQ(found("id:" + plain_message(3).evidence.hex()), Ids{3});
}

TEST_F(SearchTest, TextsWithTheRarestWordAreCountedOnceForAllCopies) {
  EXPECT_EQ(rarest("wire transfer"), 2u);
  EXPECT_EQ(rarest("Transfer, treasurer!"), 1u);
  EXPECT_EQ(search_ids(*store_, "treasurer"), (Ids{8, 1}));
  EXPECT_EQ(rarest("the treasurer of nowhere"), 0u);
  EXPECT_EQ(rarest(""), 0u);
  MessageFacts more = plain_message(9);
  more.text = "No wire transfer today";
  add(*store_, {{more}, {}, {}, {}, {}});
  EXPECT_EQ(rarest("wire transfer"), 3u);
}

TEST_F(SearchTest, PagesAndTotal) {
  const auto query = parse_query("");
  std::uint64_t total = 0;
  const auto page = store_->search(*query, 3, 4, &total);
  ASSERT_TRUE(page);
  EXPECT_EQ(total, 8u);
  ASSERT_EQ(page->size(), 3u);
  EXPECT_EQ(page->at(0).message.id, 2u);
  EXPECT_EQ(page->at(0).message.subject, "Report 2");
  EXPECT_TRUE(store_->search(*query, 3, 8, nullptr)->empty());
  EXPECT_TRUE(store_->search(*query, 0, 0, &total)->empty());
}

TEST_F(SearchTest, WhatTheUserWritesIsNeverSyntaxOfTheEngine) {
  for (const std::string_view text :
       {"NEAR(a b)", "\"subject : x\"", "a + b", "^wire", "wire'; DROP TABLE message; --",
        "{subject} : wire", "wire NOT overdue", "col:", "\"a\" * \"b\""}) {
    auto query = parse_query(text);
    if (!query) continue;
    EXPECT_TRUE(store_->search(*query, 10, 0, nullptr)) << text;
  }
  EXPECT_EQ(found("\"wire NOT overdue\""), Ids{});
  EXPECT_EQ(store_->counts()->messages, 8u);
}

TEST_F(SearchTest, ManyHitsAreOrderedLikeFew) {
  FactBatch batch;
  for (int i = 100; i < 3100; ++i) {
    batch.messages.push_back(plain_message(i));
    batch.messages.back().date = kJune + (i * 7919) % 3000;
    if (i % 100 == 0) batch.messages.back().date.reset();
  }
  add(*store_, batch);
  auto hits = store_->search(*parse_query("morning"), 5000, 0, nullptr);
  ASSERT_TRUE(hits);
  ASSERT_EQ(hits->size(), 3002u);
  EXPECT_TRUE(std::is_sorted(hits->begin(), hits->end(), [](const auto& a, const auto& b) {
    return std::pair(a.message.date, a.message.id) > std::pair(b.message.date, b.message.id);
  }));
  const auto few = store_->search(*parse_query("morning date:2024-06-01"), 7, 40, nullptr);
  ASSERT_EQ(few->size(), 7u);
}

}  // namespace
}  // namespace letterlock::store::sqlite
