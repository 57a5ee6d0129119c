// Unstructured text and encoded-words (RFC 2047).
#include "mime/unstructured.h"

#include <gtest/gtest.h>

#include <span>

#include "mime/encoded_word.h"
#include "mime/value_test_support.h"

namespace letterlock::mime {
namespace {

struct TextCase {
  std::string_view written;
  std::string_view want;
  bool malformed = false;
};

void expect_texts(std::span<const TextCase> cases) {
  for (const auto& c : cases) {
    const OneField subject("Subject", c.written);
    EXPECT_EQ(decode_unstructured(subject.message(), subject.field()), c.want) << c.written;
    EXPECT_EQ(subject.has(DefectKind::encoded_word_malformed), c.malformed) << c.written;
    Arena arena;
    const ExactBlock text(c.written);
    EXPECT_EQ(decode_unstructured(text.view(), arena), c.want) << c.written;
  }
}

// RFC 2047 section 8.
constexpr TextCase kRfc2047Examples[] = {
    {"=?ISO-8859-1?Q?a?=", "a"},
    {"=?ISO-8859-1?Q?a?= b", "a b"},
    {"=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"},
    {"=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab"},
    {"=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=", "ab"},
    {"=?ISO-8859-1?Q?a_b?=", "a b"},
    {"=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b"},
};

TEST(EncodedWordTest, ExamplesOfRfc2047) { expect_texts(kRfc2047Examples); }

constexpr TextCase kRealWords[] = {
    {"=?utf-8?b?w6k=?=", "é"},
    {"=?UTF-8?b?w6k?=", "é"},                  // padding missing
    {"=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é"},  // a character cut in two
    {"=?utf-8?B?w6nD?= =?utf-8?B?qcOp?=", "ééé"},
    {"=?utf-8?Q?=C3?= =?UTF-8?B?qQ==?=", "é"},
    {"=?iso-2022-jp?B?GyRCJCI=?= =?iso-2022-jp?B?GyhCYQ==?=", "あa"},
    {"=?utf-8*en?Q?a?=", "a"},         // RFC 2231 section 5
    {"=?utf-8?q?a b c?=", "a b c"},    // unencoded spaces
    {"=?utf-8?Q?Why?=3F?=", "Why??"},  // unencoded question mark
    {"=?utf-8?Q?a?=3f =?utf-8?Q?b?=", "a3f b"},
    {"=?utf-8?Q?bad=zz?=", "bad=zz"},
    {"=?utf-8?Q?=e2=82=ac?=", "€"},
    {"=?utf-8?B?4oKs\r\n IQ==?=", "€!"},
    {"[x]=?utf-8?Q?a?=b", "[x]ab"},
    {"=?utf-8?Q?\?=", ""},
    {"=??Q?a?=", "a"},
};

TEST(EncodedWordTest, WordsAsRealMailHasThem) { expect_texts(kRealWords); }

constexpr TextCase kBrokenWords[] = {
    {"=?utf-8?B?w6nDqQ", "éé", true},  // cut off
    {"=?utf-8?Q?caf=C3=A9?", "café", true},
    {"=?utf-8?Q?one two =?utf-8?Q?three?=", "one twothree", true},
    {"=?utf-8?X?a?=", "=?utf-8?X?a?=", true},
    {"=? utf-8?Q?a?=", "=? utf-8?Q?a?=", true},
    {"a =? b", "a =? b", true},
    {"=?utf-8?Q?", "=?utf-8?Q?", true},
};

TEST(EncodedWordTest, BrokenWordsAreReadAsFarAsTheyGoAndRecorded) { expect_texts(kBrokenWords); }

constexpr TextCase kPlainText[] = {
    {"", ""},
    {"   ", ""},
    {" plain ", "plain"},
    {" two\r\n words", "two words"},
    {"two \r\n\t words", "two words"},
    {"two\n words", "two words"},
    {"two  words", "two  words"},
    {"caf\xC3\xA9", "café"},
    {"caf\xE9", "café"},
    {"caf\xE9 =?utf-8?Q?=C3=A9?=", "café é"},
};

TEST(UnstructuredTest, FoldingAndRawOctets) { expect_texts(kPlainText); }

TEST(UnstructuredTest, NothingIsCopiedWhereNothingIsDecoded) {
  const OneField subject("Subject", " Nothing to do here");
  const std::size_t used = subject.message().arena().used();
  const std::string_view text = decode_unstructured(subject.message(), subject.field());
  EXPECT_EQ(text.data(), subject.message().octets(subject.field().body).data() + 1);
  EXPECT_EQ(subject.message().arena().used(), used);
}

}  // namespace
}  // namespace letterlock::mime
