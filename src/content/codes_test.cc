#include "content/codes.h"

#include <gtest/gtest.h>

#include <map>

#include "base/base64.h"

namespace letterlock::content {
namespace {

using namespace std::string_view_literals;

// Knows what some octets show, and counts what it is asked.
class FakeReader final : public CodeReader {
 public:
  Expected<std::vector<FoundCode>> read(std::string_view type, std::string_view octets) override {
    asked.emplace_back(type);
    const auto known = shows.find(std::string(octets));
    if (known == shows.end()) return std::vector<FoundCode>{};
    if (known->second.empty()) return fail(ErrorCode::corrupt, "the reader fell over");
    std::vector<FoundCode> codes;
    codes.reserve(known->second.size());
    for (const std::string& text : known->second) codes.push_back({text, 0});
    return codes;
  }
  std::map<std::string, std::vector<std::string>> shows;
  std::vector<std::string> asked;
};

std::string png(std::uint32_t width, std::uint32_t height) {
  std::string octets("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"sv);
  for (const std::uint32_t side : {width, height}) {
    for (int shift = 24; shift >= 0; shift -= 8) octets += static_cast<char>(side >> shift & 0xFF);
  }
  return octets + "rest of it";
}

std::string with_parts(const std::vector<std::string>& files, std::string_view text = "Scan it") {
  std::string octets =
      "From: ada@a.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n";
  octets += text;
  for (const std::string& file : files) {
    octets += "\r\n--b\r\nContent-Type: application/octet-stream; name=a.bin\r\n";
    octets += "Content-Transfer-Encoding: base64\r\n\r\n" + base64_encode(file);
  }
  return octets + "\r\n--b--\r\n";
}

Content read(const std::string& octets, FakeReader& reader) {
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  return extract(*message, {}, &reader);
}

TEST(CodesTest, ALinkInACodeIsALinkOfTheMessage) {
  FakeReader reader;
  reader.shows[png(300, 300)] = {"HTTPS://Login.Example/a?b=c"};
  const Content content = read(with_parts({png(300, 300)}), reader);
  ASSERT_EQ(content.links.size(), 1u);
  const Link& link = content.links.front();
  EXPECT_EQ(link.kind, LinkKind::code);
  EXPECT_EQ(link.url, "HTTPS://Login.Example/a?b=c");
  EXPECT_EQ(link.host, "login.example");
  EXPECT_EQ(link.where.entity, 2u);
  EXPECT_EQ(link.where.length, 0u);
  EXPECT_FALSE(link.in_quoted_text);
}

TEST(CodesTest, ALinkThatTheTextShowsTooStaysTheTexts) {
  FakeReader reader;
  reader.shows[png(300, 300)] = {"https://login.example/"};
  const Content content =
      read(with_parts({png(300, 300)}, "See https://login.example/ please"), reader);
  ASSERT_EQ(content.links.size(), 1u);
  EXPECT_EQ(content.links.front().kind, LinkKind::text);
}

TEST(CodesTest, PicturesWrittenIntoTheHtmlAreLookedAt) {
  FakeReader reader;
  reader.shows[png(300, 300)] = {"https://a.example/"};
  const Content content =
      read("Content-Type: text/html\r\n\r\n<p>Scan</p><img src=\"data:image/png;base64," +
               base64_encode(png(300, 300)) + "\"><img src='data:image/png;base64,AAAA'>",
           reader);
  ASSERT_EQ(content.links.size(), 1u);
  EXPECT_EQ(content.links[0].kind, LinkKind::code);
  EXPECT_EQ(reader.asked.size(), 1u);
}

TEST(CodesTest, WhatLeadsNowhereIsNoLink) {
  for (const std::string_view text : {"WIFI:S:guests;T:WPA;P:secret;;", "just words", "12345678",
                                      "", "BEGIN:VCARD", "two words"}) {
    EXPECT_FALSE(url_of_code(text)) << text;
  }
  EXPECT_EQ(url_of_code(" www.a.example/x "), "http://www.a.example/x");
  EXPECT_EQ(url_of_code("https://a.example"), "https://a.example");
}

TEST(CodesTest, OnlyWhatCanHoldACodeIsLookedAt) {
  FakeReader reader;
  read(with_parts({png(57, 400), png(1, 1), png(58, 58), png(60'000, 60'000), "%PDF-1.7",
                   "%PDF-1.7 <</Subtype/Image/Width 300/Height 300>>stream\nendstream", "text"}),
       reader);
  EXPECT_EQ(reader.asked, (std::vector<std::string>{"image/png", "application/pdf"}));
}

TEST(CodesTest, NoMorePicturesThanTheLimit) {
  FakeReader reader;
  read(with_parts(std::vector<std::string>(kMostPictures + 5, png(100, 100))), reader);
  EXPECT_EQ(reader.asked.size(), kMostPictures);
}

TEST(CodesTest, WhatTheReaderFailsOnIsToldAndTheRestIsRead) {
  FakeReader reader;
  reader.shows[png(100, 100)] = {};
  reader.shows[png(200, 200)] = {"https://a.example/"};
  const Content content = read(with_parts({png(100, 100), png(200, 200)}), reader);
  ASSERT_EQ(content.attachments.size(), 2u);
  EXPECT_TRUE(content.attachments[0].unread);
  EXPECT_FALSE(content.attachments[1].unread);
  EXPECT_EQ(content.links.size(), 1u);
}

TEST(CodesTest, SizesAreReadWithoutDecoding) {
  const auto size = [](std::string_view type, std::string_view octets) {
    const auto found = picture_size(type, octets);
    return found ? std::pair(found->width, found->height) : std::pair(0u, 0u);
  };
  using Size = std::pair<std::uint32_t, std::uint32_t>;
  EXPECT_EQ(size("image/gif", "GIF89a\x2C\x01\xC8\x00"sv), Size(300, 200));
  EXPECT_EQ(size("image/webp", "RIFFxxxxWEBPVP8X"sv), Size(0, 0));
  EXPECT_EQ(size("image/jpeg", "\xFF\xD8\xFF\xE0\x00\x04zz\xFF\xC0\x00\x0B\x08\x00\xC8\x01\x2C"sv),
            Size(300, 200));
  for (const std::string_view cut :
       {"\xFF\xD8\xFF\xC0\x00"sv, "\xFF\xD8\xFF\xE0\x00\x00"sv, ""sv}) {
    EXPECT_EQ(size("image/jpeg", cut), Size(0, 0));
  }
}

}  // namespace
}  // namespace letterlock::content
