#include "auth/canonical.h"

#include <gtest/gtest.h>

#include <random>

#include "base/ascii.h"

namespace letterlock::auth {
namespace {

struct FieldCase {
  Canonicalization how;
  std::string_view name, body, want;
};

// RFC 6376 section 3.4.5, and what its rules say of the ends of a field.
constexpr FieldCase kFields[] = {
    {Canonicalization::relaxed, "A", " X", "a:X\r\n"},
    {Canonicalization::relaxed, "B ", " Y\t\r\n\tZ  ", "b:Y Z\r\n"},
    {Canonicalization::simple, "A", " X", "A: X\r\n"},
    {Canonicalization::simple, "B ", " Y\t\r\n\tZ  ", "B : Y\t\r\n\tZ  \r\n"},
    {Canonicalization::relaxed, "Subject", "", "subject:\r\n"},
    {Canonicalization::relaxed, "Subject", " \t\r\n \r\n\t", "subject:\r\n"},
    {Canonicalization::relaxed, "Subject", "\r\n a   b\t\tc\t", "subject:a b c\r\n"},
    {Canonicalization::relaxed, "Subject", " bare\rCR and\nLF ", "subject:bare\rCR and\nLF\r\n"},
    {Canonicalization::relaxed, "SuBJeCT", "one two three four five six seven  eight",
     "subject:one two three four five six seven eight\r\n"},
};

TEST(CanonicalTest, FieldsAsRfc6376Says) {
  for (const FieldCase& c : kFields) {
    std::string got;
    append_canonical_field(c.how, LineEnds::crlf, c.name, c.body, got);
    EXPECT_EQ(got, c.want) << c.name << ":" << c.body;
  }
}

std::string body(Canonicalization how, LineEnds ends, std::string_view text) {
  std::string out;
  append_canonical_body(how, ends, text, out);
  return out;
}

struct BodyCase {
  std::string_view text, simple, relaxed;
};
constexpr BodyCase kBodies[] = {
    // RFC 6376 section 3.4.5.
    {" C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n"},
    {"", "\r\n", ""},
    {"\r\n\r\n", "\r\n", ""},
    {" \t\r\n \r\n", " \t\r\n \r\n", ""},
    {"no end", "no end\r\n", "no end\r\n"},
    {"no end \t", "no end \t\r\n", "no end\r\n"},
    {"a\r\n\r\n\r\nb", "a\r\n\r\n\r\nb\r\n", "a\r\n\r\n\r\nb\r\n"},
    {"a \r\n\t\r\nb", "a \r\n\t\r\nb\r\n", "a\r\n\r\nb\r\n"},
    {"bare\rcr \rand lf\n \n", "bare\rcr \rand lf\n \n\r\n", "bare\rcr \rand lf\n \n\r\n"},
    {"\tx", "\tx\r\n", " x\r\n"},
    {"sixteen octets-- and  more  than that \t \r\nend",
     "sixteen octets-- and  more  than that \t \r\nend\r\n",
     "sixteen octets-- and more than that\r\nend\r\n"},
};

TEST(CanonicalTest, BodiesAsRfc6376Says) {
  for (const BodyCase& c : kBodies) {
    EXPECT_EQ(body(Canonicalization::simple, LineEnds::crlf, c.text), c.simple) << c.text;
    EXPECT_EQ(body(Canonicalization::relaxed, LineEnds::crlf, c.text), c.relaxed) << c.text;
  }
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

// The rules applied line by line and octet by octet.
std::string slow_body(Canonicalization how, std::string_view text) {
  std::string out, blank_lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    std::string line;
    bool space = false;
    for (const char c : text.substr(at, end - at)) {
      if (how == Canonicalization::relaxed && is_wsp(c)) {
        space = true;
        continue;
      }
      if (space) line += ' ';
      space = false;
      line += c;
    }
    blank_lines += line.empty() ? "\r\n" : "";
    if (!line.empty()) {
      out += blank_lines + line + "\r\n";
      blank_lines.clear();
    }
    at = end + 2;
  }
  return out.empty() && how == Canonicalization::simple ? "\r\n" : out;
}

std::string random_text(std::mt19937& random, std::size_t size) {
  static constexpr std::string_view kOctets = "ab  \t\r\n\n\n.";
  std::string text;
  while (text.size() < size) text += kOctets[random() % kOctets.size()];
  return text;
}

TEST(CanonicalTest, FastEqualsSlowAndLfEqualsCrlf) {
  std::mt19937 random(1);
  for (int round = 0; round < 4000; ++round) {
    std::string text = random_text(random, random() % 80);
    for (const auto how : {Canonicalization::simple, Canonicalization::relaxed}) {
      const std::string want = slow_body(how, text);
      EXPECT_EQ(body(how, LineEnds::crlf, text), want) << "'" << text << "'";
      EXPECT_EQ(hash_body(how, LineEnds::crlf, HashAlgorithm::sha256, text, {}).digest,
                hash_octets(HashAlgorithm::sha256, want));
    }
    std::erase(text, '\r');
    for (const auto how : {Canonicalization::simple, Canonicalization::relaxed}) {
      EXPECT_EQ(body(how, LineEnds::lf, text), body(how, LineEnds::crlf, with_crlf(text)))
          << "'" << text << "'";
    }
  }
}

TEST(CanonicalTest, EveryLengthHashesThatMuch) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    std::string text = random_text(random, 40);
    const LineEnds ends = round % 2 == 0 ? LineEnds::crlf : LineEnds::lf;
    if (ends == LineEnds::lf) std::erase(text, '\r');
    for (const auto how : {Canonicalization::simple, Canonicalization::relaxed}) {
      const std::string all = body(how, ends, text);
      std::size_t covered = 0;
      for (std::size_t l = 0; l <= all.size() + 1; ++l) {
        const BodyHash hash = hash_body(how, ends, HashAlgorithm::sha256, text, l);
        EXPECT_EQ(hash.digest.has_value(), l <= all.size());
        if (l > all.size()) continue;
        EXPECT_EQ(hash.digest, hash_octets(HashAlgorithm::sha256, all.substr(0, l)));
        EXPECT_GE(hash.covered, covered);
        EXPECT_LE(hash.covered, text.size());
        covered = hash.covered;
        // What is not covered may be anything; but nobody cuts a line end in two.
        if (l == 0 || l == all.size() || all[l - 1] == '\r') continue;
        const std::string other = text.substr(0, covered) + "another end";
        EXPECT_EQ(hash_body(how, ends, HashAlgorithm::sha256, other, l).digest, hash.digest)
            << "'" << text << "' " << l;
      }
    }
  }
}

TEST(CanonicalTest, WhatALengthCovers) {
  const std::string_view text = "Dear  all\r\nPay.\r\nForged\r\n";
  const auto covered = [&](Canonicalization how, std::uint64_t l) {
    return hash_body(how, LineEnds::crlf, HashAlgorithm::sha256, text, l).covered;
  };
  EXPECT_EQ(covered(Canonicalization::simple, 0), 0u);
  EXPECT_EQ(covered(Canonicalization::simple, 17), 17u);   // "Dear  all\r\nPay.\r\n"
  EXPECT_EQ(covered(Canonicalization::relaxed, 16), 17u);  // one space fewer
  EXPECT_EQ(covered(Canonicalization::relaxed, 4), 4u);
  EXPECT_EQ(covered(Canonicalization::relaxed, 5), 6u);  // the space stands for both
  EXPECT_EQ(covered(Canonicalization::simple, 25), 25u);
  EXPECT_FALSE(
      hash_body(Canonicalization::simple, LineEnds::crlf, HashAlgorithm::sha256, text, 26).digest);
  const std::string_view lf = "ab\ncd\n";
  EXPECT_EQ(hash_body(Canonicalization::simple, LineEnds::lf, HashAlgorithm::sha256, lf, 4).covered,
            3u);
  EXPECT_EQ(hash_body(Canonicalization::simple, LineEnds::lf, HashAlgorithm::sha256, lf, 3).covered,
            2u);  // the CR of a line end is not the line end
}

TEST(CanonicalTest, LineEndsOfAMessage) {
  EXPECT_EQ(line_ends_of("a\nb\n"), LineEnds::lf);
  EXPECT_EQ(line_ends_of("a\r\nb\r\n"), LineEnds::crlf);
  EXPECT_EQ(line_ends_of("a\nb\r\n"), LineEnds::crlf);
  EXPECT_EQ(line_ends_of("\n\r\n"), LineEnds::crlf);
  EXPECT_EQ(line_ends_of("none"), LineEnds::crlf);
}

std::vector<std::optional<std::uint32_t>> slots(std::string_view text,
                                                const std::vector<std::string>& h) {
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(text));
  return select_fields(*message, h);
}

// RFC 6376 section 5.4.2: from the bottom, each field once, then nothing.
TEST(CanonicalTest, FieldsAreTakenFromTheBottom) {
  using Slots = std::vector<std::optional<std::uint32_t>>;
  const std::string_view text = "From: added\nTo: x\nFrom: b\nfrom: a\n\n";
  EXPECT_EQ(slots(text, {"From"}), (Slots{3}));
  EXPECT_EQ(slots(text, {"from", "TO", "FROM"}), (Slots{3, 1, 2}));
  EXPECT_EQ(slots(text, {"from", "from", "from", "from", "to", "to"}), (Slots{3, 2, 0, {}, 1, {}}));
  EXPECT_EQ(slots(text, {"Subject", ""}), (Slots{{}, {}}));
}

}  // namespace
}  // namespace letterlock::auth
