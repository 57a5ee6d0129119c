#include "casefile/known_bodies.h"

#include <gtest/gtest.h>

#include "casefile/facts_of.h"

namespace letterlock::casefile {
namespace {

constexpr std::string_view kBody =
    "Subject: The plan\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=x\n\n"
    "--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<p>Dear Bob,</p><p>please log in to your <a href=3D\"https://harbor.example/in\">mailbox</a> "
    "today =ZZ.</p><p>On Mon, 10 Jun 2024 Bob &lt;bob@harbor.example&gt; wrote:</p>"
    "<blockquote>Where?</blockquote>\n"
    "--x\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    "JVBERi0xLjQK\n--x--\n";

// A copy as another mailbox holds it.
std::string copy_of(int number, std::string_view more = {}) {
  std::string mail = fmt::format("Return-Path: <bounce-{}@meridian.example>\n", number);
  for (int hop = 0; hop <= number; ++hop) {
    mail += "Received: from a.example by b.example; Mon, 10 Jun 2024 08:00:05 +0000\n";
  }
  return mail.append("From: Ann <ann@meridian.example>\n").append(more).append(kBody);
}

store::MessageFacts facts_of(std::string_view octets, KnownBodies* known) {
  auto message = mime::Message::parse_view(octets);
  return casefile::facts_of(*message, sha256(octets), {}, known);
}

bool is_kept(KnownBodies& known, std::string_view octets) {
  auto message = mime::Message::parse_view(octets);
  return known.find(known.key_of(*message)) != nullptr;
}

std::string where(ByteRange range) { return fmt::format("{}+{}", range.offset, range.length); }
std::string where(const store::PartText& range) {
  return fmt::format("{}:{}+{}", range.part, range.offset, range.length);
}

// All that may come from another copy, as lines.
std::vector<std::string> listed(const store::MessageFacts& facts) {
  std::vector<std::string> lines = {facts.text, std::to_string(facts.new_text_length)};
  for (const auto& link : facts.links) {
    lines.push_back(
        fmt::format("link {} {} {} {}", link.kind, link.url, link.visible, where(link.where)));
  }
  for (const auto& quote : facts.quotes) {
    lines.push_back(
        fmt::format("quote {} {} {}", quote.from_address, where(quote.where), where(quote.claim)));
  }
  for (const auto& trait : facts.traits) {
    lines.push_back(fmt::format("trait {} {} {}", trait.kind, trait.value, where(trait.where)));
  }
  for (const auto& part : facts.parts) {
    lines.push_back(fmt::format("part {} {} {} {}", part.media_type, part.filename,
                                part.content_hash ? part.content_hash->hex() : "",
                                where(part.body)));
  }
  for (const auto& defect : facts.defects) {
    lines.push_back(fmt::format("defect {} {}", defect.name, where(defect.where)));
  }
  for (const auto& ask : facts.writing.asks) {
    lines.push_back(fmt::format("ask {} {} {}", ask.kind, ask.count, where(ask.where)));
  }
  for (const auto word : facts.writing.words) lines.push_back(std::to_string(word));
  return lines;
}

TEST(KnownBodiesTest, FactsOfACopyAreWhatReadingItGives) {
  KnownBodies known;
  for (int number = 0; number < 5; ++number) {
    const std::string mail = copy_of(number);
    const auto wanted = facts_of(mail, nullptr);
    EXPECT_FALSE(wanted.links.empty() || wanted.quotes.empty() || wanted.defects.empty());
    EXPECT_FALSE(wanted.writing.asks.empty());
    EXPECT_EQ(listed(facts_of(mail, &known)), listed(wanted)) << number;
    EXPECT_TRUE(number == 0 || is_kept(known, mail)) << number;
  }
}

TEST(KnownBodiesTest, AnotherBodyOrSubjectIsAnotherKey) {
  KnownBodies known;
  const std::string first = copy_of(0);
  const auto key_of = [&known](std::string_view octets) {
    auto message = mime::Message::parse_view(octets);
    return known.key_of(*message);
  };
  const std::string replies = copy_of(0, "In-Reply-To: <m0@harbor.example>\n");
  std::string longer = first;
  longer += "more\n";
  EXPECT_EQ(key_of(first), key_of(copy_of(3, "X-Spam-Score: 3\n")));
  EXPECT_FALSE(key_of(first) == key_of(replies));
  EXPECT_FALSE(key_of(first) == key_of(longer));
}

// The first of its kind is not worth hashing its body.
TEST(KnownBodiesTest, ACopyHasTheHeaderAndTheSizeOfAnother) {
  KnownBodies known;
  const auto may_be_copy = [&known](const std::string& octets) {
    auto message = mime::Message::parse_view(octets);
    return known.may_be_copy(*message);
  };
  EXPECT_FALSE(may_be_copy(copy_of(0)));
  EXPECT_TRUE(may_be_copy(copy_of(3)));
  EXPECT_FALSE(may_be_copy(copy_of(0) + "more\n"));
  EXPECT_FALSE(may_be_copy(copy_of(0, "In-Reply-To: <m0@harbor.example>\n")));
}

// What a charset label in the header led to is said of the header, which is another one elsewhere.
TEST(KnownBodiesTest, WhatHangsOnTheHeadersPlaceIsReadAnew) {
  KnownBodies known;
  for (int number = 0; number < 4; ++number) {
    std::string mail = "Received: from a.example by b.example;\n";
    mail.append(static_cast<std::size_t>(number), ' ').append("Mon, 10 Jun 2024 08:00:05 +0000\n");
    mail.append("Content-Type: text/plain; charset=no-such\n\nText\n");
    EXPECT_EQ(listed(facts_of(mail, &known)), listed(facts_of(mail, nullptr)));
    EXPECT_FALSE(is_kept(known, mail));
  }
}

}  // namespace
}  // namespace letterlock::casefile
