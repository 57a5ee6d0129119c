// Bodies of items that have transport headers: written the way these say, so that signatures fit.
#include "sources/sent_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.h"
#include "sources/msg.h"
#include "sources/test_compound_file.h"

namespace letterlock::sources {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kMessageHeader = 32, kPartHeader = 8;
constexpr std::int32_t kUtf8 = 65001;
constexpr std::uint16_t kHeaders = 0x007D, kText = 0x1000, kHtml = 0x1013, kCodepage = 0x3FDE;

// Odd spacing, folding and case: what "simple" signatures cover.
const std::string kTrace =
    "DKIM-Signature: v=1; c=simple/simple;\r\n   h=from:To : Subject\r\n"
    "from:  Ada <ada@meridian.example>\r\nTo: bo@quayside.example,\r\n\tcy@quayside.example\r\n"
    "Message-ID: <1@meridian.example>\r\nMIME-version: 1.0\r\n";

std::string header(std::string_view rest) {
  return kTrace + "Subject: Offer\r\n" + std::string(rest);
}

std::string message_of(const MsgProperties& properties) {
  const auto item = read_msg(CompoundFileWriter().write(properties.nodes()), 1 << 24);
  return item ? rebuild_message(*item) : item.error().message;
}

MsgProperties item(const std::string& headers, std::string_view kind = "IPM.Note") {
  MsgProperties p(kMessageHeader);
  p.text(0x001A, kind).text(0x0037, "Offer").text(kHeaders, headers + "\r\n");
  return p;
}

std::vector<Node> file(std::string_view name, std::string_view type, std::string_view octets) {
  return MsgProperties(kPartHeader)
      .text(0x3707, name)
      .text(0x370E, type)
      .binary(0x3701, octets)
      .nodes();
}

TEST(SentBodyTest, PlainTextIsTheMessageAsItWasSent) {
  for (const std::string fields :
       {"", "Content-Type: text/plain; charset=us-ascii\r\n",
        "Content-Type: text/plain;\r\n  charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n"}) {
    const std::string sent = header(fields);
    EXPECT_EQ(message_of(item(sent).text(kText, "see  the file \r\n\r\n--\r\nAda\r\n")),
              sent + "\r\nsee  the file \r\n\r\n--\r\nAda\r\n");
  }
}

TEST(SentBodyTest, CharsetAndTransferEncodingAreThoseOfTheHeader) {
  struct Case {
    std::string fields, want;
  };
  const Case kCases[] = {
      {"Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n",
       "\xF0\xD2\xC9\xD7\xC5\xD4\r\n"},
      {"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n",
       base64_encode("\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82\r\n") + "\r\n"},
      {"Content-Type: text/plain; charset=windows-1251\r\n"
       "Content-Transfer-Encoding: quoted-printable\r\n",
       "=CF=F0=E8=E2=E5=F2\r\n"},
  };
  for (const Case& c : kCases) {
    const std::string sent = header(c.fields);
    auto p = item(sent);
    p.text8(kText, "\xCF\xF0\xE8\xE2\xE5\xF2\r\n").number(0x3FFD, 1251);
    EXPECT_EQ(message_of(p), sent + "\r\n" + c.want);
  }
}

// What the named charset does not have is no body that was sent.
TEST(SentBodyTest, TextThatDoesNotFitTheHeaderKeepsABodyOfOurs) {
  const std::string sent = header("Content-Type: text/plain; charset=koi8-r\r\n");
  const std::string message =
      message_of(item(sent).text8(kText, "caf\xE9 au lait\r\n").number(0x3FFD, 1252));
  EXPECT_THAT(message, HasSubstr("X-Transport-Content-Type: text/plain; charset=koi8-r\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\n\r\ncaf=C3=A9 au lait\r\n"));
}

TEST(SentBodyTest, HtmlIsKeptOctetByOctetAndTextMadeOfItLeftOut) {
  const std::string sent =
      header("Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n");
  const std::string html =
      "<html><style>p { x: y }</style><p>Caf\xE9 &amp; <b>B</b>ar&nbsp;1 &copy;</p>\r\n"
      "<a href=\"https://meridian.example/a?b\">here</a></html>\r\n";
  const auto with_text = [&](std::string_view text) {
    auto p = item(sent);
    return message_of(
        p.binary(kHtml, html).text8(kText, text).number(0x3FFD, 1252).number(kCodepage, 28591));
  };
  const std::string link = "here <https://meridian.example/a?b>";
  EXPECT_EQ(with_text(""), sent + "\r\n" + html);
  EXPECT_EQ(with_text("Caf\xE9 & Bar\xA0"
                      "1 \xA9\r\n\r\n" +
                      link),
            sent + "\r\n" + html);
  // Evidence is not left out: other words, other order, another link.
  for (const std::string other : {"Caf\xE9 & Bar 1 \xA9 there", "Bar Caf\xE9 1 \xA9 here",
                                  "Caf\xE9 & Bar 1 \xA9 here <https://evil.example>"}) {
    const std::string message = with_text(other);
    EXPECT_THAT(message, HasSubstr("Content-Type: multipart/alternative;")) << other;
    EXPECT_THAT(message, HasSubstr("X-Transport-Content-Type: text/html")) << other;
  }
}

TEST(SentBodyTest, HtmlMadeOfAPlainTextIsLeftOut) {
  const std::string sent = header("Content-Type: text/plain; charset=utf-8\r\n");
  auto p = item(sent).text(kText, "one <two>\r\nthree\r\n").number(kCodepage, kUtf8);
  EXPECT_EQ(message_of(p.binary(kHtml, "<!-- Converted --><p>one &lt;two&gt;<br>three</p>")),
            sent + "\r\none <two>\r\nthree\r\n");
}

TEST(SentBodyTest, PartsStandBetweenTheBoundaryOfTheHeader) {
  const std::string sent = header("Content-Type: multipart/mixed; boundary=\"b1\"\r\n");
  auto p = item(sent).text(kText, "see the file");
  p.storage("__attach_version1.0_#00000000", file("a.bin", "application/x-a", "\x01\x02"));
  const std::string message = message_of(p);
  EXPECT_THAT(message, testing::StartsWith(sent + "\r\n--b1\r\nContent-Type: text/plain"));
  EXPECT_THAT(message, HasSubstr("\r\n\r\nsee the file\r\n--b1\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\n\r\nAQI=\r\n--b1--\r\n"));
  EXPECT_THAT(message, Not(HasSubstr("X-Transport-")));
  // A text with the delimiter in it would read as parts that were none.
  const std::string forged = message_of(item(sent).text(kText, "a\r\n--b1\r\n\r\nb"));
  EXPECT_THAT(forged, HasSubstr("X-Transport-Content-Type: multipart/mixed"));
}

TEST(SentBodyTest, FilesOfAnAlternativeAreNoAlternatives) {
  const std::string sent = header("Content-Type: multipart/alternative; boundary=b\r\n");
  auto p = item(sent).text(kText, "one").binary(kHtml, "<p>one").number(kCodepage, kUtf8);
  p.storage("__attach_version1.0_#00000000", file("a.bin", "application/x-a", "\x01"));
  const std::string message = message_of(p);
  EXPECT_THAT(message, HasSubstr("--b\r\nContent-Type: multipart/mixed;"));
  EXPECT_LT(message.find("<p>one"), message.find("a.bin"));
}

TEST(SentBodyTest, SignedEntitiesStandBelowTheirOwnField) {
  const std::string body = "--s\r\n\r\ntext\r\n--s\r\nContent-Type: x/y\r\n\r\nQQ==\r\n--s--\r\n";
  const std::string type = "Content-Type: multipart/signed;\r\n\tboundary=\"s\"\r\n";
  auto p = item(header(type), "IPM.Note.SMIME.MultipartSigned");
  p.storage("__attach_version1.0_#00000000",
            file("smime.p7m", "multipart/signed",
                 "Content-Type: multipart/signed; boundary=s\r\n\r\n" + body));
  EXPECT_EQ(message_of(p), header(type) + "\r\n" + body);
  auto other = item(header("Content-Type: multipart/signed; boundary=t\r\n"),
                    "IPM.Note.SMIME.MultipartSigned");
  other.storage("__attach_version1.0_#00000000",
                file("smime.p7m", "multipart/signed", type + "\r\n" + body));
  EXPECT_THAT(message_of(other), HasSubstr("\r\nX-Transport-Content-Type: multipart/signed"));
}

TEST(SentBodyTest, AMessageThatIsAFile) {
  const std::string fields =
      "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n";
  auto p = item(header(fields));
  p.storage("__attach_version1.0_#00000000", file("a.pdf", "application/pdf", "%PDF"));
  EXPECT_EQ(message_of(p), header(fields) + "\r\nJVBERg==\r\n");
}

TEST(SentBodyTest, HeadersThatSayTwoThingsAreNotFollowed) {
  EXPECT_FALSE(sent_body_of("Content-Type: text/html\r\nContent-Type: text/plain\r\n"));
  EXPECT_FALSE(sent_body_of("Content-Type: multipart/mixed; boundary=\"a\tb\"\r\n"));
  EXPECT_FALSE(sent_body_of("Content-Transfer-Encoding: x-uuencode\r\n"));
  EXPECT_FALSE(sent_body_of(""));
}

// A line end without CR never was one on the way: it stood encoded.
TEST(SentBodyTest, BareLineFeedsWereEncoded) {
  EXPECT_EQ(transfer_encoded(mime::TransferEncoding::quoted_printable, "a=\nb\r\nc"),
            "a=3D=0A=\r\nb\r\nc\r\n");
}

TEST(SentBodyTest, ManyBracketsAndTagsAreLinear) {
  const std::string open(1'000'000, '<'), both(500'000, '[');
  EXPECT_FALSE(html_has_words_of(open + " a", both + "] b"));
  EXPECT_FALSE(html_has_words_of("<p>a</p>", open + "> b"));
  EXPECT_TRUE(text_has_words_of("a", "<!--" + open));
}

}  // namespace
}  // namespace letterlock::sources
