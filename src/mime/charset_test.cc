#include "mime/charset.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "mime/charset_label.h"
#include "mime/value_test_support.h"

namespace letterlock::mime {
namespace {

using namespace std::string_view_literals;

struct CharsetCase {
  std::string_view octets;
  std::string_view label;
  std::string_view want;
};

constexpr CharsetCase kLabels[] = {
    {"caf\xE9", "iso-8859-1", "café"},
    {"\x80 5", "ISO-8859-1", "€ 5"},  // windows-1252, as every mail client reads it
    {"\x93q\x94", "us-ascii", "“q”"},
    {"f\xC3\xBCr", "us-ascii", "für"},
    {"f\xC3\xBCr", "ANSI_X3.4-1968", "für"},
    {"f\xC3\xBCr", "iso-8859-1", "fÃ¼r"},
    {"caf\xE9", "ansi_x3.110-1983", "café"},
    {"\xA4", "iso-8859-15", "€"},
    {"\xA4", "ISO8859-15", "€"},
    {"\xE0\xE1", "iso-8859-8-i", "אב"},
    {"\xFE", "iso-8859-9", "ş"},
    {"\xCF\xF0\xE8", "windows-1251", "При"},
    {"\xCF\xF0\xE8", "cp-1251", "При"},
    {"\xCF\xF0\xE8", "x-cp1251", "При"},
    {"\xCF\xF0\xE8", "win-1251", "При"},
    {"\xF0\xD2\xC9", "koi8-r", "При"},
    {"\x8F\xF0\xE8", "x-mac-cyrillic", "При"},
    {"\x82", "cp-850", "é"},
    {"\xC7\xD1", "ks_c_5601-1987", "한"},
    {"\xC7\xD1", "EUC-KR", "한"},
    {"\xD6\xD0", "x-gbk", "中"},
    {"\xD6\xD0", "gb2312", "中"},
    {"\xA2\xE3", "gb2312", "€"},  // GB18030 only
    {"~{VPND~}", "hz-gb-2312", "中文"},
    {"\xA4\xA4", "big5", "中"},
    {"\x82\xA0", "shift_jis", "あ"},
    {"\x1A\x1C\x7F\x82\xA0", "shift_jis", "\x1A\x1C\x7Fあ"},  // controls stay what they are
    {"\xA4\xFD", "iso-8859-16", "€ę"},
    {"\x87\x40", "shift_jis", "①"},  // NEC's row 13
    {"\xA4\xA2", "euc-jp", "あ"},
    {"\x1B$B$\"\x1B(B!", "iso-2022-jp", "あ!"},
    {"\x1B$B-!\x1B(B", "ISO-2022-JP", "①"},
    {"\x1B(I1\x1B(B", "iso-2022-jp", "ｱ"},
    {"\x1B$)C\x0E\x47\x51\x0F", "iso-2022-kr", "한"},
    {"+AOk-", "utf-7", "é"},
    {"+AOk-", "unicode-1-1-utf-7", "é"},
    {"caf\xC3\xA9", "utf-8", "café"},
    {"caf\xC3\xA9", "\"utf8\"", "café"},
    {"caf\xC3\xA9", " UTF-8; format=flowed", "café"},
    {"caf\xC3\xA9", "utf-8*en", "café"},
    {"caf\xC3\xA9", "unicode-1-1-utf-8", "café"},
    {"\xEF\xBB\xBF"
     "a",
     "utf-8", "a"},
    {"\xEF\xBB\xBF"
     "\xC3\xA9",
     "iso-8859-1", "é"},  // the mark says more than the label
    {"a\0\xE9\0"sv, "utf-16le", "aé"},
    {"\0a\0\xE9"sv, "utf-16be", "aé"},
    {"\xFF\xFE"
     "a\0"sv,
     "utf-16", "a"},
    {"\xFE\xFF"
     "\0a"sv,
     "utf-16", "a"},
    {"\xFE\xFF"
     "\0a"sv,
     "utf-16le", "a"},
    {"\0a\0b"sv, "utf-16", "ab"},  // unmarked: RFC 2781 section 4.3
    {"a\0b\0"sv, "utf-16", "ab"},  // unmarked, and plainly the other way round
    {"\x3D\xD8\x12\xDD"sv, "utf-16le", "🔒"},
    {"\xFF\xFE\0\0a\0\0\0"sv, "utf-32", "a"},
    {"\0\0\0a"sv, "utf-32be", "a"},
    {"caf\xC3\xA9", "", "café"},
    {"caf\xE9", "", "café"},
};

TEST(CharsetTest, LabelsThatMailReallyUses) {
  for (const auto& c : kLabels) {
    Arena arena;
    const ExactBlock octets(c.octets);
    const Converted got = to_utf8(octets.view(), c.label, arena);
    EXPECT_EQ(got.text, c.want) << c.label;
    EXPECT_EQ(got.undecodable, 0u) << c.label;
    EXPECT_TRUE(got.label_known) << c.label;
  }
}

TEST(CharsetTest, LabelsThatSayNothingAreReadAsUtf8OrWindows1252) {
  for (const std::string_view label : {"x-unknown", "default", "unknown-8bit", "no-such-charset",
                                       "\x01\x02", "=?", "\"\"\"", "_autodetect"}) {
    Arena arena;
    EXPECT_EQ(to_utf8("caf\xC3\xA9", label, arena).text, "café") << label;
    const Converted got = to_utf8("caf\xE9", label, arena);
    EXPECT_EQ(got.text, "café") << label;
    EXPECT_FALSE(got.label_known) << label;
  }
}

struct UndecodableCase {
  std::string_view octets;
  std::string_view label;
  std::string_view want;
  std::size_t count;
  std::size_t first;
};

constexpr UndecodableCase kUndecodable[] = {
    {"ab\xFFz", "utf-8", "ab\uFFFDz", 1, 2},
    {"\xED\xA0\x80", "utf-8", "\uFFFD\uFFFD\uFFFD", 3, 0},
    {"\xC0\xAF/", "utf-8", "\uFFFD\uFFFD/", 2, 0},
    {"x\xE2\x82", "utf-8", "x\uFFFD", 1, 1},
    {"\xEF\xBB\xBF"
     "a\xFF",
     "utf-8", "a\uFFFD", 1, 4},
    {"ab\xD2", "iso-8859-7", "ab\uFFFD", 1, 2},
    {"a\xA5", "iso-8859-7", "a\u20AF", 0, 0},
    {"a\x82", "shift_jis", "a\uFFFD", 1, 1},
    {"ok \x1B$B\x22\x7E\x7E\x7E\x1B(B", "iso-2022-jp", "ok ◯\uFFFD", 1, 8},
    {"a\0\0\xD8"sv, "utf-16le", "a\uFFFD", 1, 2},
    {"a\0b"sv, "utf-16le", "a\uFFFD", 1, 2},
};

TEST(CharsetTest, UndecodableOctetsAreReplacedCountedAndFound) {
  for (const auto& c : kUndecodable) {
    Arena arena;
    const ExactBlock octets(c.octets);
    const Converted got = to_utf8(octets.view(), c.label, arena);
    EXPECT_EQ(got.text, c.want) << c.label;
    EXPECT_EQ(got.undecodable, c.count) << c.label << testing::PrintToString(c.octets);
    EXPECT_EQ(got.first_undecodable, c.first) << c.label;
  }
}

// Each mark was once a call deeper.
TEST(CharsetTest, HoweverManyMarksBeginAText) {
  std::string marks;
  for (int i = 0; i < 200'000; ++i) marks += "\xEF\xBB\xBF";
  Arena arena;
  EXPECT_EQ(to_utf8(marks + "text", "utf-8", arena).text, "text");
  const Converted broken = to_utf8(marks + "te\xFFxt", "utf-8", arena);
  EXPECT_EQ(broken.text, "te\xEF\xBF\xBDxt");
  EXPECT_EQ(broken.first_undecodable, marks.size() + 2);
}

TEST(CharsetTest, TextThatIsUtf8AlreadyIsNotCopied) {
  const std::string ascii(1000, 'a');
  const std::string utf8 = ascii + "\xC3\xA9" + ascii;
  for (const std::string_view label : {"", "utf-8", "x-unknown"}) {
    Arena arena;
    EXPECT_EQ(to_utf8(utf8, label, arena).text.data(), utf8.data()) << label;
  }
  for (const std::string_view label : {"us-ascii", "koi8-r", "shift_jis", "iso-2022-jp", "gbk"}) {
    Arena arena;
    EXPECT_EQ(to_utf8(ascii, label, arena).text.data(), ascii.data()) << label;
    EXPECT_EQ(arena.used(), 0u);
  }
}

TEST(CharsetTest, EveryConverterOfEveryOctetYieldsUtf8) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (int i = 0; i < 256; ++i) all += static_cast<char>(255 - i);
  for (const std::string_view label : {"iso-8859-3",
                                       "iso-8859-16",
                                       "windows-1255",
                                       "windows-874",
                                       "macintosh",
                                       "koi8-u",
                                       "ibm866",
                                       "euc-jp",
                                       "euc-tw",
                                       "gb18030",
                                       "big5-hkscs",
                                       "iso-2022-cn",
                                       "iso-2022-kr",
                                       "iso-2022-jp-2",
                                       "hz",
                                       "utf-7",
                                       "imap-mailbox-name",
                                       "scsu",
                                       "bocu-1",
                                       "cesu-8",
                                       "utf-16",
                                       "utf-32",
                                       "ibm037",
                                       "iso-2022-jp"}) {
    Arena arena;
    const Converted got = to_utf8(all, label, arena);
    EXPECT_TRUE(got.label_known) << label;
    EXPECT_TRUE(is_valid_utf8(got.text)) << label;
    EXPECT_LE(got.first_undecodable, all.size()) << label;
  }
}

TEST(CharsetTest, AConverterForgetsTheTextBefore) {
  Arena arena;
  to_utf8("\x1B$B$\"", "iso-2022-jp-2", arena);
  EXPECT_EQ(to_utf8("$\"", "iso-2022-jp-2", arena).text, "$\"");
  to_utf8("\x82", "shift_jis", arena);
  EXPECT_EQ(to_utf8("\xA0 ", "shift_jis", arena).text.back(), ' ');
}

TEST(CharsetTest, LabelsAreCleaned) {
  EXPECT_EQ(clean_charset_label(" \"UTF-8\" "), "utf-8");
  EXPECT_EQ(clean_charset_label("'koi8-r'"), "koi8-r");
  EXPECT_EQ(clean_charset_label("utf-8*de"), "utf-8");
  EXPECT_EQ(clean_charset_label("utf-8, us-ascii"), "utf-8");
  EXPECT_EQ(clean_charset_label(std::string(1000, 'u')), "");
  EXPECT_EQ(clean_charset_label("\xFF\xFE"), "");
}

}  // namespace
}  // namespace letterlock::mime
