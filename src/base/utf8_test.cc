#include "base/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>

namespace letterlock {
namespace {

// A heap block of exactly the text's size.
class Block {
 public:
  explicit Block(std::string_view text) : octets_(new char[text.size()]), size_(text.size()) {
    std::memcpy(octets_.get(), text.data(), size_);
  }
  std::string_view view() const { return {octets_.get(), size_}; }

 private:
  std::unique_ptr<char[]> octets_;
  std::size_t size_;
};

struct SequenceCase {
  std::string_view octets;
  bool valid;
  std::size_t first_length;  // of the first sequence or maximal subpart
};

constexpr SequenceCase kSequences[] = {
    {"a", true, 1},
    {"\xC2\x80", true, 2},
    {"\xDF\xBF", true, 2},
    {"\xE0\xA0\x80", true, 3},
    {"\xED\x9F\xBF", true, 3},
    {"\xEE\x80\x80", true, 3},
    {"\xEF\xBF\xBF", true, 3},
    {"\xF0\x90\x80\x80", true, 4},
    {"\xF4\x8F\xBF\xBF", true, 4},
    {"\x80", false, 1},
    {"\xBF", false, 1},
    {"\xC0\x80", false, 1},  // overlong
    {"\xC1\xBF", false, 1},
    {"\xE0\x80\x80", false, 1},
    {"\xE0\x9F\xBF", false, 1},
    {"\xF0\x8F\xBF\xBF", false, 1},
    {"\xED\xA0\x80", false, 1},  // a surrogate
    {"\xED\xBF\xBF", false, 1},
    {"\xF4\x90\x80\x80", false, 1},  // beyond U+10FFFF
    {"\xF5\x80\x80\x80", false, 1},
    {"\xFF", false, 1},
    {"\xC2", false, 1},  // cut off
    {"\xE2\x82", false, 2},
    {"\xF0\x9F\x94", false, 3},
    {"\xE2\x82"
     "a",
     false, 2},
};

TEST(Utf8Test, SequencesOfUnicodeTable3_7) {
  for (const auto& c : kSequences) {
    const Block block(c.octets);
    EXPECT_EQ(is_valid_utf8(block.view()), c.valid) << testing::PrintToString(c.octets);
    const Utf8Sequence first = first_utf8_sequence(block.view());
    EXPECT_EQ(first.well_formed, c.valid);
    EXPECT_EQ(first.length, c.first_length) << testing::PrintToString(c.octets);
  }
}

// Long text is checked many octets at a time: a mistake has to be seen wherever it stands.
TEST(Utf8Test, SequencesAreJudgedAlikeAtEveryPlaceOfLongText) {
  for (const auto& c : kSequences) {
    for (std::size_t before = 0; before < 70; ++before) {
      for (const std::size_t after : {0u, 1u, 40u, 130u}) {
        const std::string text =
            std::string(before, 'x') + std::string(c.octets) + std::string(after, 'y');
        const Block block(text);
        ASSERT_EQ(is_valid_utf8(block.view()), c.valid)
            << testing::PrintToString(c.octets) << " at " << before << " of " << text.size();
        ASSERT_EQ(valid_utf8_prefix(block.view()) == text.size(), c.valid);
      }
    }
  }
}

TEST(Utf8Test, ValidityAgreesWithThePrefixOnRandomOctets) {
  std::mt19937 random(7);
  const std::string_view pieces[] = {
      "a",        "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x94\x92", "z", "plain ascii ",
      "\xE2\x82", "\x80",     "\xED\xA0\x80"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::size_t kinds = round % 2 == 0 ? 6 : std::size(pieces);
    while (text.size() < 64 + random() % 100) text += pieces[random() % kinds];
    ASSERT_EQ(is_valid_utf8(text), valid_utf8_prefix(text) == text.size());
  }
}

TEST(Utf8Test, AsciiAndItsOppositeAreCounted) {
  for (std::size_t size = 0; size < 300; size += 7) {
    std::string text(size, 'a');
    EXPECT_TRUE(is_ascii_text(Block(text).view()));
    EXPECT_EQ(count_non_ascii(text), 0u);
    if (size == 0) continue;
    for (const std::size_t at : {std::size_t{0}, size / 2, size - 1}) {
      std::string other = text;
      other[at] = '\x80';
      EXPECT_FALSE(is_ascii_text(Block(other).view())) << size << " at " << at;
      EXPECT_EQ(count_non_ascii(other), 1u);
    }
  }
}

TEST(Utf8Test, CodePointsAreWrittenAndSurrogatesReplaced) {
  std::string out;
  for (const char32_t code : {U'a', U'\u00E9', U'\u20AC', U'\U0001F512'}) append_utf8(code, out);
  append_utf8(0xD800, out);
  append_utf8(0x110000, out);
  EXPECT_EQ(out, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\x92\xEF\xBF\xBD\xEF\xBF\xBD");
}

}  // namespace
}  // namespace letterlock
