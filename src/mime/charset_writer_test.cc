#include "mime/charset_writer.h"

#include <gtest/gtest.h>

namespace letterlock::mime {
namespace {

TEST(CharsetWriterTest, WritesWhatReadsBackTheSame) {
  struct Case {
    std::string_view utf8, label;
    std::optional<std::string> want;
  };
  const Case kCases[] = {
      {"caf\xC3\xA9", "utf-8", "caf\xC3\xA9"},
      {"caf\xC3\xA9", "ISO-8859-1", "caf\xE9"},
      {"\xE2\x82\xAC", "iso-8859-1", "\x80"},  // read as windows-1252 by everybody
      {"\xD0\x9F", "koi8-r", "\xF0"},
      {"\xE6\x97\xA5", "iso-2022-jp", "\x1B$B\x46|\x1B(B"},
      {"\xE4\xB8\xAD", "gb2312", "\xD6\xD0"},
      {"plain", "us-ascii", "plain"},
      {"\xD0\x9F", "iso-8859-1", std::nullopt},  // no such character there
      {"x", "no-such-charset", std::nullopt},
      {"x", "utf-16", std::nullopt},
      {"\xFF", "utf-8", std::nullopt},
      {"", "windows-1251", ""},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(in_charset(c.utf8, c.label), c.want) << c.label << " of " << c.utf8;
  }
}

// What reads as UTF-8 without a label cannot be written in windows-1252 without one.
TEST(CharsetWriterTest, RefusesOctetsThatWouldReadOtherwise) {
  EXPECT_EQ(in_charset("\xC3\x83\xC2\xA9", "us-ascii"), std::nullopt);
}

}  // namespace
}  // namespace letterlock::mime
