#include "casefile/facts_of.h"

#include <gtest/gtest.h>

#include "mime/message.h"

namespace letterlock::casefile {
namespace {

constexpr std::string_view kMail =
    "Return-Path: <bounce@relay.example>\r\n"
    "X-Original-To: bob@harbor.example\r\n"
    "Received: from a.example by b.example; Mon, 10 Jun 2024 08:00:05 +0000\r\n"
    "Received: from c.example by a.example; Mon, 10 Jun 2024 08:00:01 +0000\r\n"
    "From: =?utf-8?q?Ann_M=C3=BCller?= <Ann@Meridian.Example>\r\n"
    "To: Bob <bob@harbor.example>, <eve@harbor.example>\r\n"
    "Subject: Re: [board] The plan\r\n"
    "Date: Mon, 10 Jun 2024 10:00:00 +0200\r\n"
    "Message-ID: <m1@meridian.example>\r\n"
    "In-Reply-To: <m0@harbor.example>\r\n"
    "References: <first@harbor.example>\r\n <m0@harbor.example>\r\n"
    "List-Id: The board <Board.Harbor.Example>\r\n"
    "User-Agent: Mutt/2.2\r\n"
    "Thread-Index: AdS6uAb2fz0AAQIDBAUGBwgJCgsMDQ==\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Base64\r\n\r\n"
    "SGVsbG8K\r\n--x--\r\n";

store::MessageFacts facts_of(std::string_view octets) {
  auto message = mime::Message::parse_view(octets);
  return casefile::facts_of(*message, sha256(octets), {});
}

TEST(FactsOfTest, TakesTheHeader) {
  const store::MessageFacts facts = facts_of(kMail);
  EXPECT_EQ(facts.evidence, sha256(kMail));
  EXPECT_EQ(facts.size, kMail.size());
  EXPECT_EQ(facts.message_id, "m1@meridian.example");
  EXPECT_EQ(facts.in_reply_to, std::vector<std::string>{"m0@harbor.example"});
  EXPECT_EQ(facts.references,
            (std::vector<std::string>{"first@harbor.example", "m0@harbor.example"}));
  EXPECT_EQ(facts.subject, "Re: [board] The plan");
  EXPECT_EQ(facts.base_subject, "the plan");
  EXPECT_TRUE(facts.claims_reply);
  EXPECT_FALSE(facts.claims_forward);
  EXPECT_EQ(facts.date, 1'718'006'400);
  EXPECT_EQ(facts.zone_minutes, 120);
  EXPECT_EQ(facts.zone_text, "+0200");
  EXPECT_EQ(facts.received, 1'718'006'405);  // the newest
  EXPECT_EQ(facts.list_id, "board.harbor.example");
  EXPECT_EQ(facts.mailer, "Mutt/2.2");
  EXPECT_EQ(facts.fields.size(), 16U);
  EXPECT_EQ(facts.fields[1].name, "X-Original-To");
}

TEST(FactsOfTest, LineEndsDoNotChangeTheLengthOfTheNewText) {
  const std::string lf = "From: ann@meridian.example\nSubject: x\n\nOne line,\nand another.\n";
  std::string crlf;
  for (const char c : lf) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(facts_of(lf).new_text_length, facts_of(crlf).new_text_length);
  EXPECT_GT(facts_of(lf).new_text_length, 20U);
}

TEST(FactsOfTest, TakesAddressesWithTheirRoles) {
  const store::MessageFacts facts = facts_of(kMail);
  using store::AddressRole;
  struct Wanted {
    AddressRole role;
    const char* address;
    const char* name;
  };
  const Wanted wanted[] = {{AddressRole::return_path, "bounce@relay.example", ""},
                           {AddressRole::delivered_to, "bob@harbor.example", ""},
                           {AddressRole::from, "ann@meridian.example", "Ann M\u00fcller"},
                           {AddressRole::to, "bob@harbor.example", "Bob"},
                           {AddressRole::to, "eve@harbor.example", ""}};
  ASSERT_EQ(facts.addresses.size(), std::size(wanted));
  for (std::size_t i = 0; i < std::size(wanted); ++i) {
    EXPECT_EQ(facts.addresses[i].role, wanted[i].role);
    EXPECT_EQ(facts.addresses[i].address, wanted[i].address);
    EXPECT_EQ(facts.addresses[i].display_name, wanted[i].name);
  }
  EXPECT_EQ(kMail.substr(facts.addresses[3].where.offset, facts.addresses[3].where.length),
            "Bob <bob@harbor.example>");
}

TEST(FactsOfTest, AnAuthorWithoutAnAddressIsKeptByName) {
  const store::MessageFacts facts = facts_of("From: Board of Harbor\nTo: nobody in particular\n\n");
  ASSERT_EQ(facts.addresses.size(), 1U);
  EXPECT_EQ(facts.addresses[0].address, "");
  EXPECT_EQ(facts.addresses[0].display_name, "Board of Harbor");
}

TEST(FactsOfTest, TakesParts) {
  const store::MessageFacts facts = facts_of(kMail);
  ASSERT_EQ(facts.parts.size(), 2U);
  EXPECT_EQ(facts.parts[0].media_type, "multipart/mixed");
  EXPECT_EQ(facts.parts[1].media_type, "text/plain");
  EXPECT_EQ(facts.parts[1].parent, 0U);
  EXPECT_EQ(facts.parts[1].charset, "utf-8");
  EXPECT_EQ(facts.parts[1].encoding, "base64");
}

TEST(FactsOfTest, OnlyAWholeThreadIndexNamesAConversation) {
  EXPECT_EQ(facts_of(kMail).thread_index, "01d4bab806f67f3d000102030405060708090a0b0c0d");
  // A reply's children stand behind the header and are no part of it; folding is none either.
  EXPECT_EQ(conversation_of(" AdS6uAb2fz0AAQIDBAUG\r\n BwgJCgsMDQAAAAAB"),
            "01d4bab806f67f3d000102030405060708090a0b0c0d");
  EXPECT_EQ(conversation_of("AdS6uAb2fz0="), "");
  EXPECT_EQ(conversation_of("not base64 at all, but long enough"), "");
  EXPECT_EQ(conversation_of("AtS6uAb2fz0AAQIDBAUGBwgJCgsMDQ=="), "");
}

TEST(FactsOfTest, OfTooManyReferencesTheFirstAndTheNewestStay) {
  std::string mail = "References:";
  for (int i = 0; i < 1'500; ++i) mail += " <r" + std::to_string(i) + "@x.example>";
  const store::MessageFacts facts = facts_of(mail + "\n\nText\n");
  ASSERT_EQ(facts.references.size(), 1'000U);
  EXPECT_EQ(facts.references.front(), "r0@x.example");
  EXPECT_EQ(facts.references.back(), "r1499@x.example");
}

}  // namespace
}  // namespace letterlock::casefile
