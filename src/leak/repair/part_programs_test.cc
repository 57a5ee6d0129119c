// Messages as mail programs write and sign them, and as they come out of a PST or .msg file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leak/repair.h"
#include "leak/repair/test_signed.h"

namespace letterlock::leak {
namespace {

using testing::ElementsAre;

const std::string kFields =
    "From: Ada Weber <ada@a.example>\r\nTo: ben@b.example\r\nSubject: Plan\r\nMIME-Version: "
    "1.0\r\n";
constexpr std::string_view kSigned = "from:to:subject:mime-version:content-type";

std::string with_type(std::string_view type, std::string_view body) {
  return kFields + "Content-Type: " + std::string(type) + "\r\n\r\n" + std::string(body);
}

struct Search {
  RepairOutcome outcome;
  std::vector<Change> changes;
  bool verifies = false;  // what was restored
};

// `sent` is signed; `kept` stands in its stead below the signature.
Search searched(const std::string& sent, const std::string& kept,
                std::string_view c = "relaxed/simple") {
  const std::string octets = with_signature(sent, c, kSigned);
  const std::string found = octets.substr(0, octets.size() - sent.size()) + kept;
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(found));
  Search search;
  search.outcome = search_repair(*message, checked(*message), {});
  for (const Edit& edit : search.outcome.edits) search.changes.push_back(edit.change);
  if (search.outcome.restored.empty()) return search;
  const auto again = mime::Message::parse(mime::RawMessage::copy_of(search.outcome.restored));
  search.verifies = checked(*again).proof == auth::Proof::header_and_body;
  return search;
}

constexpr std::string_view kKept =
    "--b\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    "The plan is here.\r\n\r\n--b\r\n"
    "Content-Type: text/x-patch; name=\"plan.patch\"\r\n"
    "Content-Disposition: inline; filename=\"plan.patch\"\r\nContent-ID: <f_k1>\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nbGluZQo=\r\n--b--\r\n";

TEST(PartProgramsTest, PartsAsGmailWritesThem) {
  const std::string_view type = "multipart/mixed; boundary=b";
  const Search search = searched(
      with_type(
          type,
          "--b\r\nContent-Type: text/plain; charset=\"UTF-8\"\r\n\r\nThe plan is here.\r\n"
          "\r\n--b\r\nContent-Type: text/x-patch; charset=\"US-ASCII\"; name=\"plan.patch\"\r\n"
          "Content-Disposition: attachment; filename=\"plan.patch\"\r\n"
          "Content-Transfer-Encoding: base64\r\nContent-ID: <f_k1>\r\n"
          "X-Attachment-Id: f_k1\r\n\r\nbGluZQo=\r\n--b--\r\n"),
      with_type(type, kKept));
  EXPECT_EQ(search.outcome.body, BodyRepair::restored);
  EXPECT_TRUE(search.verifies);
  EXPECT_THAT(search.changes, testing::Each(Change::parts_rewritten));
}

TEST(PartProgramsTest, PartsAsThunderbirdWritesThem) {
  const std::string_view type = "multipart/mixed;\r\n boundary=\"b\"";
  const Search search =
      searched(with_type(type,
                         "This is a multi-part message in MIME format.\r\n--b\r\n"
                         "Content-Type: text/plain; charset=utf-8; format=flowed\r\n"
                         "Content-Transfer-Encoding: 7bit\r\n\r\nThe plan is here.\r\n\r\n--b\r\n"
                         "Content-Type: text/x-patch; charset=UTF-8;\r\n name=\"plan.patch\"\r\n"
                         "Content-Transfer-Encoding: 7bit\r\nContent-Disposition: attachment;\r\n"
                         " filename=\"plan.patch\"\r\n\r\nline\r\n\r\n--b--\r\n"),
               with_type(type, kKept));
  EXPECT_TRUE(search.verifies);
}

TEST(PartProgramsTest, PartsAsMuttWritesThem) {
  const std::string_view type = "multipart/mixed; boundary=b";
  const Search search = searched(
      with_type(type,
                "\r\n--b\r\nContent-Type: text/plain; charset=us-ascii\r\n"
                "Content-Disposition: inline\r\n\r\nThe plan is here.\r\n\r\n--b\r\n"
                "Content-Type: text/x-patch; charset=us-ascii\r\n"
                "Content-Disposition: attachment; filename=\"plan.patch\"\r\n\r\nline\r\n\r\n"
                "--b--\r\n"),
      with_type(type, kKept));
  EXPECT_TRUE(search.verifies);
}

// A changed word is no other way to write the same.
TEST(PartProgramsTest, OtherContentIsNotRestored) {
  const std::string_view type = "multipart/mixed; boundary=b";
  const Search search =
      searched(with_type(type,
                         "--b\r\nContent-Type: text/plain; charset=\"UTF-8\"\r\n\r\nThe plan was "
                         "here.\r\n\r\n--b--\r\n"),
               with_type(type, kKept));
  EXPECT_NE(search.outcome.body, BodyRepair::restored);
  EXPECT_EQ(search.outcome.header, HeaderRepair::intact);
}

TEST(PartProgramsTest, AllBlanksAtALineEndEscaped) {
  const std::string fields = kFields +
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  const Search search =
      searched(fields + "one=20=20\r\n=E2=82=AC two\r\n", fields + "one =20\r\n=E2=82=AC two\r\n");
  EXPECT_TRUE(search.verifies);
  EXPECT_THAT(search.changes, ElementsAre(Change::transfer_encoding_changed));
}

// The message's own fields about its body, where another body stands below.
TEST(PartProgramsTest, FieldsKeptAsideArePutBack) {
  const std::string body = "see the plan\r\n";
  const std::string sent =
      "MIME-version: 1.0\r\nfrom: ada@a.example\r\nTo: ben@b.example\r\n"
      "Subject: Plan\r\nContent-type:  text/html;\r\n\tcharset=koi8-r\r\n\r\n" +
      body;
  const std::string kept =
      "X-Transport-MIME-version: 1.0\r\nfrom: ada@a.example\r\nTo: ben@b.example\r\n"
      "Subject: Plan\r\nX-Transport-Content-type:  text/html;\r\n\tcharset=koi8-r\r\n"
      "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
      "--x\r\n\r\nsee the other plan\r\n--x--\r\n";
  const Search search = searched(sent, kept, "relaxed/relaxed");
  EXPECT_EQ(search.outcome.header, HeaderRepair::restored);
  EXPECT_NE(search.outcome.body, BodyRepair::restored);
}

}  // namespace
}  // namespace letterlock::leak
