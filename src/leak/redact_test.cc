#include "leak/redact.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_growth.h"
#include "leak/confirmable.h"
#include "leak/masks.h"
#include "leak/repair/test_signed.h"

namespace letterlock::leak {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kBar(kMask);

// A message to `source`, signed over all that matters.
std::string signed_to(const std::string& source, const std::string& word = "harbour") {
  return with_signature("From: Ada Weber <ada@a.example>\r\nTo: " + source +
                            "\r\nCc: Bo <bo@c.example>\r\nSubject: Plan for the " + word +
                            "\r\nDate: Mon, 3 Jun 2024 09:00:00 +0000\r\n"
                            "Message-ID: <1.of.ada@a.example>\r\n"
                            "Received: from x by y for <s@b.example>; Mon, 3 Jun 2024 09:00:01 "
                            "+0000\r\nX-Token: 77\r\n\r\n"
                            "Meet at the " +
                            word + ".\r\n",
                        "relaxed/relaxed", "from:to:cc:subject:date:message-id");
}

Redaction redacted(const std::string& octets, const RedactOptions& options) {
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  return redact(*message, options);
}

const RedactOptions kMaskSource{{}, {"source@b.example"}, {"harbour"}, {}};

// What a bar over the original would have been worth: nothing.
TEST(RedactTest, ABarOverTheOriginalIsSeenThrough) {
  std::string octets = signed_to("source@b.example");
  octets.replace(octets.find("source@b.example"), 16, "[redacted]");
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  const RepairOutcome outcome = search_repair(
      *message, checked(*message), {.addresses = {"wrong@b.example", "source@b.example"}});
  EXPECT_EQ(outcome.header, HeaderRepair::restored);
}

TEST(RedactTest, NoGuessCanBeTestedOnWhatIsPublished) {
  const Redaction result = redacted(signed_to("Sam Source <source@b.example>"), kMaskSource);
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(result.octets));
  TestKeyLookup keys;
  EXPECT_THAT(auth::verify_dkim(*message, keys, {.now = 1'720'000'000}), IsEmpty());
  EXPECT_THAT(confirmable_by_guessing(*message, {"from", "to", "cc", "subject", "body"}, keys),
              IsEmpty());
  EXPECT_THAT(result.octets, HasSubstr("To: " + kBar + "\r\n"));
  EXPECT_THAT(result.octets, HasSubstr("Cc: Bo <bo@c.example>\r\n"));
  EXPECT_THAT(result.octets, HasSubstr("Subject: Plan for the " + kBar + "\r\n"));
  EXPECT_THAT(result.octets, HasSubstr("Meet at the " + kBar + ".\r\n"));
  for (const char* trace :
       {"bh=", "b=", "DKIM", "1.of.ada", "Received", "s@b.example", "X-Token"}) {
    EXPECT_THAT(result.octets, Not(HasSubstr(trace)));
  }
  EXPECT_THAT(result.left_out, ElementsAre("DKIM-Signature", "Message-ID", "Received", "X-Token"));
  EXPECT_THAT(result.not_found, IsEmpty());
  EXPECT_EQ(result.masked, 3U);
}

// The strongest form of it: whoever reads the one cannot tell it from the other.
TEST(RedactTest, WhatIsMaskedLeavesNoTraceAtAll) {
  const Redaction one = redacted(signed_to("Sam Source <source@b.example>"), kMaskSource);
  RedactOptions other = kMaskSource;
  other.addresses = {"a-much-longer.name@elsewhere.example"};
  other.words = {"well"};
  const Redaction two =
      redacted(signed_to("\"Q. Z.\" <a-much-longer.name@elsewhere.example>", "well"), other);
  EXPECT_EQ(one.octets, two.octets);
}

TEST(RedactTest, ANameIsMaskedWhereverItStands) {
  const Redaction result = redacted(
      "From: Ada <ada@a.example>\r\nTo: =?utf-8?Q?S=C3=A4m_Source?= <source@b.example>\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
          base64_encode("Ask S\xC3\x84M\nSOURCE, or\n> s\xC3\xA4m\n> source; or Sam; write "
                        "to SOURCE@B.example") +
          "\r\n",
      {{}, {"source@b.example"}, {}, {}});
  EXPECT_THAT(result.octets, HasSubstr("Ask " + kBar + ", or\r\n> " + kBar + "; or Sam; write to " +
                                       kBar + "\r\n"));
}

TEST(RedactTest, PartsOfANameThatStillStandAreToldOf) {
  const Redaction result =
      redacted("From: Ada Weber <ada@a.example>\r\nTo: bo@c.example\r\n\r\nRegards, Weber\r\n",
               {{}, {"ada@a.example"}, {}, {}});
  EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("“Weber”")));
}

TEST(RedactTest, WhatStandsNowhereIsToldOf) {
  const Redaction result = redacted(signed_to("source@b.example"),
                                    {{"Cc", "Bcc"}, {"nobody@b.example"}, {"harbor"}, {}});
  EXPECT_THAT(result.not_found, ElementsAre("nobody@b.example", "harbor", "Bcc"));
  EXPECT_THAT(result.octets, HasSubstr("Cc: " + kBar + "\r\n"));
}

TEST(RedactTest, AFieldThatIsLeftOutWholeNeedsNoBar) {
  const Redaction result = redacted(signed_to("source@b.example"), {{"received"}, {}, {}, {}});
  EXPECT_THAT(result.not_found, IsEmpty());
  EXPECT_THAT(result.octets, Not(HasSubstr("Received")));
}

TEST(RedactTest, WhatIsToBeKeptAndIsNotThereIsToldOf) {
  const Redaction result =
      redacted(signed_to("source@b.example"), {{}, {}, {}, {"Nosuch", "x-token", "To", "links"}});
  EXPECT_THAT(result.not_kept, ElementsAre("Nosuch"));
  EXPECT_THAT(result.octets, HasSubstr("X-Token: 77\r\n"));
}

// Kept, they would say of the text that it is written as the original was.
TEST(RedactTest, FieldsThatSayHowTheBodyIsWrittenAreWrittenAnew) {
  const Redaction result = redacted(
      "From: a@a.example\r\nMIME-Version: 1.0 (old)\r\nContent-Type: text/html\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
          base64_encode("<p>Meet</p>") + "\r\n",
      {{}, {}, {}, {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}});
  EXPECT_THAT(result.octets, HasSubstr("From: a@a.example\r\nMIME-Version: 1.0\r\n"
                                       "Content-Type: text/plain; charset=utf-8\r\n"
                                       "Content-Transfer-Encoding: 8bit\r\n\r\nMeet"));
  EXPECT_THAT(result.left_out, IsEmpty());
  EXPECT_THAT(result.not_kept, IsEmpty());
  EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("MIME-Version is not kept"),
                                           HasSubstr("Content-Type is not kept"),
                                           HasSubstr("Content-Transfer-Encoding is not kept")));
}

TEST(RedactTest, ASignatureThatIsKeptOnWishIsWarnedOf) {
  RedactOptions options = kMaskSource;
  options.keep = {"dkim-signature", "Message-ID"};
  const Redaction result = redacted(signed_to("source@b.example"), options);
  EXPECT_THAT(result.octets, HasSubstr("bh="));
  EXPECT_THAT(result.warnings,
              ElementsAre(HasSubstr("test for guesses"), HasSubstr("matched with another copy")));
}

// A recipient in a link is not found by looking for the address: in base64, as a hash, as a number.
TEST(RedactTest, LinksDoNotTellWhomTheyWereSentTo) {
  const auto letter = [](const std::string& token) {
    return redacted(
        "From: a@a.example\r\nTo: source@b.example\r\nSubject: see www.c.example/" + token +
            "\r\n\r\nRead <https://c.example/r/" + token + "?u=" + token + ">, (ftp://" + token +
            "@f.example), http://c.example/ or\r\nmailto:leave+" + token + "@lists.example.\r\n",
        kMaskSource);
  };
  const Redaction result = letter("c291cmNlQGIuZXhhbXBsZQ");
  EXPECT_EQ(result.octets, letter("99").octets);
  EXPECT_THAT(result.octets, HasSubstr("Read <https://c.example/" + kBar + ">, (ftp://" + kBar +
                                       "@f.example), http://c.example/ or\r\nmailto:" + kBar +
                                       "@lists.example.\r\n"));
  EXPECT_THAT(result.octets, HasSubstr("Subject: see www.c.example/" + kBar + "\r\n"));
  EXPECT_EQ(result.links_cut, 4U);
}

TEST(RedactTest, WordsInThePartOfALinkThatIsCutAreFound) {
  const Redaction result = redacted("From: a@a.example\r\n\r\nhttps://c.example/pier-nine\r\n",
                                    {{}, {}, {"pier-nine"}, {}});
  EXPECT_THAT(result.not_found, IsEmpty());
  EXPECT_EQ(result.masked, 1U);
}

TEST(RedactTest, LinksThatAreKeptOnWishAreWarnedOf) {
  const Redaction result =
      redacted("From: a@a.example\r\n\r\nhttps://c.example/?u=7\r\n", {{}, {}, {}, {"links"}});
  EXPECT_THAT(result.octets, HasSubstr("https://c.example/?u=7\r\n"));
  EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("links are kept whole")));
}

TEST(RedactTest, HostileTextCannotAddFieldsOrMoveACursor) {
  const Redaction result = redacted(
      "From: a@a.example\r\nSubject: =?utf-8?Q?x=0D=0ATo:_z@z.example=1B[2J?=\r\n\r\nb\x1B[2J\r\n",
      {{}, {}, {}, {}});
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(result.octets));
  EXPECT_EQ(message->find("To"), nullptr);
  EXPECT_THAT(result.octets, Not(HasSubstr("\x1B")));
}

TEST(MasksTest, LongTextWithManyMatchesTakesLinearTime) {
  Masks masks;
  ASSERT_TRUE(masks.add("aa"));
  EXPECT_FALSE(masks.add(" \t"));
  const std::string text(1 << 20, 'a');
  EXPECT_EQ(masks.apply(text).size(), kMask.size() * (1 << 19));
}

// One address under `names` names, each of which the text repeats.
std::string under_many_names(std::size_t names) {
  std::string octets = "From: Ada <ada@a.example>\r\nTo: Bo <bo@c.example>";
  for (std::size_t i = 0; i < names; ++i) {
    octets += fmt::format(",\r\n Name{} <source@b.example>", i);
  }
  octets += "\r\n\r\n";
  for (std::size_t i = 0; i < names; ++i) octets += fmt::format("Name{} wrote.\r\n", i);
  return octets + "Meet at the harbour.\r\n";
}

TEST(RedactTest, WordsAskedForAreMaskedHoweverManyNamesTheMessageBrings) {
  const Redaction result = redacted(under_many_names(2 * Masks::kMost), kMaskSource);
  EXPECT_THAT(result.octets, Not(HasSubstr("harbour")));
  EXPECT_THAT(result.octets, HasSubstr("Meet at the " + kBar + ".\r\n"));
  EXPECT_THAT(result.not_found, IsEmpty());
  // The address and the word take a mask each.
  EXPECT_THAT(result.warnings,
              Contains(HasSubstr("“Name998” and 1001 more are not masked: more than 1000 masks")));
}

TEST(RedactTest, ManyNamesOfOneAddressTakeLinearTime) {
  EXPECT_TRUE(grows_linearly(
      [](std::size_t names) { redacted(under_many_names(names), kMaskSource); }, 200));
}

}  // namespace
}  // namespace letterlock::leak
