#include "leak/observations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "auth/test_keys.h"
#include "leak/test_rsa.h"
#include "mime/message_test_support.h"

namespace letterlock::leak {
namespace {

// A message whose signature nobody can check: what it says of itself is all there is.
struct SignedLetter {
  std::string tags = "h=from:to:subject:date:content-type:from:to:subject:date:content-type";
  std::string more_fields = {};
  std::string body = "Hello.\r\n";
  Placement placement = Placement::unknown;

  std::string octets() const {
    return "Received: from a.writer.example by mx.reader.example; Mon, 26 Feb 2024 20:46:08 "
           "-0800\r\n"
           "DKIM-Signature: v=1; a=rsa-sha256; d=writer.example; s=k; b=AAAA;\r\n"
           " bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=;\r\n " +
           tags + "\r\n" + more_fields +
           "Date: Mon, 26 Feb 2024 20:46:04 -0800\r\n"
           "Message-ID: <1@writer.example>\r\n"
           "From: w@writer.example\r\n"
           "To: r@reader.example\r\n"
           "Subject: Hello\r\n"
           "Content-Type: text/plain\r\n\r\n" +
           body;
  }
  std::vector<Observation> seen() const {
    const mime::Message message = mime::parsed(octets());
    auth::TestKeys keys;
    const auto checks = auth::verify_dkim(message, keys, {.now = 1'709'100'000});
    auto found = observe(message, checks, read_clocks(message), {.placement = placement});
    for (const Observation& observation : found) {
      for (const ByteRange& where : observation.where) {
        EXPECT_LE(where.end(), message.octets().size()) << observation.name;
        EXPECT_FALSE(where.empty()) << observation.name;
      }
      EXPECT_TRUE(observation.says.ends_with('.')) << observation.says;
    }
    return found;
  }
  std::string names() const {
    std::string all;
    for (const Observation& observation : seen()) {
      if (observation.severity == Severity::note) continue;
      all += (all.empty() ? "" : " ") + observation.name;
    }
    return all;
  }
  bool shows(std::string_view name) const {
    const auto found = seen();
    return std::any_of(found.begin(), found.end(),
                       [&](const Observation& each) { return each.name == name; });
  }
};

constexpr const char* kAll =
    "h=from:to:subject:date:content-type:from:to:subject:date:content-type;";

TEST(ObservationsTest, AMessageSignedAsItShouldBeRaisesNothing) {
  EXPECT_EQ(SignedLetter().names(), "");
}

TEST(ObservationsTest, EachTrickHasItsName) {
  struct Case {
    SignedLetter message;
    const char* names;
  };
  const Case kCases[] = {
      {{.tags = "h=from:date:content-type"}, "unsigned_subject unsigned_to"},
      {{.tags = kAll, .more_fields = "Reply-To: x@else.example\r\n"}, "unsigned_reply_to"},
      {{.tags = kAll, .more_fields = "From: Boss <b@writer.example>\r\n"}, "duplicate_from"},
      {{.tags = kAll, .more_fields = "Subject: Hello\r\n"}, "duplicate_subject"},
      {{.tags = kAll, .more_fields = "Content-Type: text/html\r\n"}, "duplicate_content_type"},
      {{.tags = kAll, .more_fields = "Delivered-To: v@else.example\r\n"},
       "delivered_to_other_than_signed"},
      {{.tags = kAll, .placement = Placement::sent}, "signature_in_sent_copy"},
      {{.tags = std::string(kAll) + " l=8", .body = "Hello.\r\nAdded.\r\n"},
       "body_length_limit octets_after_signed_length"},
      {{.tags = "h=from:to:subject:date; l=8", .body = "Hello.\r\nAdded.\r\n"},
       "body_length_limit octets_after_signed_length length_limit_and_open_content_type "
       "unsigned_content_type"},
      {{.tags = std::string(kAll) + " x=1708909165"}, "sent_after_expiry"},
      {{.tags = std::string(kAll) + " t=1708409165"},
       "signed_before_date signed_long_before_received"},
      {{.tags = std::string(kAll) + " t=1709609165"},
       "signed_long_after_date signed_after_received"},
  };
  for (const Case& each : kCases) {
    EXPECT_EQ(each.message.names(), each.names) << each.message.tags << each.message.more_fields;
  }
}

TEST(ObservationsTest, DuplicatesTellWhichOneIsSigned) {
  const SignedLetter forged = {.tags = "h=from:to:subject:date:content-type;",
                               .more_fields = "From: Boss <b@writer.example>\r\n"};
  for (const Observation& each : forged.seen()) {
    if (each.name != "duplicate_from") continue;
    EXPECT_EQ(each.severity, Severity::contradiction);
    EXPECT_EQ(
        each.says,
        "From stands 2 times, with different values; 1 of them signed, from the last upwards: "
        "a program may show one that is not.");
    return;
  }
  FAIL() << "not observed";
}

TEST(ObservationsTest, FieldsThatAreNotOversignedAreNamed) {
  const SignedLetter once = {.tags = "h=from:to:cc:subject:date:content-type:reply-to:from"};
  for (const Observation& each : once.seen()) {
    if (each.name != "fields_not_oversigned") continue;
    EXPECT_TRUE(each.says.ends_with("Subject, Date, To, Content-Type.")) << each.says;
    return;
  }
  FAIL() << "not observed";
}

TEST(ObservationsTest, WeakMeansOfSigningAreNamed) {
  const TestRsa rsa(512, 65537);
  const SignedLetter message;
  const mime::Message parsed = mime::parsed(message.octets());
  auth::TestKeys keys;
  auto checks = auth::verify_dkim(parsed, keys, {.now = 1'709'100'000});
  ASSERT_EQ(checks.size(), 1U);
  checks[0].key = auth::PublicKey::from_rsa(rsa.modulus(), std::string("\x01\x00\x01", 3));
  ASSERT_NE(checks[0].key, nullptr);
  checks[0].key_testing = true;
  checks[0].signature.algorithm = auth::SignatureAlgorithm::rsa_sha1;
  checks[0].signature.i = "@news.writer.example";
  checks[0].signature.d = "other.example";
  std::string names;
  for (const Observation& each : observe(parsed, checks, read_clocks(parsed), {})) {
    names += each.name + " ";
  }
  EXPECT_EQ(names.substr(0, names.find("unsigned")),
            "rsa_sha1 key_under_1024_bits key_testing identity_in_other_domain signer_not_author ");
}

TEST(ObservationsTest, APartBehindTheSignedLengthIsNamed) {
  const SignedLetter message = {
      .tags = "h=from:to:subject:date:content-type; l=6",
      .more_fields = "X: y\r\n",
      .body = "Hello.\r\n--b\r\nContent-Type: text/html\r\n\r\nOther\r\n--b--\r\n"};
  EXPECT_FALSE(message.shows("part_after_signed_length"));
  std::string octets = message.octets();
  octets.replace(octets.find("text/plain"), 10, "multipart/mixed; boundary=b");
  const mime::Message parsed = mime::parsed(octets);
  auth::TestKeys keys;
  const auto checks = auth::verify_dkim(parsed, keys, {.now = 1'709'100'000});
  const auto found = observe(parsed, checks, read_clocks(parsed), {});
  const auto part = std::find_if(found.begin(), found.end(), [](const Observation& each) {
    return each.name == "part_after_signed_length";
  });
  ASSERT_NE(part, found.end());
  EXPECT_EQ(parsed.octets(part->where[0]), "--b");
}

TEST(ObservationsTest, PartsThatProgramsReadDifferentlyAreNamed) {
  const auto names = [](std::string_view octets) {
    std::string all;
    const mime::Message message = mime::parsed(octets);
    for (const Observation& each : observe(message, {}, read_clocks(message), {})) {
      all += each.name + " ";
    }
    return all;
  };
  EXPECT_EQ(
      names(
          "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n"),
      "two_boundaries ");
  EXPECT_EQ(
      names("Content-Type: multipart/mixed; boundary=a\r\nContent-Transfer-Encoding: base64\r\n"
            "\r\n--a\r\n\r\nx\r\n--a--\r\n"),
      "encoded_multipart ");
  EXPECT_EQ(names("DKIM2-Signature: v=1\r\nMessage-Instance: v=1\r\n\r\nx\r\n"), "dkim2_fields ");
}

TEST(ObservationsTest, FoldersTellWhereACopyLay) {
  EXPECT_EQ(placement_of("Mail/Sent Items"), Placement::sent);
  EXPECT_EQ(placement_of("Gesendet"), Placement::sent);
  EXPECT_EQ(placement_of("[Gmail]/Drafts"), Placement::draft);
  EXPECT_EQ(placement_of("INBOX"), Placement::received);
  EXPECT_EQ(placement_of("Projects"), Placement::unknown);
}

}  // namespace
}  // namespace letterlock::leak
