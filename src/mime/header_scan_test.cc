// Headers line by line, and the octets noticed on the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "mime/message_test_support.h"

namespace letterlock::mime {
namespace {

class HeaderScanTest : public EachIsaTest {};
LETTERLOCK_FOR_EACH_ISA(HeaderScanTest);

struct FieldsCase {
  const char* name;
  std::string octets;
  std::vector<std::pair<std::string, std::string>> want;  // name, body
  std::string body;
  std::vector<DefectKind> defects;
};

const FieldsCase kFields[] = {
    {"folded", "Subject: a\n b\n\tc\nX:y\n\nz", {{"Subject", " a\n b\n\tc"}, {"X", "y"}}, "z", {}},
    {"folded onto an empty line",
     "Subject: a\n \nX: y\n\nz",
     {{"Subject", " a\n "}, {"X", " y"}},
     "z",
     {}},
    {"space before the colon",
     "Subject \t: a\n\n",
     {{"Subject", " a"}},
     "",
     {DefectKind::space_before_colon}},
    {"empty body", "Subject:\n\n", {{"Subject", ""}}, "", {}},
    {"mbox separator",
     "From a@b.example Mon Jan  1 00:00:00 2024\nTo: x\n\n",
     {{"To", " x"}},
     "",
     {DefectKind::mbox_from_line}},
    {"quoted mbox separator",
     "To: x\n>From a@b.example Mon Jan  1 00:00:00 2024\nCc: y\n\n",
     {{"To", " x"}, {"Cc", " y"}},
     "",
     {DefectKind::mbox_from_line}},
    {"mbox separator over text",
     "From a@b.example Mon Jan  1 00:00:00 2024\ntext\n",
     {},
     "text\n",
     {DefectKind::mbox_from_line, DefectKind::missing_blank_line}},
    {"From with space before the colon",
     "From : a@b.example\n\n",
     {{"From", " a@b.example"}},
     "",
     {DefectKind::space_before_colon}},
    {"starts with a folded line",
     " x\nTo: y\n\n",
     {{"To", " y"}},
     "",
     {DefectKind::header_starts_with_continuation}},
    {"line without colon",
     "To: x\nstray line\nCc: y\n\nz",
     {{"To", " x"}, {"Cc", " y"}},
     "z",
     {DefectKind::header_line_without_colon}},
    {"folded line without colon",
     "To: x\nstray line\nCc: y\n z\n\n",
     {{"To", " x"}, {"Cc", " y\n z"}},
     "",
     {DefectKind::header_line_without_colon}},
    {"body without blank line",
     "To: x\nHello there,\nhow are you\n",
     {{"To", " x"}},
     "Hello there,\nhow are you\n",
     {DefectKind::missing_blank_line}},
    {"name with forbidden octets",
     "T\x01o: x\n\n",
     {{"T\x01o", " x"}},
     "",
     {DefectKind::field_name_invalid}},
    {"name with spaces",
     "X Y: x\nTo: y\n\n",
     {{"X Y", " x"}, {"To", " y"}},
     "",
     {DefectKind::field_name_invalid}},
    {"no name", ": x\n\n", {{"", " x"}}, "", {DefectKind::field_name_invalid}},
    {"duplicate",
     "To: x\nTo: y\nReceived: a\nReceived: b\n\n",
     {{"To", " x"}, {"To", " y"}, {"Received", " a"}, {"Received", " b"}},
     "",
     {DefectKind::duplicate_field}},
    {"UTF-8", "Subject: \xC3\xA9\n\n", {{"Subject", " \xC3\xA9"}}, "", {DefectKind::utf8_header}},
    {"other 8-bit",
     "Subject: \xE9t\n\n",
     {{"Subject", " \xE9t"}},
     "",
     {DefectKind::eight_bit_header}},
};

TEST_P(HeaderScanTest, FieldsFollowRfc5322) {
  for (const FieldsCase& c : kFields) {
    for (const std::string& octets : {c.octets, with_crlf(c.octets)}) {
      const Message message = parsed(octets);
      std::vector<std::pair<std::string, std::string>> got;
      for (const HeaderField& field : message.header()) {
        got.emplace_back(message.octets(field.name), with_lf(message.octets(field.body)));
        EXPECT_TRUE(field.whole.contains(field.name)) << c.name;
        EXPECT_TRUE(field.whole.contains(field.body)) << c.name;
        EXPECT_TRUE(message.octets(field.whole).ends_with('\n')) << c.name;
      }
      EXPECT_EQ(got, c.want) << c.name;
      EXPECT_EQ(with_lf(message.octets(message.entities()[0].body)), c.body) << c.name;
      EXPECT_THAT(kinds_but_missing_fields(message),
                  ::testing::UnorderedElementsAreArray(c.defects))
          << c.name;
    }
  }
}

struct OctetCase {
  const char* name;
  std::string octets;
  DefectKind defect;
  std::uint32_t where;  // kNoEntity: the defect must not be there
};

const OctetCase kOctets[] = {
    {"bare CR in the header", "Subject: a\rb\n\n", DefectKind::bare_cr, 10},
    {"bare CR in the body", "A: b\n\nx\ry\n", DefectKind::bare_cr, 7},
    {"bare CR at the very end", "A: b\n\nx\r", DefectKind::bare_cr, 7},
    {"bare CR at the end of a block", "A: b\n\n" + std::string(57, 'x') + "\rx",
     DefectKind::bare_cr, 63},
    {"bare CR at the end of the last block", "A: b\n\n" + std::string(57, 'x') + "\r",
     DefectKind::bare_cr, 63},
    {"CRLF across blocks", "A: b\r\n\r\n" + std::string(55, 'x') + "\r\nx", DefectKind::bare_cr,
     kNoEntity},
    {"CRLF then LF", "A: b\r\n\r\nx\n", DefectKind::mixed_line_endings, 9},
    {"LF then CRLF", "A: b\n\nx\r\ny\r\n", DefectKind::mixed_line_endings, 8},
    {"one kind", "A: b\r\n\r\nx\r\n", DefectKind::mixed_line_endings, kNoEntity},
    {"NUL", std::string("A: b\n\nx\0y\n", 10), DefectKind::nul_octet, 7},
    {"line of 998", "A: b\r\n\r\nx\r\n" + std::string(998, 'x') + "\r\n", DefectKind::line_too_long,
     kNoEntity},
    {"line of 999", "A: b\r\n\r\nx\r\n" + std::string(999, 'x') + "\r\n", DefectKind::line_too_long,
     11},
    {"line of 999 without end", "A: b\n\n" + std::string(999, 'x'), DefectKind::line_too_long, 6},
    {"8-bit in a body without encoding", "A: b\n\nx\xE9y\n", DefectKind::eight_bit_in_seven_bit, 7},
    {"8-bit in a body declared 8bit", "Content-Transfer-Encoding: 8bit\n\nx\xE9y\n",
     DefectKind::eight_bit_in_seven_bit, kNoEntity},
    {"8-bit in the next part only",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n"
     "Content-Transfer-Encoding: 8bit\n\n\xE9\n--b--\n",
     DefectKind::eight_bit_in_seven_bit, kNoEntity},
    {"bare CR in a binary body", "Content-Transfer-Encoding: binary\n\nx\ry\n", DefectKind::bare_cr,
     kNoEntity},
    {"NUL in a binary body", std::string("Content-Transfer-Encoding: binary\n\nx\0y\n", 38),
     DefectKind::nul_octet, kNoEntity},
};

TEST_P(HeaderScanTest, OctetsAreSeenOnTheWay) {
  for (const OctetCase& c : kOctets) {
    const Message message = parsed(c.octets);
    std::uint32_t where = kNoEntity;
    for (const Defect& defect : message.defects()) {
      if (defect.kind == c.defect) where = defect.where.offset;
    }
    EXPECT_EQ(where, c.where) << c.name;
  }
}

TEST_P(HeaderScanTest, EveryLineLengthNearTheLimitIsJudgedRightWhereverItBegins) {
  for (std::size_t shift = 0; shift < 64; ++shift) {
    for (const std::size_t length : {998u, 999u}) {
      const std::string octets =
          "A: b\n\n" + std::string(shift, 'x') + "\n" + std::string(length, 'y') + "\nend\n";
      EXPECT_EQ(std::ranges::count(kinds(parsed(octets)), DefectKind::line_too_long),
                length == 999 ? 1 : 0)
          << shift;
    }
  }
}

TEST(FieldNameTest, EveryNameIsFoundInAnyCase) {
  for (int i = 1; i <= static_cast<int>(FieldName::content_length); ++i) {
    const auto id = static_cast<FieldName>(i);
    std::string name(field_name(id));
    EXPECT_EQ(field_id(name), id);
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    EXPECT_EQ(field_id(name), id);
    EXPECT_EQ(field_id(name + "x"), FieldName::other);
  }
  EXPECT_EQ(field_id(""), FieldName::other);
  EXPECT_EQ(field_id("X-Nothing"), FieldName::other);
}

}  // namespace
}  // namespace letterlock::mime
