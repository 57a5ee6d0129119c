#include "mime/transfer_encoding.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/base64.h"
#include "mime/message_test_support.h"

namespace letterlock::mime {
namespace {

class TransferEncodingTest : public EachIsaTest {};
LETTERLOCK_FOR_EACH_ISA(TransferEncodingTest);

struct Case {
  const char* encoded;  // with LF
  const char* want;     // with LF
  std::optional<DefectKind> defect;
  const char* where;  // the octets the defect is at
};

constexpr auto kMalformed = DefectKind::base64_malformed;
constexpr auto kTruncated = DefectKind::base64_truncated;

const Case kBase64[] = {
    {"", "", {}, ""},
    {"\n", "", {}, ""},
    {"aGVsbG8=", "hello", {}, ""},
    {"aGVsbG8=\n", "hello", {}, ""},
    {"aGVs\nbG8=\n", "hello", {}, ""},
    {"a\nG\nV\ns\nb\nG\n8\n=\n", "hello", {}, ""},
    {" aG Vs\tbG8 = ", "hello", {}, ""},
    {"aGVsbG8", "hello", kTruncated, "8"},
    {"aGVsb", "hel", kTruncated, "b"},
    {"aGVsbA==", "hell", {}, ""},
    {"aGVs!bG8=", "hello", kMalformed, "!"},
    {"aGVs=bG8=", "hello", kMalformed, "="},
    {"aGVsbA==\naGVsbA==\n", "hellhell", {}, ""},
    {"aGVsbG8=\n-- \nA list footer.\n", "hello", kMalformed, "-- \nA list footer.\n"},
    {"aGVsbG8= ignored", "hello", kMalformed, "ignored"},
    {"aGVs-_bG8=", "hello", kMalformed, "-"},
};

TEST_P(TransferEncodingTest, Base64FollowsRfc2045AndForgives) {
  for (const Case& c : kBase64) {
    for (const std::string& encoded : {std::string(c.encoded), with_crlf(c.encoded)}) {
      const ExactBlock input(encoded);
      Arena arena;
      const DecodedBody got = decode_base64(input.view(), arena);
      EXPECT_EQ(got.octets, c.want) << c.encoded;
      EXPECT_EQ(got.defect, c.defect) << c.encoded;
      if (c.defect && encoded == c.encoded) {
        EXPECT_EQ(input.view().substr(got.where.offset, got.where.length), c.where) << c.encoded;
      }
    }
  }
}

TEST_P(TransferEncodingTest, Base64DecodesWhatWasEncodedAtAnyLineLength) {
  std::mt19937 random(1);
  for (const std::size_t size : {0u, 1u, 2u, 3u, 47u, 48u, 49u, 57u, 300u, 5000u}) {
    std::string content;
    for (std::size_t i = 0; i < size; ++i) content += static_cast<char>(random());
    const std::string flat = base64_encode(content);
    for (const std::size_t line : {1u, 31u, 32u, 33u, 60u, 64u, 75u, 76u, 77u, 9999u}) {
      std::string wrapped;
      for (std::size_t at = 0; at < flat.size(); at += line) {
        wrapped += flat.substr(at, line) + "\r\n";
      }
      const ExactBlock input(wrapped);
      Arena arena;
      const DecodedBody got = decode_base64(input.view(), arena);
      EXPECT_EQ(got.octets, content) << size << " in lines of " << line;
      EXPECT_FALSE(got.defect);
    }
  }
}

TEST_P(TransferEncodingTest, Base64WithPaddingEverywhereStaysLinear) {
  std::string text;
  for (int i = 0; i < 500'000; ++i) text += "QQ==\n";
  Arena arena;
  EXPECT_EQ(decode_base64(text, arena).octets.size(), 500'000u);
  text += "!";
  EXPECT_EQ(decode_base64(text, arena).octets.size(), 1u);
}

constexpr auto kBadEscape = DefectKind::quoted_printable_malformed;

const Case kQuotedPrintable[] = {
    {"", "", {}, ""},
    {"plain", "plain", {}, ""},
    {"a=20b=3d=3D", "a b==", {}, ""},
    {"soft=\nbreak", "softbreak", {}, ""},
    {"soft= \t\nbreak", "softbreak", {}, ""},
    {"soft =\nbreak", "soft break", {}, ""},
    {"end=", "end", {}, ""},
    {"end=  ", "end", {}, ""},
    {"trailing  \t\nnext \n", "trailing\nnext\n", {}, ""},
    {"trailing=20 \nnext", "trailing \nnext", {}, ""},
    {"at the end  ", "at the end", {}, ""},
    {" \n \n", "\n\n", {}, ""},
    {"=\n=\n=\nx", "x", {}, ""},
    {"=C3=A9=C3=A9", "\xC3\xA9\xC3\xA9", {}, ""},
    {"a=ZZb", "a=ZZb", kBadEscape, "="},
    {"a=4", "a=4", kBadEscape, "="},
    {"a=\rb", "a=\rb", kBadEscape, "="},
    {"a==3D", "a==", kBadEscape, "="},
    {"a=g1 \n=42", "a=g1\nB", kBadEscape, "="},
};

TEST_P(TransferEncodingTest, QuotedPrintableFollowsRfc2045AndForgives) {
  for (const Case& c : kQuotedPrintable) {
    for (const std::string& encoded : {std::string(c.encoded), with_crlf(c.encoded)}) {
      // In front, what is longer than the vectors and does not decode to anything else.
      for (const std::size_t shift : {0u, 1u, 31u, 32u, 33u, 100u}) {
        const std::string before(shift, 'x');
        const ExactBlock input(before + encoded);
        Arena arena;
        const DecodedBody got = decode_quoted_printable(input.view(), arena);
        std::string want = before + c.want;
        if (encoded != c.encoded) want = with_crlf(want);
        EXPECT_EQ(got.octets, want) << c.encoded;
        EXPECT_EQ(got.defect, c.defect) << c.encoded;
        if (c.defect) {
          EXPECT_EQ(input.view().substr(got.where.offset, got.where.length), c.where) << c.encoded;
        }
      }
    }
  }
}

TEST_P(TransferEncodingTest, QuotedPrintableReadsAnEscapeAlikeWhateverFollows) {
  constexpr std::string_view kOctets = "=0aFg \t\r\n.";
  for (const char first : kOctets) {
    for (const char second : kOctets) {
      const std::string text = std::string(" x =") + first + second + "=41";
      const std::string few(4, 'y'), many(100, 'y');
      Arena arena;
      const std::string near_end = text + few, far_from_end = text + many;
      const DecodedBody here = decode_quoted_printable(near_end, arena);
      const DecodedBody there = decode_quoted_printable(far_from_end, arena);
      EXPECT_EQ(std::string(here.octets) + many, std::string(there.octets) + few) << text;
      EXPECT_EQ(here.defect, there.defect) << text;
    }
  }
}

TEST_P(TransferEncodingTest, WhatNeedsNoDecodingIsNotCopied) {
  const std::string text = "nothing = here would be wrong, so there is none\r\n";
  const std::string plain = "nothing to decode\r\nhere\r\n";
  Arena arena;
  EXPECT_EQ(decode_quoted_printable(plain, arena).octets.data(), plain.data());
  EXPECT_EQ(arena.used(), 0u);
  EXPECT_NE(decode_quoted_printable(text, arena).octets.data(), text.data());
}

TEST_P(TransferEncodingTest, UuencodeBodyIsTheFirstFileInIt) {
  Arena arena;
  const DecodedBody whole = decode_uuencode("begin 644 cat.txt\n#0V%T\n`\nend\n", arena);
  EXPECT_EQ(whole.octets, "Cat");
  EXPECT_FALSE(whole.defect);
  const DecodedBody cut = decode_uuencode("begin 644 cat.txt\n#0V%T\n", arena);
  EXPECT_EQ(cut.octets, "Cat");
  EXPECT_EQ(cut.defect, DefectKind::uuencode_malformed);
  const DecodedBody none = decode_uuencode("no file\n", arena);
  EXPECT_EQ(none.octets, "no file\n");
  EXPECT_EQ(none.defect, DefectKind::uuencode_malformed);
}

}  // namespace
}  // namespace letterlock::mime
