#include "content/attached_zip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.h"
#include "content/attachment_signs.h"
#include "mime/message.h"

namespace letterlock::content {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Member {
  std::string name, content;
  bool locked = false;
};

std::string number(std::uint32_t value, int octets) {
  std::string text;
  for (int i = 0; i < octets; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
  return text;
}

// Members stored, without checksums.
std::string zip(const std::vector<Member>& members) {
  std::string archive, directory;
  for (const Member& member : members) {
    const auto size = static_cast<std::uint32_t>(member.content.size());
    const std::string flags = number(member.locked ? 1 : 0, 2);
    const std::string fixed =
        number(20, 2) + flags + number(0, 2) + number(0, 4) + number(0, 4) + number(size, 4) +
        number(size, 4) + number(static_cast<std::uint32_t>(member.name.size()), 2) + number(0, 2);
    directory += "PK\x01\x02" + number(20, 2) + fixed + number(0, 2) + number(0, 2) + number(0, 2) +
                 number(0, 4) + number(static_cast<std::uint32_t>(archive.size()), 4) + member.name;
    archive += "PK\x03\x04" + fixed + member.name + member.content;
  }
  const auto at = static_cast<std::uint32_t>(archive.size());
  const auto count = static_cast<std::uint32_t>(members.size());
  return archive + directory + "PK\x05\x06" + number(0, 4) + number(count, 2) + number(count, 2) +
         number(static_cast<std::uint32_t>(directory.size()), 4) + number(at, 4) + number(0, 2);
}

struct Seen {
  std::vector<std::string> signs, links;
};

Seen seen(const std::string& name, const std::string& octets, const std::string& text = "See it") {
  const std::string mail =
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + text +
      "\r\n--b\r\nContent-Type: application/octet-stream; name=" + name +
      "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_encode(octets) + "\r\n--b--\r\n";
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(mail));
  const Content content = extract(*message);
  Seen found;
  for (const AttachmentSign& sign : attachment_signs(*message, content)) {
    found.signs.emplace_back(attachment_sign_name(sign.kind));
  }
  for (const Link& link : content.links) found.links.push_back(link.url);
  return found;
}

TEST(AttachedZipTest, ArchivesTellTheirMembers) {
  const std::string octets = zip({{"a.txt", "one"}, {"b/c.pdf", "two", true}});
  const auto members = zip_members(octets);
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[1].name, "b/c.pdf");
  EXPECT_TRUE(members[1].locked);
  EXPECT_EQ(zip_content(octets, members[0], 100), "one");
  EXPECT_EQ(zip_content(octets, members[0], 2), "on");
  EXPECT_EQ(zip_content(octets, members[1], 100), "");
}

TEST(AttachedZipTest, WhatAnArchiveHides) {
  EXPECT_THAT(seen("a.zip", zip({{"a.txt", ""}, {"b.pdf", ""}})).signs, IsEmpty());
  EXPECT_THAT(seen("a.zip", zip({{"invoice.js", ""}})).signs, ElementsAre("archive_program"));
  EXPECT_THAT(seen("a.zip", zip({{"invoice.html", ""}})).signs, ElementsAre("archive_program"));
  EXPECT_THAT(seen("a.zip", zip({{"a.html", ""}, {"b.css", ""}, {"c.html", ""}})).signs, IsEmpty());
  EXPECT_THAT(seen("a.zip", zip({{"a.doc", "", true}})).signs, ElementsAre("archive_locked"));
  EXPECT_THAT(seen("a.zip", zip({{"a.doc", "", true}}), "The Password is 1234").signs,
              ElementsAre("archive_locked", "archive_password"));
}

TEST(AttachedZipTest, WhatAnOfficeDocumentLoads) {
  const std::string relations =
      "<Relationships><Relationship Id='1' Type='http://schemas.example/attachedTemplate' "
      "Target='https://a.example/t.dotm?x=1&amp;y=2' TargetMode='External'/>"
      "<Relationship Type='http://schemas.example/hyperlink' Target='https://b.example/' "
      "TargetMode='External'/></Relationships>";
  const Seen found = seen("a.docx", zip({{"[Content_Types].xml", ""},
                                         {"word/document.xml", ""},
                                         {"word/_rels/settings.xml.rels", relations}}));
  EXPECT_THAT(found.signs, ElementsAre("document_remote"));
  EXPECT_THAT(found.links, ElementsAre("https://a.example/t.dotm?x=1&y=2", "https://b.example/"));
  EXPECT_THAT(seen("a.docm", zip({{"[Content_Types].xml", ""}, {"word/vbaProject.bin", ""}})).signs,
              Contains("document_macros"));
}

TEST(AttachedZipTest, DamagedArchivesEndNothing) {
  const std::string octets = zip({{"a.txt", "one"}, {"word/_rels/x.rels", "<Relationship "}});
  for (std::size_t size = 0; size < octets.size(); ++size) {
    office_references(octets.substr(size));
    std::string spoilt = octets;
    spoilt[size] = '\xFF';
    for (const ZipMember& member : zip_members(spoilt)) zip_content(spoilt, member, 1000);
    office_references(spoilt);
  }
  std::string relations;
  for (int i = 0; i < 20'000; ++i) relations += "<Relationship ";
  office_references(zip({{"x.rels", relations}}));
}

}  // namespace
}  // namespace letterlock::content
