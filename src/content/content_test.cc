#include "content/content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace letterlock::content {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

mime::Message parse(std::string_view octets) {
  auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  EXPECT_TRUE(message.has_value());
  return std::move(*message);
}

std::string with_header(std::string_view subject, std::string_view type, std::string_view body) {
  return "From: Ada <ada@meridian.example>\r\nSubject: " + std::string(subject) +
         "\r\nMIME-Version: 1.0\r\nContent-Type: " + std::string(type) + "\r\n\r\n" +
         std::string(body);
}

std::string alternative(std::string_view plain, std::string_view html) {
  return with_header("x", "multipart/alternative; boundary=b",
                     "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + std::string(plain) +
                         "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
                         std::string(html) + "\r\n--b--\r\n");
}

TEST(ContentTest, AlternativesThatSayTheSameCountOnce) {
  const auto message = parse(alternative("Hello *Bob*,\r\nsee you at noon.\r\n",
                                         "<p>Hello <b>Bob</b>,</p><p>see you at noon.</p>"));
  const Content content = extract(message);
  EXPECT_EQ(content.text, "Hello Bob,\n\nsee you at noon.");
  EXPECT_EQ(content.new_text, content.text);
}

TEST(ContentTest, APlainAlternativeThatSaysAnotherThingInTheSameWordsIsKept) {
  const auto message = parse(alternative(
      "Dear Bob,\r\nplease pay the invoice to the new account today.\r\nYes.\r\n",
      "<p>Dear Bob,</p><p>we have a new printer. Please keep the old account. The invoice of today "
      "is wrong, do not pay; yes, send it to me.</p>"));
  const auto content = extract(message);
  EXPECT_NE(content.text.find("please pay the invoice to the new account today."),
            std::string::npos);
  EXPECT_NE(content.new_text.find("please pay the invoice"), std::string::npos);
  EXPECT_NE(content.text.find("do not pay"), std::string::npos);
  EXPECT_EQ(content.text.find("Dear Bob"), content.text.rfind("Dear Bob"));
}

TEST(ContentTest, APlainAnswerOfOneWordIsNotSaidByThatWordAmongOthers) {
  const auto message = parse(alternative("Yes\r\n", "<p>No. Yes to nothing.</p>"));
  EXPECT_EQ(extract(message).text.substr(0, 4), "Yes\n");
}

TEST(ContentTest, AlternativesFoldedOtherwiseAndWithAddressesBesideTheirLinksSayTheSame) {
  const auto message = parse(alternative(
      "Please read the minutes\r\nof the board <https://meridian.example/minutes> before\r\nwe "
      "meet.\r\n",
      "<div>View in browser</div><p>Please read the <a href='https://meridian.example/minutes'>"
      "minutes of the board</a> before we meet.</p>"));
  const auto content = extract(message);
  EXPECT_EQ(content.text.find("before"), content.text.rfind("before")) << content.text;
}

TEST(ContentTest, WhatOnlyThePlainAlternativeSaysIsSearchable) {
  const auto message = parse(alternative("Hello Bob,\r\nPay to account 4711 today.\r\n",
                                         "<p>Hello Bob,</p><p>Pay to account 0815 today.</p>"));
  const Content content = extract(message);
  EXPECT_THAT(content.text, HasSubstr("0815"));
  EXPECT_THAT(content.text, HasSubstr("4711"));
}

TEST(ContentTest, OfLongAlternativesEveryLineThatOnlyOneSaysIsKept) {
  std::string plain, html, different;
  for (int line = 0; line < 600; ++line) {
    const std::string same = "Item " + std::to_string(line) + " was sent in box " +
                             std::to_string(line * 7) + " to the store.";
    const std::string other = "Item " + std::to_string(line) + " was lost in box " +
                              std::to_string(line * 7) + " on its way.";
    html += "<p>" + same + "</p>";
    plain += (line % 3 == 1 ? other : same) + "\r\n";
    if (line % 3 == 1) different += other + "\n";
  }
  const auto content = extract(parse(alternative(plain, html)));
  EXPECT_EQ(content.text.substr(0, different.size()), different);
  EXPECT_EQ(content.text.find("lost", different.size()), std::string::npos);
}

TEST(ContentTest, LinksStandWithTheirPlaceInTheText) {
  const auto message = parse(with_header(
      "x", "text/html; charset=utf-8",
      "<p>See <a "
      "href=\"https://go.hop.example/r?u=https%3A%2F%2Fdocs.meridian.example%2Fplan&amp;t=1\">"
      "https://docs.meridian.example/plan</a> and https://www.other.example/x.</p>"));
  const Content content = extract(message);
  ASSERT_EQ(content.links.size(), 2U);
  const Link& link = content.links[0];
  EXPECT_EQ(link.kind, LinkKind::href);
  EXPECT_EQ(link.url, "https://go.hop.example/r?u=https%3A%2F%2Fdocs.meridian.example%2Fplan&t=1");
  EXPECT_EQ(link.scheme, "https");
  EXPECT_EQ(link.host, "go.hop.example");
  EXPECT_EQ(link.registrable_domain, "hop.example");
  EXPECT_EQ(link.visible, "https://docs.meridian.example/plan");
  EXPECT_THAT(link.carried_urls, ElementsAre("https://docs.meridian.example/plan"));
  EXPECT_THAT(link.carried_domains, ElementsAre("meridian.example"));
  const std::string_view text = message.text(message.entities()[0]);
  EXPECT_EQ(text.substr(link.where.offset, link.where.length),
            "https://go.hop.example/r?u=https%3A%2F%2Fdocs.meridian.example%2Fplan&amp;t=1");
  EXPECT_EQ(content.links[1].kind, LinkKind::text);
  EXPECT_EQ(text.substr(content.links[1].where.offset, content.links[1].where.length),
            "https://www.other.example/x");
}

TEST(ContentTest, RelativeLinksStandOnTheBaseOrAreHttps) {
  const auto based = parse(
      with_header("x", "text/html", "<base href='https://b.example/a/'><a href='../x'>x</a>"));
  ASSERT_EQ(extract(based).links.size(), 1U);
  EXPECT_EQ(extract(based).links[0].host, "b.example");
  const auto bare = parse(with_header("x", "text/html", "<a href='//h.example/x'>x</a>"));
  ASSERT_EQ(extract(bare).links.size(), 1U);
  EXPECT_EQ(extract(bare).links[0].host, "h.example");
  EXPECT_EQ(extract(bare).links[0].url, "//h.example/x");
}

TEST(ContentTest, ALinkCountsOnceAndIsNewWhereAnyOccurrenceIs) {
  const auto message =
      parse(with_header("Re: x", "text/plain",
                        "See https://a.example/ again.\r\n\r\n"
                        "On Mon, 5 Oct 2020 at 15:14, Bob <bob@b.example> wrote:\r\n"
                        "> https://a.example/ and https://old.example/\r\n"));
  const Content content = extract(message);
  ASSERT_EQ(content.links.size(), 2U);
  EXPECT_FALSE(content.links[0].in_quoted_text);
  EXPECT_EQ(content.links[1].url, "https://old.example/");
  EXPECT_TRUE(content.links[1].in_quoted_text);
  EXPECT_EQ(content.new_text, "See https://a.example/ again.");
}

TEST(ContentTest, AttachmentsAreHashedAndSniffed) {
  const auto message = parse(with_header(
      "x", "multipart/mixed; boundary=b",
      "--b\r\nContent-Type: text/html\r\n\r\n<img src=\"cid:logo%40m\">\r\n"
      "--b\r\nContent-Type: image/png\r\nContent-ID: <logo@m>\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
      "--b\r\nContent-Type: application/octet-stream; name=\"plan.txt\"\r\n"
      "Content-Disposition: attachment; filename=\"plan.pdf\"\r\n\r\n%PDF-1.4 x\r\n--b--\r\n"));
  const Content content = extract(message);
  ASSERT_EQ(content.attachments.size(), 2U);
  EXPECT_TRUE(content.attachments[0].inlined);
  EXPECT_EQ(content.attachments[0].sniffed_type, "image/png");
  EXPECT_EQ(content.attachments[0].size, 8U);
  const Attachment& plan = content.attachments[1];
  EXPECT_FALSE(plan.inlined);
  EXPECT_EQ(plan.filename, "plan.pdf");
  EXPECT_EQ(plan.media_type, "application/octet-stream");
  EXPECT_EQ(plan.sniffed_type, "application/pdf");
  EXPECT_EQ(plan.hash, sha256("%PDF-1.4 x"));
}

TEST(ContentTest, AnAttachedMessageIsAQuoteAndIsSearchable) {
  const auto message = parse(
      with_header("Fwd: plan", "multipart/mixed; boundary=b",
                  "--b\r\n\r\nplease read\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
                  "From: \"Bob B\" <Bob@B.example>\r\nTo: ada@meridian.example\r\nSubject: plan\r\n"
                  "Message-ID: <1@b.example>\r\nDate: Mon, 5 Oct 2020 15:14:00 +0200\r\n\r\n"
                  "the plan https://b.example/\r\n--b--\r\n"));
  const Content content = extract(message);
  ASSERT_EQ(content.quotes.size(), 1U);
  const Quote& quote = content.quotes[0];
  EXPECT_EQ(quote.kind, Quote::Kind::forward_attached);
  EXPECT_EQ(quote.from_name, "Bob B");
  EXPECT_EQ(quote.from_address, "bob@b.example");
  EXPECT_THAT(quote.to_addresses, ElementsAre("ada@meridian.example"));
  EXPECT_EQ(quote.subject, "plan");
  EXPECT_EQ(quote.message_id, "1@b.example");
  EXPECT_EQ(quote.date, 1601903640);
  EXPECT_TRUE(quote.date_has_zone);
  EXPECT_THAT(quote.text, HasSubstr("the plan"));
  EXPECT_THAT(content.text, HasSubstr("Bob B\" <Bob@B.example>"));
  EXPECT_THAT(content.text, HasSubstr("the plan"));
  EXPECT_THAT(content.new_text, HasSubstr("please read"));
  EXPECT_THAT(content.new_text, Not(HasSubstr("the plan")));
  ASSERT_EQ(content.links.size(), 1U);
  EXPECT_TRUE(content.links[0].in_quoted_text);
}

TEST(ContentTest, FilesInsideTextAreAttachmentsAndNoText) {
  const auto message = parse(with_header(
      "x", "text/plain", "see below\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nbye\r\n"));
  const Content content = extract(message);
  ASSERT_EQ(content.attachments.size(), 1U);
  EXPECT_EQ(content.attachments[0].filename, "cat.txt");
  EXPECT_EQ(content.attachments[0].hash, sha256("Cat"));
  EXPECT_THAT(content.text, HasSubstr("bye"));
  EXPECT_THAT(content.text, Not(HasSubstr("#0V%T")));
}

TEST(ContentTest, YencIsReadFromTheOctetsNotFromTheirConversion) {
  // 0x96, 0xAA and 0xF1 are the octets 0x6C, 0x80 and 0xC7 in yEnc, and no UTF-8.
  const auto message = parse(with_header("x", "text/plain; charset=windows-1252",
                                         "see below\r\n=ybegin line=128 size=3 "
                                         "name=a.bin\r\n\x96\xAA\xF1\r\n=yend size=3\r\nbye\r\n"));
  const Content content = extract(message);
  ASSERT_EQ(content.attachments.size(), 1U);
  EXPECT_EQ(content.attachments[0].filename, "a.bin");
  EXPECT_EQ(content.attachments[0].hash, sha256("\x6C\x80\xC7"));
  EXPECT_THAT(content.text, HasSubstr("bye"));
  EXPECT_THAT(content.text, Not(HasSubstr("ybegin")));
}

TEST(ContentTest, ListUnsubscribeIsALink) {
  const auto message = parse(
      "From: a@b.example\r\nList-Unsubscribe: <mailto:u@l.example>,\r\n"
      " <https://l.example/u?x=1>\r\n\r\nhi\r\n");
  const Content content = extract(message);
  ASSERT_EQ(content.links.size(), 2U);
  EXPECT_EQ(content.links[0].url, "mailto:u@l.example");
  EXPECT_EQ(content.links[1].host, "l.example");
  EXPECT_EQ(content.links[1].kind, LinkKind::list_field);
}

struct SubjectCase {
  std::string_view subject, base;
  bool reply, forward;
};
constexpr SubjectCase kSubjects[] = {
    {"Plan", "plan", false, false},
    {"Re: Plan", "plan", true, false},
    {"RE: re[2]: Plan", "plan", true, false},
    {"Fwd: Plan  B", "plan b", false, true},
    {"AW: WG: Plan", "plan", true, false},
    {"WG: Plan", "plan", false, true},
    {"[list] Re: [list] Plan", "plan", true, false},
    {"TR : Réunion", "réunion", false, true},
    {"SV: Möte", "möte", true, false},
    {"Antw: Plan", "plan", true, false},
    {"回复：计划", "计划", true, false},
    {"转发: 计划", "计划", false, true},
    {"Odp: Fwd: Plan", "plan", true, false},
    {"YNT: İş", "i\xCC\x87ş", true, false},
    {"Plan (fwd)", "plan", false, true},
    {"[only a tag]", "[only a tag]", false, false},
    {"Re:", "", true, false},
    {"Reply: not a prefix", "reply: not a prefix", false, false},
    {"", "", false, false},
};

TEST(SubjectTest, PrefixesOfManyLanguagesAreKnown) {
  for (const auto& c : kSubjects) {
    EXPECT_EQ(base_subject(c.subject), c.base) << c.subject;
    EXPECT_EQ(subject_claims_reply(c.subject), c.reply) << c.subject;
    EXPECT_EQ(subject_claims_forward(c.subject), c.forward) << c.subject;
  }
}

}  // namespace
}  // namespace letterlock::content
