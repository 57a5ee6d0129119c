#include "content/html_hidden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "content/content.h"
#include "content/html.h"
#include "content/traits.h"

namespace letterlock::content {
namespace {

// "ground 5 b" for each run.
std::vector<std::string> hidden_in(std::string_view html) {
  std::vector<std::string> found;
  for (const HtmlHidden& one : read_html(html).hidden) {
    found.push_back((one.preheader ? "preheader " : "") + std::string(hiding_way_name(one.way)) +
                    " " + std::to_string(one.letters) + " " + one.text);
  }
  return found;
}

struct HiddenCase {
  const char* what;
  std::string_view html;
  const char* hidden;  // of the text after "shown"; "" for nothing
};

constexpr HiddenCase kHiddenCases[] = {
    {"white on the default ground", "<font color=white>words</font>", "ground 5 words"},
    {"by style", "<span style='color:#FFF'>words</span>", "ground 5 words"},
    {"rgb", "<span style='color: rgb(255, 254, 255)'>words</span>", "ground 5 words"},
    {"nearly white", "<span style='color:#fdfdfd !important'>words</span>", "ground 5 words"},
    {"light grey is to be seen", "<span style='color:#ddd'>words</span>", ""},
    {"white on a dark cell",
     "<table><td bgcolor=#003366><font color=white>words</font></td></table>", ""},
    {"dark on a dark cell", "<table><td bgcolor=003366><font color=#003366>words</td></table>",
     "ground 5 words"},
    {"the ground of an outer element",
     "<div style='background:#eee'><p><b style='color:#eee'>words</b></p></div>", "ground 5 words"},
    {"a transparent element shows the outer ground",
     "<div style='background:navy'><p style='background:none;color:white'>words</p></div>", ""},
    {"the shorthand's colour", "<p style='background:#123456 no-repeat;color:#123456'>words</p>",
     "ground 5 words"},
    {"a picture for a ground is not known",
     "<p style='background:#fff url(x.png);color:white'>words</p>", ""},
    {"nor is a gradient",
     "<p style='background-image:linear-gradient(red,blue);color:white'>words</p>", ""},
    {"nor a background attribute", "<table background=x.png><td style='color:white'>words</table>",
     ""},
    {"a colour half seen through is not known", "<p style='color:rgba(255,255,255,.5)'>words</p>",
     ""},
    {"hsl() is not known", "<p style='color:hsl(0,0%,100%)'>words</p>", ""},
    {"letters with a shadow are seen", "<p style='color:#fff;text-shadow:0 0 2px #000'>words</p>",
     ""},
    {"a box moved elsewhere stands on another ground",
     "<p style='position:absolute;color:#fff'>words</p>", ""},
    {"a link has a colour of its own", "<div style='color:#fff'><a href=x>words</a></div>", ""},
    {"a class that a sheet may paint is not known",
     "<style>td.dark, .x p { background-color:#000 }</style>"
     "<div class=dark><p style='color:#fff'>words</p></div>",
     ""},
    {"another class does not matter",
     "<style>.other { background:#000 }</style><div class=dark><b "
     "style='color:#fff'>words</b></div>",
     "ground 5 words"},
    {"what its own style says beats the sheet",
     "<style>b { color:#000 }</style><b style='color:#fff;background:#fff'>words</b>",
     "ground 5 words"},
    {"display:none", "<div style='display:none'>the <b>words</b></div>", "removed 8 the words"},
    {"font-size:0", "<p style='font-size:0'>words</p>", "tiny 5 words"},
    {"visibility", "<p style='visibility:hidden'>words</p>", "invisible 5 words"},
    {"scripts, titles and styles are no words",
     "<script>a b c</script><style>p{}</style><title>x</title>", ""},
    {"spacing is no word", "<p style='font-size:0'>&nbsp;&zwnj;&shy; \xE2\x80\x8B . -</p>", ""},
    {"letters beyond ASCII count", "<p hidden>\xC3\xBC\xD0\xB6\xE4\xB8\xAD</p>",
     "removed 3 \xC3\xBC\xD0\xB6\xE4\xB8\xAD"},
};

TEST(HtmlHiddenTest, WhatAReaderDoesNotSeeIsToldWithTheWay) {
  for (const HiddenCase& c : kHiddenCases) {
    const auto found = hidden_in("<p>shown</p>" + std::string(c.html));
    const std::vector<std::string> want =
        *c.hidden == '\0' ? std::vector<std::string>() : std::vector<std::string>{c.hidden};
    EXPECT_EQ(found, want) << c.what;
  }
}

TEST(HtmlHiddenTest, ThePlaceIsTheHtmlOfTheWords) {
  const std::string html = "<p>shown</p><font color=#ffffff>caf&eacute; <b>hidden</b></font><p>on";
  const auto document = read_html(html);
  ASSERT_EQ(document.hidden.size(), 1u);
  const ByteRange where = document.hidden[0].where;
  EXPECT_EQ(html.substr(where.offset, where.length), "caf&eacute; <b>hidden");
  EXPECT_EQ(document.hidden[0].text, "caf\xC3\xA9 hidden");
  // Whoever searches finds it: a ground that is misread must not lose words.
  EXPECT_NE(document.text.find("hidden"), std::string::npos);
}

TEST(HtmlHiddenTest, AShortTextBeforeAllOthersIsAPreheader) {
  EXPECT_THAT(hidden_in("<div style='display:none'>In this issue</div><p>shown"),
              testing::ElementsAre("preheader removed 11 In this issue"));
  EXPECT_THAT(hidden_in("<body bgcolor=white><font color=white>In this issue</font><p>shown"),
              testing::ElementsAre("preheader ground 11 In this issue"));
  EXPECT_THAT(hidden_in("<p>shown</p><div style='display:none'>In this issue</div>"),
              testing::ElementsAre("removed 11 In this issue"));
  std::string novel = "<div style='display:none'>";
  for (int i = 0; i < 100; ++i) novel += "words ";
  const auto long_one = read_html(novel + "</div>shown").hidden;
  ASSERT_EQ(long_one.size(), 1u);
  EXPECT_FALSE(long_one[0].preheader);
}

Content content_of(const std::string& html, Traits& traits) {
  const std::string octets =
      "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
      html;
  const auto message = mime::Message::parse_view(octets);
  Content content = extract(*message);
  traits = traits_of(*message, content);
  return content;
}

TEST(HtmlHiddenTest, AMessageThatHidesWordsHasATraitAndAFewLettersAreNone) {
  Traits traits;
  const Content content = content_of(
      "<p>shown</p><font color=white>meeting report harbour</font>"
      "<p hidden>budget and minutes</p>",
      traits);
  EXPECT_EQ(hidden_letters(content), 36u);
  std::vector<std::string> values;
  for (const Trait& trait : traits.traits) {
    if (trait.kind == TraitKind::hidden_text) values.push_back(trait.value);
  }
  EXPECT_THAT(values, testing::ElementsAre("ground", "removed"));
  EXPECT_EQ(hidden_letters(content_of("<p>shown</p><font color=white>1px</font>", traits)), 0u);
  for (const Trait& trait : traits.traits) EXPECT_NE(trait.kind, TraitKind::hidden_text);
}

TEST(HtmlHiddenTest, HostilePagesStayBounded) {
  std::string html = "<style>";
  for (int i = 0; i < 5'000; ++i) html += ".c" + std::to_string(i) + "{color:#fff}";
  html += "</style>";
  for (int i = 0; i < 20'000; ++i) {
    html +=
        i % 2 == 0 ? "a<font color=white>hidden words" : "<p class='c1 c2 c3' hidden>others</p>b";
  }
  const auto document = read_html(html);
  EXPECT_LE(document.hidden.size(), kHiddenRuns);
  for (const HtmlHidden& one : document.hidden) EXPECT_LE(one.text.size(), kHiddenShown);
}

}  // namespace
}  // namespace letterlock::content
