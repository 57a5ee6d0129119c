#include "store/tokenizer.h"

#include <gtest/gtest.h>

#include <string>

namespace letterlock::store {
namespace {

std::string tokens_of(std::string_view text) {
  Tokenizer tokenizer;
  tokenizer.start(text);
  std::string all;
  for (Tokenizer::Token token; tokenizer.next(token);) {
    all += (all.empty() ? "" : "|") + std::string(token.text);
  }
  return all;
}

struct TokenCase {
  std::string_view text, want;
};

TEST(TokenizerTest, WordsAreFoldedAndCut) {
  constexpr TokenCase kCases[] = {
      {"", ""},
      {"Hello, World-2024!", "hello|world|2024"},
      {"ada@x.example", "ada|x|example"},
      {"M\u00FCller STRA\u00DFE na\u00EFve", "muller|strasse|naive"},
      {"Mu\u0308ller", "muller"},  // the same, decomposed
      {"\u0391\u03B8\u03AE\u03BD\u03B1", "\u03B1\u03B8\u03B7\u03BD\u03B1"},
      {"\u0419\u041E\u0434", "\u0438\u043E\u0434"},                    // short i folds to i
      {"\u05E9\u05C1\u05DC\u05D5\u05DD", "\u05E9\u05DC\u05D5\u05DD"},  // Hebrew, pointed
      {"pay\u200Bpal pay\u00ADpal", "paypal|paypal"},                  // hidden characters
      {"\uFB01nance \uFF21\uFF22\uFF23", "finance|abc"},               // ligature, full width
      {"\U0001D400\U0001D401", "ab"},                                  // mathematical bold
      {"one\xFFtwo \xC3(", "one|two"},
      {std::string_view("nul\0byte", 8), "nul|byte"},
      {"\xEA\xB9\x80\xEC\xB9\x98 kimchi", "\xEA\xB9\x80\xEC\xB9\x98|kimchi"},
      {"\xF4\x90\x80\x80 \xED\xA0\x80 x", "x"},  // beyond Unicode, a surrogate
  };
  for (const auto& c : kCases) EXPECT_EQ(tokens_of(c.text), c.want) << c.text;
}

TEST(TokenizerTest, ScriptsWithoutSpacesAreSegmented) {
  constexpr TokenCase kCases[] = {
      {"\u6771\u4EAC\u90FD\u5E81 2024", "\u6771|\u4EAC|\u90FD|\u5E81|2024"},
      {"\u30C7\u30FC\u30BF", "\u30C7|\u30FC|\u30BF"},
      {"\uFF83\uFF9E\uFF70\uFF80", "\u30C6|\u30FC|\u30BF"},  // half width
      {"abc\u4F60\u597Ddef", "abc|\u4F60|\u597D|def"},
      {"\U00020BB7\u91CE\u5BB6", "\U00020BB7|\u91CE|\u5BB6"},
      // "hello world" in Thai.
      {"\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u0E0A\u0E32\u0E27\u0E42\u0E25\u0E01",
       "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35|\u0E0A\u0E32\u0E27|\u0E42\u0E25\u0E01"},
  };
  for (const auto& c : kCases) EXPECT_EQ(tokens_of(c.text), c.want) << c.text;
}

TEST(TokenizerTest, EncodedDataIsNoWord) {
  const std::string hash(64, 'a'), base64(65, 'A');
  EXPECT_EQ(tokens_of("x " + hash + " y"), "x|" + hash + "|y");
  EXPECT_EQ(tokens_of("x " + base64 + " y"), "x|y");
  // A long word in another script is cut between two characters.
  std::string word, cut;
  for (int i = 0; i < 100; ++i) word += "\u0431";
  for (int i = 0; i < 32; ++i) cut += "\u0431";
  EXPECT_EQ(tokens_of(word), cut);
}

TEST(TokenizerTest, PlacesArePlacesInTheInput) {
  const std::string text = "\u00C4rger, \u6771\u4EAC und pay\u200Bpal";
  Tokenizer tokenizer;
  tokenizer.start(text);
  std::string places;
  for (Tokenizer::Token token; tokenizer.next(token);) {
    places += text.substr(token.begin, token.end - token.begin) + '|';
  }
  EXPECT_EQ(places, "\u00C4rger|\u6771|\u4EAC|und|pay\u200Bpal|");
}

TEST(TokenizerTest, FoldingWhatIsFoldedChangesNothing) {
  std::string all;
  for (std::uint32_t c = 0xA0; c < 0x3000; ++c) {
    all += static_cast<char>(c < 0x800 ? 0xC0 | c >> 6 : 0xE0 | c >> 12);
    if (c >= 0x800) all += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    all += static_cast<char>(0x80 | (c & 0x3F));
    all += ' ';
  }
  Tokenizer tokenizer;
  tokenizer.start(all);
  for (Tokenizer::Token token; tokenizer.next(token);) {
    const std::string once(token.text);
    EXPECT_EQ(tokens_of(once), once);
  }
}

TEST(TokenizerTest, LongRunsAreLinear) {
  std::string thai;
  for (int i = 0; i < 200'000; ++i) thai += "\u0E01";
  EXPECT_FALSE(tokens_of(thai).empty());
  EXPECT_EQ(tokens_of(std::string(4u << 20, 'x')), "");
}

}  // namespace
}  // namespace letterlock::store
