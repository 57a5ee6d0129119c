#include "content/attachment_signs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.h"
#include "mime/message.h"

namespace letterlock::content {
namespace {

using namespace std::string_view_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct File {
  std::string name;
  std::string type;
  std::string octets;
};

class Mail {
 public:
  explicit Mail(const File& file, std::string_view text = "See the file") {
    std::string octets =
        "From: ada@meridian.example\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n";
    octets += text;
    octets += "\r\n--b\r\nContent-Type: " + file.type;
    octets += "\r\nContent-Disposition: attachment; filename*=utf-8''" + file.name;
    octets += "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_encode(file.octets);
    octets += "\r\n--b--\r\n";
    message_ =
        std::make_unique<mime::Message>(*mime::Message::parse(mime::RawMessage::copy_of(octets)));
    content_ = extract(*message_);
    signs_ = attachment_signs(*message_, content_);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    names.reserve(signs_.size());
    for (const AttachmentSign& sign : signs_) names.emplace_back(attachment_sign_name(sign.kind));
    return names;
  }
  const AttachmentSign& sign(std::string_view name) const {
    for (const AttachmentSign& sign : signs_) {
      if (attachment_sign_name(sign.kind) == name) return sign;
    }
    ADD_FAILURE() << "no " << name;
    return signs_.front();
  }
  // What stands at the sign's place.
  std::string_view place(std::string_view name) const {
    const TextRange& where = sign(name).where;
    return message_->text(message_->entities()[where.entity]).substr(where.offset, where.length);
  }
  std::vector<std::string> links() const {
    std::vector<std::string> urls;
    for (const Link& link : content_.links) {
      if (link.kind == LinkKind::attached) urls.push_back(link.url);
    }
    return urls;
  }
  const Content& content() const { return content_; }

 private:
  std::unique_ptr<mime::Message> message_;
  Content content_;
  std::vector<AttachmentSign> signs_;
};

std::vector<std::string> page(const std::string& html) {
  return Mail({"a.html", "text/html", html}).names();
}

TEST(AttachmentSignsTest, PagesThatAreOnlyReadShowNothing) {
  for (const char* html :
       {"<html><body><h1>Notes</h1><a href='https://meridian.example'>more</a></body></html>",
        "<html><script type='application/ld+json'>{\"a\":1}</script><p>x</p></html>",
        "<html><meta http-equiv=refresh content='300'><p>x</p></html>",
        "<html><form action='https://a.example'><input name=q></form></html>"}) {
    EXPECT_THAT(page(html), IsEmpty()) << html;
  }
}

TEST(AttachmentSignsTest, WhatAPageDoesIsSeen) {
  EXPECT_THAT(page("<html><script>let a = 1</script></html>"), ElementsAre("html_script"));
  EXPECT_THAT(page("<html><body ONLOAD=\"go()\">"), ElementsAre("html_script"));
  EXPECT_THAT(page("<html><a href=' javascript:go()'>x</a>"), ElementsAre("html_script"));
  EXPECT_THAT(page("<html><meta http-equiv='Refresh' content='0; URL=https://a.example/'>"),
              ElementsAre("html_redirect"));
  EXPECT_THAT(page("<html><script>window.location.href='https://a.example/'</script>"),
              ElementsAre("html_script", "html_redirect"));
  EXPECT_THAT(page("<html><script>if (location == x) y()</script>"), ElementsAre("html_script"));
  EXPECT_THAT(page("<html><form action='https://a.example'><input type=PASSWORD></form>"),
              ElementsAre("html_password"));
}

TEST(AttachmentSignsTest, AFilePutTogetherByAScriptIsSmuggled) {
  const std::string packed(3000, 'Q');
  EXPECT_THAT(page("<html><script>var b = new Blob([Uint8Array.from(atob('" + packed +
                   "'))]); a.href = URL.createObjectURL(b); a.download = 'x.zip'</script>"),
              Contains("html_smuggling"));
  EXPECT_THAT(page("<html><script>document.write(unescape('%" + packed + "'))</script>"),
              Contains("html_smuggling"));
  EXPECT_THAT(page("<html><iframe src='data:application/zip;base64,UEsDBA=='></iframe>"),
              Contains("html_smuggling"));
  // A little of each is what many honest scripts do.
  EXPECT_THAT(page("<html><script>x.innerHTML = decodeURIComponent(y)</script>"),
              ElementsAre("html_script"));
}

TEST(AttachmentSignsTest, TheSignNamesFileAndPlace) {
  const Mail mail({"offer.html", "text/html", "<html><p>x</p><script>let a</script></html>"});
  EXPECT_EQ(mail.sign("html_script").filename, "offer.html");
  EXPECT_EQ(mail.place("html_script"), "<script>");
}

TEST(AttachmentSignsTest, DrawingsThatAct) {
  const auto drawing = [](const std::string& inside) {
    return Mail({"logo.svg", "image/svg+xml",
                 "<svg xmlns='http://www.w3.org/2000/svg'>" + inside + "</svg>"})
        .names();
  };
  EXPECT_THAT(drawing("<rect width='1'/>"), IsEmpty());
  EXPECT_THAT(drawing("<script>location.href='https://a.example'</script>"),
              Contains("svg_script"));
  EXPECT_THAT(drawing("<script><![CDATA[ go() ]]></script>"), Contains("svg_script"));
  EXPECT_THAT(drawing("<foreignObject><form/></foreignObject>"), ElementsAre("svg_script"));
  EXPECT_THAT(drawing("<rect onclick='go()'/>"), ElementsAre("svg_script"));
  // Whatever it is called.
  EXPECT_THAT(Mail({"logo.png", "image/png", "<svg><script>go()</script></svg>"}).names(),
              Contains("svg_script"));
}

TEST(AttachmentSignsTest, NamesThatDeceive) {
  const auto named = [](const std::string& name) {
    return Mail({name, "application/octet-stream", "some octets"}).names();
  };
  EXPECT_THAT(named("notes.pdf"), IsEmpty());
  EXPECT_THAT(named("notes.v1.2.pdf"), IsEmpty());
  EXPECT_THAT(named("notes.tar.gz"), IsEmpty());
  EXPECT_THAT(named("notes.pdf.exe"), ElementsAre("program", "double_extension"));
  EXPECT_THAT(named("notes.pdf%20%20%20.html"), ElementsAre("double_extension"));
  EXPECT_THAT(named("notes%E2%80%AEfdp.scr"), ElementsAre("program", "name_reversed"));
  EXPECT_THAT(named("setup.LNK"), ElementsAre("program"));
  EXPECT_THAT(named("backup.iso"), ElementsAre("program"));
}

TEST(AttachmentSignsTest, FilesThatAreNotWhatTheySay) {
  const std::string html = "<html><body>x</body></html>";
  EXPECT_THAT(Mail({"a.pdf", "application/pdf", html}).names(), ElementsAre("type_differs"));
  EXPECT_THAT(Mail({"a.jpg", "image/jpeg", "PK\x03\x04 and so on"}).names(),
              ElementsAre("type_differs"));
  EXPECT_THAT(Mail({"a.docx", "application/msword", "MZ\x90" + std::string(60, '\0')}).names(),
              ElementsAre("program", "type_differs"));
  EXPECT_THAT(Mail({"a.xls", "application/vnd.ms-excel", html}).names(), IsEmpty());
  EXPECT_THAT(Mail({"a.jpg", "image/jpeg", "\x89PNG\r\n\x1A\n1234"}).names(), IsEmpty());
}

TEST(AttachmentSignsTest, WhereAFileLeadsIsALinkOfTheMessage) {
  EXPECT_THAT(Mail({"a.html", "text/html",
                    "<html><a href='https://a.example/x'>in</a><form action='https://b.example/'>"
                    "</form><script>go('https://c.example/y')</script></html>"})
                  .links(),
              ElementsAre("https://a.example/x", "https://b.example/", "https://c.example/y"));
  EXPECT_THAT(
      Mail({"a.pdf", "application/pdf",
            "%PDF-1.4\n1 0 obj <</A <</S /URI /URI (https://a.example/\\(x\\))>> >> endobj"})
          .links(),
      ElementsAre("https://a.example/(x)"));
  EXPECT_THAT(Mail({"a.ics", "text/calendar",
                    "BEGIN:VCALENDAR\r\nDESCRIPTION:https://a.example/meet\r\nEND:VCALENDAR"})
                  .links(),
              ElementsAre("https://a.example/meet"));
}

TEST(AttachmentSignsTest, LinksOfAFileWithManyAreReferences) {
  std::string few = "%PDF-1.4\n", many = few;
  for (int i = 0; i < 8; ++i) {
    (i < 3 ? few : many) += "/URI (https://h" + std::to_string(i) + ".example/)";
  }
  const auto quoted = [](const std::string& octets) {
    const Mail mail({"a.pdf", "application/pdf", octets});
    return mail.content().links.front().in_quoted_text;
  };
  EXPECT_FALSE(quoted(few));
  EXPECT_TRUE(quoted(many));
}

TEST(AttachmentSignsTest, EveryKindHasAName) {
  for (std::size_t kind = 0; kind < kAttachmentSignKinds; ++kind) {
    EXPECT_NE(attachment_sign_name(static_cast<AttachmentSignKind>(kind)), "unknown");
  }
}

}  // namespace
}  // namespace letterlock::content
