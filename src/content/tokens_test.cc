#include "content/tokens.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "content/field_pieces.h"

namespace letterlock::content {
namespace {

// Neighbours that compose, reorder or disappear must not make a difference.
TEST(FoldQuicklyTest, GivesWhatIcuGives) {
  constexpr char32_t kNeighbours[] = {'a',   'E',  ' ',  0x300,  0x308,
                                      0x34F, 0xAD, 0xC5, 0x200D, 0xFF21};
  std::size_t quick = 0, all = 0;
  std::string text, quickly, whole;
  for (char32_t code = 0x80; code < 0x10000; ++code) {
    if (code == 0x370) code = 0x2000;
    if (code == 0x2070) code = 0xFE00;
    for (const char32_t neighbour : kNeighbours) {
      text = "A";
      append_utf8(neighbour, text);
      append_utf8(code, text);
      append_utf8(neighbour, text);
      ++all;
      if (!fold_quickly(text, quickly)) continue;
      ++quick;
      fold(text, whole);
      ASSERT_EQ(quickly, whole) << static_cast<std::uint32_t>(code) << " beside "
                                << static_cast<std::uint32_t>(neighbour);
    }
  }
  EXPECT_GT(quick, all / 2);
}

TEST(FoldQuicklyTest, TakesTheCommonestMarksAndLettersOfMail) {
  std::string folded;
  ASSERT_TRUE(
      fold_quickly("Gr\u00FC\u00DFe\u00A0\u2013 \u201CCAF\u00C9\u201D\u2026\u200C\u00AD", folded));
  EXPECT_EQ(folded, "gr\u00FCsse \u2013 \u201Ccaf\u00E9\u201D...");
}

TEST(FoldQuicklyTest, LeavesTheRestToIcu) {
  std::string folded;
  EXPECT_FALSE(fold_quickly("e\u0301", folded));
  EXPECT_FALSE(fold_quickly("\U0001D400", folded));
  for (const char* broken :
       {"\xC3", "\xE2\x80", "\x80", "\xC0\x80", "\xE0\x80\x80", "\xC3(", "\xFF"}) {
    EXPECT_FALSE(fold_quickly(broken, folded));
  }
}

TEST(FoldQuicklyTest, MakesLettersSmallWhereverTheyStand) {
  std::string text, want, folded;
  for (int c = 1; c < 0x80; ++c) {
    text += static_cast<char>(c);
    want += to_lower(static_cast<char>(c));
  }
  for (std::size_t length = 0; length <= text.size(); ++length) {
    for (const std::string_view mark : {"", "\u00E9", "\u2013"}) {
      ASSERT_TRUE(fold_quickly(text.substr(length) + std::string(mark) + text, folded));
      EXPECT_EQ(folded, want.substr(length) + std::string(mark) + want);
    }
  }
}

// Words of a text are read many octets at once, a phrase's octet by octet.
TEST(TokensTest, AWordIsTheSameWhereverItStands) {
  const std::string letters = "TheQuickBrownFoxJumpsOverTheLazyDogsOfTheKingsMenAgainAndAgainToday";
  constexpr std::uint32_t kLine = 1000;
  for (std::size_t length = 1; length <= letters.size(); ++length) {
    const std::string word = letters.substr(0, length);
    const auto want = phrase_hashes(word);
    ASSERT_EQ(want.size(), 1u);
    for (std::size_t before = 0; before < 70; ++before) {
      for (const std::string_view after : {"", " ", ", or not", "."}) {
        Tokens tokens;
        tokens.add_line(std::string(before, ' ') + word + std::string(after), kLine);
        ASSERT_FALSE(tokens.all().empty());
        const Token& first = tokens.all().front();
        ASSERT_EQ(first.hash, want[0]) << length << " after " << before;
        EXPECT_EQ(first.begin, kLine + before);
        EXPECT_EQ(first.length, length);
        EXPECT_EQ(first.word, length >= 2 && length <= 40);
        const auto capitals = static_cast<std::uint32_t>(
            std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
        EXPECT_EQ(tokens.marks().upper, capitals);
        EXPECT_EQ(tokens.marks().lower, length - capitals + (after.size() > 2 ? 5 : 0));
      }
    }
  }
}

TEST(TokensTest, WhatFollowsAWordsLettersMayBelongToIt) {
  for (const std::string_view text : {"don't", "dont7", "caf\u00E9", "user@mail.example",
                                      "https://mail.example/", "'quoted'", "end", "a b c"}) {
    Tokens alone, within;
    alone.add_line(text, 0);
    within.add_line("It is " + std::string(text) + " all the same, that much is known", 0);
    ASSERT_EQ(within.all().size(), alone.all().size() + 9) << text;
    for (std::size_t i = 0; i < alone.all().size(); ++i) {
      EXPECT_EQ(within.all()[i + 2].hash, alone.all()[i].hash) << text;
      EXPECT_EQ(within.all()[i + 2].word, alone.all()[i].word) << text;
    }
  }
}

TEST(FieldPiecesTest, AMethodsResultIsReadWhereItsResultBegins) {
  const std::string_view results =
      "mx.example; x-dkim=fail dkimx=none; spf=Pass smtp.mailfrom=a.example;\tdkim=none";
  EXPECT_EQ(method_result(results, "spf"), "pass");
  EXPECT_EQ(method_result(results, "dkim"), "none");
  EXPECT_EQ(method_result(results, "dmarc"), "");
  EXPECT_EQ(method_result("spf=pass", "spf"), "");
  EXPECT_EQ(method_result("; spf=", "spf"), "");
}

TEST(FieldPiecesTest, HostsOfOneOrganisationAreRelatedHoweverTheyAreWritten) {
  EXPECT_EQ(relation_of("Mail.Hydra.Example", "hydra.example"), Relation::same_organisation);
  EXPECT_EQ(relation_of("mx.hydra.example", "news.hydra.EXAMPLE"), Relation::same_organisation);
  EXPECT_EQ(relation_of("mx.hydra.example.", "news.hydra.example"), Relation::same_organisation);
  EXPECT_EQ(relation_of("mx.b\u00FCcher.example", "a.xn--bcher-kva.example"),
            Relation::same_organisation);
  EXPECT_EQ(relation_of("mx.hydra.example", "mx.hydrb.example"), Relation::other);
  EXPECT_EQ(relation_of("mx.hydra.example", ""), Relation::other);
}

}  // namespace
}  // namespace letterlock::content
