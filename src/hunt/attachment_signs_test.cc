#include "hunt/attachment_signs.h"

#include <gtest/gtest.h>

#include <map>

#include "casefile/facts_of.h"
#include "content/attachment_signs.h"
#include "hunt/evidence.h"
#include "hunt/scan.h"
#include "hunt/test_archive.h"
#include "mime/message.h"
#include "store/no_facts.h"

namespace letterlock::hunt {
namespace {

// Says of every picture that it shows one code.
class OneCode final : public content::CodeReader {
 public:
  Expected<std::vector<content::FoundCode>> read(std::string_view, std::string_view) override {
    return std::vector<content::FoundCode>{{"https://sign.harbour.example/pay?i=7", 0}};
  }
};

std::string mail_with(std::string_view part, UnixTime at = kStart) {
  TestArchive archive;
  archive.put({.from = "Ada Moss <ada@meridian.example>",
               .to = "Ben Tarr <ben@meridian.example>",
               .at = at,
               .body = "See the file.\r\n"},
              {});
  std::string octets = archive.octets_of(1);
  const std::size_t type = octets.find("Content-Type:");
  if (type != std::string::npos) octets.erase(type, octets.find('\n', type) + 1 - type);
  const std::size_t body = octets.find("\r\n\r\n");
  octets.insert(body, "\r\nContent-Type: multipart/mixed; boundary=b");
  const std::size_t text = octets.find("\r\n\r\n") + 4;
  octets.insert(text, "--b\r\nContent-Type: text/plain\r\n\r\n");
  return octets + "\r\n--b\r\n" + std::string(part) + "\r\n--b--\r\n";
}

constexpr std::string_view kPage =
    "Content-Type: text/html; name=\"invoice.pdf.html\"\r\nContent-Disposition: attachment\r\n\r\n"
    "<html><form action=\"https://sign.harbour.example/\"><input type=password></form>"
    "<script>let a</script></html>";
// Only its header is read here: 300 pixels wide and high.
constexpr std::string_view kPicture =
    "Content-Type: image/png; name=\"scan me.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAAAAAA=";

Finding alone(const std::string& octets) {
  store::NoFacts nothing;
  SilentProgress silent;
  auto ground = Ground::survey(nothing, silent);
  auto scanner = Scanner::learn(
      nothing, std::move(*ground),
      [](store::MessageId) -> Expected<std::string> { return std::string(); }, {}, silent);
  const auto message = mime::Message::parse_view(octets);
  OneCode codes;
  auto scanned =
      scanner->examine(casefile::facts_of(*message, sha256(octets), {}, nullptr, &codes), octets);
  return std::move(scanned->finding);
}

TEST(AttachmentSignsTest, EachSignOfContentHasItsCode) {
  for (std::size_t i = 0; i < content::kAttachmentSignKinds; ++i) {
    const auto kind = static_cast<content::AttachmentSignKind>(i);
    store::MessageRecord record;
    record.traits.push_back({static_cast<std::uint8_t>(content::TraitKind::attachment_sign),
                             std::string(content::attachment_sign_name(kind)),
                             {}});
    SignList list;
    add_attachment_signs(record, list);
    const auto signs = list.take();
    ASSERT_EQ(signs.size(), 1u) << content::attachment_sign_name(kind);
    EXPECT_EQ(attachment_trait(signs[0].code), content::attachment_sign_name(kind));
  }
}

TEST(AttachmentSignsTest, APageThatAsksForAPasswordIsToldWithFileAndPlace) {
  const std::string octets = mail_with(kPage);
  const Finding finding = alone(octets);
  const Reason* password = find_reason(finding, "attachment_html_password");
  ASSERT_NE(password, nullptr);
  EXPECT_EQ(password->detector, "attachment");
  EXPECT_NE(password->text.find("invoice.pdf.html"), std::string::npos) << password->text;
  ASSERT_EQ(password->evidence.size(), 1u);
  EXPECT_EQ(password->evidence[0].says, "<input type=password>");
  EXPECT_TRUE(check_evidence(octets, password->evidence[0]).holds);
  EXPECT_NE(find_reason(finding, "attachment_html_script"), nullptr);
  EXPECT_NE(find_reason(finding, "attachment_double_extension"), nullptr);
}

TEST(AttachmentSignsTest, ALinkInACodeIsToldWithThePartThatShowsIt) {
  const std::string octets = mail_with(kPicture);
  const Finding finding = alone(octets);
  const Reason* code = find_reason(finding, "link_in_code");
  ASSERT_NE(code, nullptr);
  EXPECT_NE(code->text.find("https://sign.harbour.example/pay?i=7"), std::string::npos);
  ASSERT_EQ(code->evidence.size(), 1u);
  EXPECT_NE(code->evidence[0].shows.find("scan me.png"), std::string::npos);
  const EvidenceCheck check = check_evidence(octets, code->evidence[0]);
  EXPECT_TRUE(check.holds) << check.why;
  EXPECT_TRUE(check.cut.starts_with("iVBORw0KGgo")) << check.cut;
}

TEST(AttachmentSignsTest, WhatASenderSendsEveryWeekIsNoSign) {
  TestArchive archive;
  archive.office_life(kStart, 40);
  constexpr int kSent = 7;
  std::string first, last;
  for (int i = 0; i < kSent; ++i) {
    last = archive.put({.from = "Ada Moss <ada@meridian.example>",
                        .to = "Ben Tarr <ben@meridian.example>",
                        .at = kStart + (41 + i) * kOneDay,
                        .body = std::string(kPage.substr(kPage.find("<html>"))),
                        .html = true,
                        .more_header = "Content-Disposition: attachment; filename=report.html\r\n"},
                       {"ben"});
    if (i == 0) first = last;
  }
  std::map<store::MessageId, double> shown;
  HuntOptions options;
  options.every = [&](const Score& score) {
    for (const Term& part : score.parts) {
      if (part.family == "attachment_html_password") shown[score.message] = part.value;
    }
  };
  archive.hunt(options);
  EXPECT_TRUE(shown.contains(archive.id_of(first)));
  EXPECT_FALSE(shown.contains(archive.id_of(last)));
}

}  // namespace
}  // namespace letterlock::hunt
