// The small things that make the demo's mail look real, each against an outside example.
#include <gtest/gtest.h>

#include "base/ascii.h"
#include "base/base64.h"
#include "demo/clients.h"
#include "demo/container.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

TEST(CalendarTest, SummerTimeFollowsTheZonesRules) {
  // 2025: American summer time from 9 March to 2 November, European from 30 March to 26 October.
  const auto offset = [](const Zone& zone, int month, int day) {
    return zone.offset_minutes(from_local(2025, month, day, 12, 0, kUtc));
  };
  EXPECT_EQ(offset(kEastern, 3, 8), -300);
  EXPECT_EQ(offset(kEastern, 3, 9), -240);
  EXPECT_EQ(offset(kEastern, 11, 1), -240);
  EXPECT_EQ(offset(kEastern, 11, 2), -300);
  EXPECT_EQ(offset(kBerlin, 3, 29), 60);
  EXPECT_EQ(offset(kBerlin, 3, 30), 120);
  EXPECT_EQ(offset(kBerlin, 10, 26), 60);
  EXPECT_EQ(offset(kTokyo, 7, 1), 540);
  EXPECT_EQ(rfc5322_date(1748957642, kEastern), "Tue, 3 Jun 2025 09:34:02 -0400");
}

TEST(EncodeTest, QuotedPrintableKeepsLinesShortAndEndsWhole) {
  EXPECT_EQ(quoted_printable("a=b \nc\xC3\xBC\n"), "a=3Db=20\r\nc=C3=BC\r\n");
  const std::string encoded = quoted_printable(std::string(200, 'x'));
  for (std::string_view line : lines_of(encoded)) EXPECT_LE(line.size(), 77U);
}

TEST(EncodeTest, EncodedWordsNeverSplitACharacter) {
  EXPECT_EQ(encoded_words("plain", "utf-8", 'Q'), "plain");
  EXPECT_EQ(encoded_words("J\xC3\xB6rg", "iso-8859-1", 'Q'), "=?iso-8859-1?Q?J=F6rg?=");
  std::string long_text;
  for (int i = 0; i < 60; ++i) long_text += "\xC3\xA9";
  const std::string words = encoded_words(long_text, "utf-8", 'Q');
  for (std::string_view line : lines_of(words)) {
    EXPECT_LE(line.size(), 77U);
    EXPECT_NE(line.find("=C3=A9?="), std::string_view::npos);
  }
}

TEST(EncodeTest, OldCharsetsHaveTheirOctets) {
  EXPECT_EQ(to_charset("\xD0\x9C\xD0\xB8\xD1\x80", "koi8-r"), "\xED\xC9\xD2");
  EXPECT_EQ(to_charset("日本語", "iso-2022-jp"), "\x1B$BF|K\\8l\x1B(B");
  EXPECT_EQ(to_charset("\xE2\x82\xAC\xE2\x80\x93", "windows-1252"), "\x80\x96");
}

TEST(ClientTest, GmailBoundaryHidesTheTimeOfWriting) {
  Random random(3);
  const std::string boundary = gmail_boundary(1584046139, random);
  ASSERT_EQ(boundary.size(), 28U);
  EXPECT_EQ(boundary.substr(0, 12), "000000000000");
  const std::uint64_t micros =
      std::stoull(boundary.substr(18, 8) + boundary.substr(12, 6), nullptr, 16);
  EXPECT_NEAR(static_cast<double>(micros) / 1e6, 1584046139.0, 20.0);
}

TEST(ClientTest, ConversationIndexStepsDecodeToTheTimesOfTheReplies) {
  Random random(3);
  const UnixTime start = 1779198749;
  std::string index = conversation_index("", start, random);
  ASSERT_EQ(index.size(), 22U);
  EXPECT_EQ(index[0], '\1');
  const auto number_at = [&index](std::size_t at, std::size_t octets) {
    std::uint64_t number = 0;
    for (std::size_t i = at; i < at + octets; ++i) {
      number = number << 8 | static_cast<unsigned char>(index[i]);
    }
    return number;
  };
  // As published: bytes 0-5 over 16 bits, thrice 2^54, and each step over 23 bits.
  std::uint64_t time = (number_at(0, 6) << 16) + 3 * (1ULL << 54);
  for (const UnixTime reply : {start + 86400 + 777, start + 86400 + 1900, start + 9 * 86400}) {
    const std::size_t step = index.size();
    index = conversation_index(index, reply, random);
    ASSERT_EQ(index.size(), step + 5);
    time += (number_at(step, 4) & 0x7FFFFFFF) << 23;
    EXPECT_NEAR(static_cast<double>(time) / 1e7, static_cast<double>(file_time(reply)) / 1e7, 2.0);
  }
}

TEST(ContainerTest, ChecksumsAreTheStandardOnes) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  const std::string gzip = gzip_stored("hello", 0);
  EXPECT_EQ(to_hex(gzip),
            "1f8b08000000000000030105"
            "00faff68656c6c6f86a6103605000000");
}

TEST(WritingTest, EverySentenceFillsInAndCloses) {
  const Cast cast = make_cast();
  Random random(1);
  for (const Matter& matter : matters()) {
    ASSERT_FALSE(matter.subjects.empty());
    ASSERT_FALSE(matter.replies.empty());
    for (const auto* list : {&matter.subjects, &matter.openings, &matter.details, &matter.asks,
                             &matter.replies, &matter.documents}) {
      for (std::string_view line : *list) {
        Words words;
        const std::string text = expand(line, cast.people.front(), words, random);
        EXPECT_EQ(text.find_first_of("[]{}|"), std::string::npos) << text;
        EXPECT_GE(text.size(), 3U) << line;
      }
    }
  }
}

}  // namespace
}  // namespace letterlock::demo
