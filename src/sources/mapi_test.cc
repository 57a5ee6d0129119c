// Messages rebuilt from MAPI properties, and the .msg files that hold them.
#include "sources/mapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sources/cfb.h"
#include "sources/mime_writer.h"
#include "sources/msg.h"
#include "sources/rtf.h"
#include "sources/test_compound_file.h"
#include "sources/test_sink.h"

namespace letterlock::sources {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kTop = 32, kEmbedded = 24, kPart = 8;
constexpr std::uint64_t kPlenty = 1 << 24;

std::vector<Node> recipient(std::int32_t type, std::string_view name, std::string_view address) {
  return MsgProperties(kPart)
      .number(0x0C15, type)
      .text(0x3001, name)
      .text(0x3002, "SMTP")
      .text(0x3003, address)
      .nodes();
}

MsgProperties letter() {
  MsgProperties p(kTop);
  p.text(0x001A, "IPM.Note")
      .text(0x0037, "Offer")
      .text(0x0042, "Ada Byron")
      .text(0x0064, "SMTP")
      .text(0x0065, "ada@meridian.example")
      .text(0x1000, "see the file\r\n")
      .text(0x1035, "<1@meridian.example>")
      .time(0x0039, 1723295107)
      .number(0x0E07, 1)
      .storage("__recip_version1.0_#00000000", recipient(1, "Bo", "bo@quayside.example"))
      .storage("__recip_version1.0_#00000001", recipient(2, "Cy", "cy@quayside.example"))
      .storage("__recip_version1.0_#00000002", recipient(3, "Di", "di@quayside.example"));
  return p;
}

std::string rebuilt(const MsgProperties& properties) {
  const std::string file = CompoundFileWriter().write(properties.nodes());
  const auto item = read_msg(file, kPlenty);
  return item ? rebuild_message(*item) : item.error().message;
}

TEST(MapiTest, FieldsComeFromProperties) {
  const std::string message = rebuilt(letter());
  EXPECT_EQ(field(message, "From"), "\"Ada Byron\" <ada@meridian.example>");
  EXPECT_EQ(field(message, "To"), "\"Bo\" <bo@quayside.example>");
  EXPECT_EQ(field(message, "Cc"), "\"Cy\" <cy@quayside.example>");
  EXPECT_EQ(field(message, "Bcc"), "\"Di\" <di@quayside.example>");
  EXPECT_EQ(field(message, "Date"), "Sat, 10 Aug 2024 13:05:07 +0000");
  EXPECT_EQ(field(message, "Message-ID"), "<1@meridian.example>");
  EXPECT_THAT(message, HasSubstr("\r\n\r\nsee the file\r\n"));
  EXPECT_EQ(message, rebuilt(letter())) << "the same properties give the same octets";
}

TEST(MapiTest, TransportHeadersComeFirstAndChangedSubjectsShow) {
  const std::string message = rebuilt(letter().text(
      0x007D,
      "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from relay.example\r\n"
      "\tby mx.example; Sat, 10 Aug 2024 13:05:09 +0000\r\nFrom: Ada <ada@meridian.example>\r\n"
      "Subject: =?utf-8?Q?Offer_of?=\r\n =?utf-8?Q?_May?=\r\nContent-Type: text/html\r\n\r\n"));
  EXPECT_THAT(message, testing::StartsWith("Received: from relay.example\r\n\tby mx.example"));
  EXPECT_EQ(field(message, "From"), "Ada <ada@meridian.example>");
  EXPECT_EQ(field(message, "X-Transport-Content-Type"), "text/html");
  EXPECT_EQ(field(message, "X-MAPI-Subject"), "Offer");
  EXPECT_EQ(field(message, "Bcc"), "\"Di\" <di@quayside.example>");
  EXPECT_THAT(message, Not(HasSubstr("Microsoft Mail Internet")));
}

TEST(MapiTest, AttachmentsAndMessagesInMessages) {
  std::vector<Node> inner = MsgProperties(kEmbedded)
                                .text(0x001A, "IPM.Note")
                                .text(0x0037, "inside")
                                .text(0x1000, "inner text")
                                .nodes();
  auto outer = letter();
  outer.storage("__attach_version1.0_#00000000", MsgProperties(kPart)
                                                     .text(0x3707, "plan.pdf")
                                                     .text(0x370E, "application/pdf")
                                                     .binary(0x3701, std::string(5000, 'x'))
                                                     .nodes());
  outer.storage("__attach_version1.0_#00000001",
                MsgProperties(kPart)
                    .text(0x3001, "inside")
                    .storage("__substg1.0_3701000D", std::move(inner))
                    .nodes());
  const std::string message = rebuilt(outer);
  EXPECT_THAT(message, HasSubstr("Content-Type: application/pdf; name=\"plan.pdf\""));
  EXPECT_THAT(message, HasSubstr("filename=\"plan.pdf\""));
  EXPECT_THAT(message, HasSubstr("Content-Type: message/rfc822\r\n"));
  EXPECT_THAT(message, HasSubstr("Subject: inside\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\n\r\ninner text\r\n"));
}

// What an item of a signed message holds as its one attachment.
std::string rebuilt_signed(std::string_view entity) {
  auto item = MsgProperties(kTop);
  item.text(0x001A, "IPM.Note.SMIME.MultipartSigned")
      .text(0x0037, "Offer")
      .storage("__attach_version1.0_#00000000",
               MsgProperties(kPart).binary(0x3701, std::string(entity)).nodes());
  return rebuilt(item);
}

TEST(MapiTest, SignedEntitiesAreKeptOctetByOctet) {
  const std::string_view crlf =
      "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n";
  const std::string_view lf = "Content-Type: multipart/signed; boundary=b\n\n--b\n\ntext\n--b--\n";
  EXPECT_TRUE(rebuilt_signed(crlf).ends_with(crlf));
  EXPECT_TRUE(rebuilt_signed(lf).ends_with(lf));
  // Fields without a body are no entity; the message keeps a blank line of its own.
  const std::string cut = rebuilt_signed("Content-Type: multipart/signed; boundary=b\r\n");
  EXPECT_THAT(cut, HasSubstr("Content-Type: application/pkcs7-mime"));
  EXPECT_THAT(cut, HasSubstr("\r\n\r\n"));
}

TEST(MapiTest, ExchangeNamesBecomeStableAddresses) {
  MsgProperties p(kTop);
  p.text(0x001A, "IPM.Note").text(0x0042, "Ada").text(0x0064, "EX").text(0x0065, "/O=ORG/CN=ADA L");
  EXPECT_EQ(field(rebuilt(p), "From"), "\"Ada\" <IMCEAEX-_O=ORG_CN=ADA+20L@exchange.invalid>");
  p.text(0x0C1F, "/O=ORG/CN=ADA L").text(0x5D01, "ada@meridian.example");
  EXPECT_EQ(field(rebuilt(p), "From"), "\"Ada\" <ada@meridian.example>");
}

TEST(MapiTest, EightBitTextIsReadByItsCodePage) {
  MsgProperties p(kTop);
  p.text8(0x001A, "IPM.Note").text8(0x0037, "\xCF\xF0\xE8\xE2\xE5\xF2").number(0x3FFD, 1251);
  EXPECT_EQ(field(rebuilt(p), "Subject"), "=?utf-8?B?0J/RgNC40LLQtdGC?=");
}

TEST(MapiTest, ValuesCannotBreakOutOfTheirFields) {
  MsgProperties p(kTop);
  p.text(0x001A, "IPM.Note")
      .text(0x0037, "a\r\nBcc: eve@evil.example\r\n\r\nbody")
      .text(0x0042, "x\" <eve@evil.example>\r\nTo: y")
      .text(0x0065, "ada@meridian.example>\r\nX: y")
      .text(0x1035, "<id>\r\nY: z");
  const std::string message = rebuilt(p);
  for (const char* injected : {"\r\nBcc:", "\r\nTo:", "\r\nX:", "\r\nY:"}) {
    EXPECT_THAT(message, Not(HasSubstr(injected)));
  }
}

TEST(MapiTest, FlagsAndDates) {
  MapiProperties p;
  p.set_number(0x0E07, 1);
  p.set_number(0x1081, 102);
  p.set_number(0x1090, 2);
  p.set_number(0x0E06, 0x7FFFFFFFFFFFFFFF);  // "none"
  p.set_number(0x0039, (1723295107 + 11'644'473'600) * 10'000'000);
  EXPECT_EQ(mapi_flags(p), "FRS");
  EXPECT_EQ(mapi_date(p), 1723295107);
}

TEST(MsgTest, FileIsReadAsReconstructedAndOtherItemsAreNotMail) {
  TemporaryDirectory at;
  at.write("a.msg", CompoundFileWriter().write(letter().nodes()));
  at.write("b.msg",
           CompoundFileWriter().write(MsgProperties(kTop).text(0x001A, "IPM.Contact").nodes()));
  at.write("c.doc", CompoundFileWriter().write({{"WordDocument", "text", {}, false}}));
  const auto sink = read_all(at.path());
  ASSERT_EQ(sink.messages.size(), 1u);
  EXPECT_TRUE(sink.messages[0].from.reconstructed);
  EXPECT_EQ(sink.messages[0].from.flags, "S");
  EXPECT_EQ(sink.messages[0].from.internal_date, 1723295107);
  EXPECT_THAT(sink.defect_names(), ElementsAre("not_mail", "not_mail"));
  EXPECT_EQ(detect(at.path("a.msg")).value(), SourceFormat::msg);
  EXPECT_EQ(detect(at.path("c.doc")).value(), SourceFormat::unknown);
}

TEST(MsgTest, CutAndLoopingFilesEnd) {
  const std::string whole = CompoundFileWriter().write(letter().nodes());
  for (std::size_t size = 0; size < whole.size(); size += 61) {
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<long>(size));
    if (const auto item = read_msg({exact.data(), size}, kPlenty)) rebuild_message(*item);
  }
  // Every FAT entry points at sector 0: chains loop.
  std::string looping = whole;
  const std::size_t fat = whole.size() - 512;
  for (std::size_t i = fat; i < whole.size(); ++i) looping[i] = '\0';
  const auto item = read_msg(looping, kPlenty);
  EXPECT_TRUE(!item || rebuild_message(*item).size() < (1 << 20));
}

TEST(MsgTest, BudgetBoundsWhatIsRead) {
  const auto item = read_msg(CompoundFileWriter().write(letter().nodes()), 200);
  ASSERT_TRUE(item);
  EXPECT_LT(rebuild_message(*item).size(), 1000u);
}

TEST(RtfTest, CompressedExampleOfTheSpecification) {
  // MS-OXRTFCP section 3.1.1.
  constexpr std::string_view kCompressed(
      "\x2D\x00\x00\x00\x2B\x00\x00\x00\x4C\x5A\x46\x75\xF1\xC5\xC7\xA7\x03\x00\x0A\x00\x72\x63\x70"
      "\x67\x31\x32\x35\x42\x32\x0A\xF3\x20\x68\x65\x6C\x09\x00\x20\x62\x77\x05\xB0\x6C\x64\x7D\x0A"
      "\x80\x0F\xA0",
      49);
  EXPECT_EQ(decompress_rtf(kCompressed, 1000), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
  EXPECT_EQ(decompress_rtf("LZFu", 1000), std::nullopt);
  EXPECT_EQ(decompress_rtf(kCompressed, 5)->size(), 5u);
}

TEST(RtfTest, HtmlAndTextInside) {
  const auto html = read_rtf(
      "{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}"
      "{\\*\\htmltag64 <p>}\\htmlrtf {\\f0 \\htmlrtf0 \\'cf\\u1088?{\\*\\htmltag72 </p>}"
      "\\htmlrtf }\\htmlrtf0 }");
  EXPECT_EQ(html.kind, RtfContent::Kind::html);
  EXPECT_EQ(html.utf8, "<p>\xD0\x9F\xD1\x80</p>");
  const auto text = read_rtf("{\\rtf1\\ansi\\fromtext {\\fonttbl{\\f0 X;}}one\\par two\\tab x}");
  EXPECT_EQ(text.kind, RtfContent::Kind::text);
  EXPECT_EQ(text.utf8, "one\r\ntwo\tx");
  EXPECT_EQ(read_rtf("{\\rtf1 a{\\*\\generator Riched;}{\\pict 00ff}\\{b\\}}").utf8, "a{b}");
}

TEST(RtfTest, FontsNameTheirCharset) {
  EXPECT_EQ(read_rtf("{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}"
                     "\\f0\\'e9\\f1\\'e9}")
                .utf8,
            "\xC3\xA9\xD0\xB9");
}

TEST(RtfTest, DeepGroupsAndBrokenEndsAreLinear) {
  EXPECT_EQ(read_rtf("{\\rtf1 " + std::string(1'000'000, '{') + "x").utf8, "x");
  for (std::string_view broken : {"\\", "\\'", "\\'f", "{\\rtf1\\u", "\\bin99999999 x", "}}}}"}) {
    read_rtf(broken);
  }
}

TEST(MimeWriterTest, QuotedPrintableAndFolding) {
  std::string out;
  append_quoted_printable("a=b \r\n\xC3\xA9\tz", out);
  EXPECT_EQ(out, "a=3Db=20\r\n=C3=A9\tz\r\n");
  out.clear();
  append_text_field("Subject", std::string(40, 'a') + " " + std::string(40, 'b'), out);
  EXPECT_EQ(out, "Subject: " + std::string(40, 'a') + "\r\n " + std::string(40, 'b') + "\r\n");
  EXPECT_EQ(format_parameter("filename", "\xC3\xA9 1.txt"), "; filename*=utf-8''%C3%A9%201.txt");
}

}  // namespace
}  // namespace letterlock::sources
