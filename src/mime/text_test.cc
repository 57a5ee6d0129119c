#include "mime/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "mime/message_test_support.h"

namespace letterlock::mime {
namespace {

using ::testing::Contains;
using ::testing::Not;
using Kind = EmbeddedFile::Kind;

struct FlowCase {
  const char* name;
  const char* text;
  bool flowed, del_sp;
  std::vector<std::pair<std::uint32_t, std::string>> want;  // quote depth, text
};

const FlowCase kFlow[] = {
    {"not flowed", "a \nb\n", false, false, {{0, "a "}, {0, "b"}}},
    {"flowed", "a \nb\nc\n", true, false, {{0, "a b"}, {0, "c"}}},
    {"flowed with DelSp", "a \nb\n", true, true, {{0, "ab"}}},
    {"space-stuffing", " From x\n >y\n", true, false, {{0, "From x"}, {0, ">y"}}},
    {"quotes", ">> a \n>> b\n> c\n", true, false, {{2, "a b"}, {1, "c"}}},
    {"quote depth ends a paragraph", "> a \nb\n", true, false, {{1, "a "}, {0, "b"}}},
    {"spaced quotes", "> > a\n>b\n", false, false, {{2, "a"}, {1, "b"}}},
    {"signature", "a \n-- \nname\n", true, false, {{0, "a "}, {0, "-- "}, {0, "name"}}},
    {"empty lines", "a\n\nb\n", true, false, {{0, "a"}, {0, ""}, {0, "b"}}},
    {"nothing", "", true, false, {}},
    {"last line without end", "a \nb", true, false, {{0, "a b"}}},
};

TEST(UnflowTest, FollowsRfc3676) {
  for (const FlowCase& c : kFlow) {
    for (const std::string& text : {std::string(c.text), with_crlf(c.text)}) {
      std::vector<std::pair<std::uint32_t, std::string>> got;
      for (const Paragraph& each : unflow(text, c.flowed, c.del_sp)) {
        got.emplace_back(each.quote_depth, each.text);
      }
      EXPECT_EQ(got, c.want) << c.name;
    }
  }
}

struct FileCase {
  const char* name;
  std::string text;
  Kind kind;
  std::string file_name;
  std::string content;
  bool complete;
  std::string where;  // of the text
};

// Each octet with 42 added. (The CRC-32 of "123456789" below is that algorithm's check value.)
std::string yenc(std::string_view content) {
  std::string out;
  for (const char c : content) {
    const char coded = static_cast<char>(c + 42);
    if (coded == '\0' || coded == '\n' || coded == '\r' || coded == '=') {
      out += '=';
      out += static_cast<char>(coded + 64);
    } else {
      out += coded;
    }
  }
  return out;
}

const std::string kYencData = yenc("123456789") + "\n";

const FileCase kFiles[] = {
    {"uuencode", "hi\nbegin 644 cat.txt\n#0V%T\n`\nend\nbye\n", Kind::uuencode, "cat.txt", "Cat",
     true, "begin 644 cat.txt\n#0V%T\n`\nend\n"},
    {"uuencode with a space for zero", "begin 600 a b\n#0V%T\n \nend\n", Kind::uuencode, "a b",
     "Cat", true, "begin 600 a b\n#0V%T\n \nend\n"},
    {"spaces at the line end lost", "begin 644 z\n#\n`\nend\n", Kind::uuencode, "z",
     std::string(3, '\0'), true, "begin 644 z\n#\n`\nend\n"},
    {"line with checksum", "begin 644 z\n#0V%T`\n`\nend\n", Kind::uuencode, "z", "Cat", true,
     "begin 644 z\n#0V%T`\n`\nend\n"},
    {"uuencode without end", "begin 644 cat.txt\n#0V%T\nprose again\n", Kind::uuencode, "cat.txt",
     "Cat", false, "begin 644 cat.txt\n#0V%T\n"},
    {"yEnc",
     "x\n=ybegin line=128 size=9 name=a b.bin\n" + kYencData + "=yend size=9 crc32=cbf43926\ny",
     Kind::yenc, "a b.bin", "123456789", true,
     "=ybegin line=128 size=9 name=a b.bin\n" + kYencData + "=yend size=9 crc32=cbf43926\n"},
    {"yEnc without checksum", "=ybegin line=128 size=9 name=a\n" + kYencData + "=yend size=9\n",
     Kind::yenc, "a", "123456789", true,
     "=ybegin line=128 size=9 name=a\n" + kYencData + "=yend size=9\n"},
    {"yEnc part",
     "=ybegin part=1 line=128 size=99 name=a\n=ypart begin=1 end=9\n" + kYencData +
         "=yend size=9 part=1 pcrc32=CBF43926 crc32=00000000\n",
     Kind::yenc, "a", "123456789", true,
     "=ybegin part=1 line=128 size=99 name=a\n=ypart begin=1 end=9\n" + kYencData +
         "=yend size=9 part=1 pcrc32=CBF43926 crc32=00000000\n"},
    {"yEnc with wrong checksum",
     "=ybegin line=128 size=9 name=a\n" + kYencData + "=yend size=9 crc32=deadbeef\n", Kind::yenc,
     "a", "123456789", false,
     "=ybegin line=128 size=9 name=a\n" + kYencData + "=yend size=9 crc32=deadbeef\n"},
    {"yEnc with wrong size", "=ybegin line=128 size=9 name=a\n" + kYencData + "=yend size=8\n",
     Kind::yenc, "a", "123456789", false,
     "=ybegin line=128 size=9 name=a\n" + kYencData + "=yend size=8\n"},
    {"yEnc without end", "=ybegin line=128 size=9 name=a\n" + kYencData, Kind::yenc, "a",
     "123456789", false, "=ybegin line=128 size=9 name=a\n" + kYencData},
};

TEST(EmbeddedFilesTest, UuencodeAndYencAreFoundInText) {
  for (const FileCase& c : kFiles) {
    for (const bool crlf : {false, true}) {
      const std::string text = crlf ? with_crlf(c.text) : c.text;
      Arena arena;
      const std::vector<EmbeddedFile> files = embedded_files(text, arena);
      ASSERT_EQ(files.size(), 1u) << c.name;
      EXPECT_EQ(files[0].kind, c.kind) << c.name;
      EXPECT_EQ(files[0].name, c.file_name) << c.name;
      EXPECT_EQ(files[0].content, c.content) << c.name;
      EXPECT_EQ(files[0].complete, c.complete) << c.name;
      EXPECT_EQ(text.substr(files[0].where.offset, files[0].where.length),
                crlf ? with_crlf(c.where) : c.where)
          << c.name;
    }
  }
}

TEST(EmbeddedFilesTest, ProseIsNoFile) {
  Arena arena;
  EXPECT_TRUE(embedded_files("begin with the end in mind\n", arena).empty());
  EXPECT_TRUE(embedded_files("begin 644 things\nand go on\n", arena).empty());
  EXPECT_TRUE(embedded_files("begin 644 x\n_\n_\n_\nend\n", arena).empty());  // 63 octets of 1
  EXPECT_TRUE(embedded_files(" begin 644 x\n#0V%T\nend\n", arena).empty());
  EXPECT_TRUE(embedded_files("x =ybegin line=1 size=1 name=a\n", arena).empty());
}

TEST(EmbeddedFilesTest, SeveralStandInOrderAndManyStayLinear) {
  std::string text;
  for (int i = 0; i < 20'000; ++i)
    text += "begin 644 x\n#0V%T\n=ybegin line=9 size=1 name=y\nx\n=yend size=1\n";
  Arena arena;
  const std::vector<EmbeddedFile> files = embedded_files(text, arena);
  ASSERT_EQ(files.size(), 40'000u);
  EXPECT_EQ(files[0].kind, Kind::uuencode);
  EXPECT_EQ(files[1].kind, Kind::yenc);
}

TEST(EmbeddedFilesTest, AreReadFromTheOctetsOfAnEntityAndLeaveDefects) {
  const std::string octets = "\x80\xFF\xC3\xA9";
  const std::string begin = "Content-Type: text/plain; charset=utf-8\n\n=ybegin line=128 size=";
  const Message whole = parsed(begin + "4 name=a\n" + yenc(octets) + "\n=yend size=4\n");
  const auto files = embedded_files(whole, whole.entities()[0]);
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].content, octets);
  EXPECT_THAT(kinds(whole), Not(Contains(DefectKind::yenc_malformed)));

  const Message cut = parsed(begin + "9 name=a\n" + yenc(octets) + "\n=yend size=9\n");
  EXPECT_EQ(embedded_files(cut, cut.entities()[0]).size(), 1u);
  EXPECT_THAT(kinds(cut), Contains(DefectKind::yenc_malformed));
  const Message unended = parsed("\nbegin 644 cat.txt\n#0V%T\n");
  EXPECT_EQ(embedded_files(unended, unended.entities()[0]).size(), 1u);
  EXPECT_THAT(kinds(unended), Contains(DefectKind::uuencode_malformed));
}

TEST(ParseStatusTest, GroupsOfFieldsAreRead) {
  const std::string body =
      "Reporting-MTA: dns; mx.example\n"
      "Arrival-Date: Mon, 1 Jan 2024\n\t00:00:00 +0000\n"
      "\n\n"
      "Final-Recipient : rfc822; a@b.example\n"
      "no field\n"
      "Action: failed\n"
      " \n"
      "Status: 5.1.1\n";
  for (const std::string& each : {body, with_crlf(body)}) {
    Arena arena;
    const auto groups = parse_status(each, arena);
    ASSERT_EQ(groups.size(), 3u);
    ASSERT_EQ(groups[0].size(), 2u);
    EXPECT_EQ(groups[0][0].name, "reporting-mta");
    EXPECT_EQ(groups[0][0].body, "dns; mx.example");
    EXPECT_EQ(groups[0][1].body, "Mon, 1 Jan 2024\t00:00:00 +0000");
    ASSERT_EQ(groups[1].size(), 2u);
    EXPECT_EQ(groups[1][0].name, "final-recipient");
    EXPECT_EQ(groups[1][1].body, "failed");
    EXPECT_EQ(groups[2][0].name, "status");
  }
  Arena arena;
  EXPECT_TRUE(parse_status("", arena).empty());
}

}  // namespace
}  // namespace letterlock::mime
