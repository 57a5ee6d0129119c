#include "content/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "base/ascii.h"
#include "base/printable.h"

namespace letterlock::content {
namespace {

struct TextCase {
  const char* what;
  std::string_view html;
  std::string_view text;
};

constexpr TextCase kVisible[] = {
    {"white space collapses", "<p>One   two\r\n three</p>", "One two three"},
    {"blocks stand on lines of their own", "<div>a</div><div>b</div>c", "a\nb\nc"},
    {"paragraphs have a blank line between them", "<p>a<p>b", "a\n\nb"},
    {"br ends a line, two leave one blank", "a<br>b<br><br>c", "a\nb\n\nc"},
    {"cells are apart by a tab, rows by a line end",
     "<table><tr><td>a<td>b</tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"},
    {"lists have marks", "<ul><li>a<li>b</ul>", "- a\n- b"},
    {"pre keeps its lines", "<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"},
    {"style can preserve lines too", "<div style='white-space:pre-wrap'>a\nb</div>", "a\nb"},
    {"references are decoded", "caf&eacute; &amp; &#x41;&#66; &notanentity; &copy",
     "café & AB ¬anentity; ©"},
    {"script, style, title and head are no text",
     "<head><title>T</title><style>p{}</style></head><script>x<b>y</script>z", "z"},
    {"comments and conditional comments are no text", "a<!-- b --><!--[if mso]>c<![endif]-->d",
     "ad"},
    {"downlevel-revealed content is text", "<![if !mso]>a<![endif]>", "a"},
    {"alt text stands for the picture", "<img alt='Our logo' src=x>", "Our logo"},
    {"invisible characters inside words go", "pass\xC2\xADword in\xE2\x80\x8Bvoice",
     "password invoice"},
    {"a joiner between letters stays", "\xD9\x85\xE2\x80\x8C\xD8\xAA",
     "\xD9\x85\xE2\x80\x8C\xD8\xAA"},
    {"an unclosed tag at the end is no text", "a<b href=\"x", "a"},
    {"a lone less-than sign is text", "1 < 2 <3", "1 < 2 <3"},
    {"noscript is shown, mail has no scripts", "<noscript>a</noscript>", "a"},
};

constexpr TextCase kHidden[] = {
    {"display:none", "a<div style='display:none'>b<p>c</div>d", "ad"},
    {"display: none !important beats a later block",
     "<p style='display: none !important; display:block'>b</p>", ""},
    {"a later block beats none", "<p style='display:none;display:block'>b</p>", "b"},
    {"visibility:hidden, undone inside",
     "<p style=visibility:hidden>b<span style=visibility:visible>c</span>", "c"},
    {"font-size:0, set again inside",
     "<td style='font-size:0px'>b<span style='font-size:14px'>c</span>", "c"},
    {"font-size:1px", "<span style='font-size:1px'>b</span>a", "a"},
    {"the hidden attribute", "<p hidden>b</p>a", "a"},
    {"opacity:0", "<p style='opacity:0'>b</p>a", "a"},
    {"a box without height that clips",
     "<div style='max-height:0;overflow:hidden'>preheader</div>a", "a"},
    {"moved off the page", "<div style='position:absolute;left:-9999px'>b</div>a", "a"},
    {"a class that the style sheet hides",
     "<style>.x, div.pre { display:none } @media print { .y {display:none} }</style>"
     "<div class='pre big'>b</div><p class=y>c",
     "c"},
    {"references inside the style", "<p style='display&colon;none'>b</p>a", "a"},
    {"a hidden cell ends with its cell",
     "<table><tr><td><span style='display:none'>b</td><td>c</td></table>", "c"},
    {"a hidden font element that outlives its blocks", "<font style='display:none'><div>b</font>c",
     "c"},
};

std::string text_of(std::string_view html) { return read_html(html).text; }

// Long runs are read many octets at a time.
TEST(HtmlTest, ATextReadsTheSameWhereverItStands) {
  for (std::size_t before = 0; before < 50; ++before) {
    for (std::size_t after = 0; after < 20; ++after) {
      const std::string start(before, 'x'), end(after, 'y');
      const std::string text =
          start + "one two  three\r\n\t   \f  four&amp;five pass\xC2\xADword caf\xC3\xA9 " + end;
      const std::string shown = start + "one two three four&five password caf\xC3\xA9 " + end;
      EXPECT_EQ(read_html("<p>" + text + "</p>").text, std::string(trim(shown))) << text;
      EXPECT_EQ(read_html(text).text, std::string(trim(shown))) << text;
    }
  }
}

TEST(HtmlTest, AStyleReadsTheSameWhereverItStands) {
  for (std::size_t before = 0; before < 150; ++before) {
    const std::string other = "margin" + std::string(before, '0');
    for (const std::string_view hides :
         {"display:none", " display : none ;", "opacity:0;color:red", "font-size:0"}) {
      const auto hidden = [](const std::string& style) {
        return read_html("a<p style='" + style + "'>b</p>").text == "a";
      };
      EXPECT_TRUE(hidden(other + ":1;" + std::string(hides))) << before;
      EXPECT_TRUE(hidden(other + ";" + std::string(hides))) << before;
      EXPECT_TRUE(hidden(other + ":url(a;b:c);" + std::string(hides))) << before;
      EXPECT_TRUE(hidden(std::string(hides) + ";" + other + ":1")) << before;
      EXPECT_FALSE(hidden(other + ":\"" + std::string(hides) + "\"")) << before;
      EXPECT_FALSE(hidden(other + ":(" + std::string(hides))) << before;
    }
  }
}

TEST(HtmlTest, TextIsWhatAReaderSees) {
  for (const auto& c : kVisible) EXPECT_EQ(text_of(c.html), c.text) << c.what;
}

TEST(HtmlTest, HiddenTextIsLeftOut) {
  for (const auto& c : kHidden) EXPECT_EQ(text_of(c.html), c.text) << c.what;
}

TEST(HtmlTest, LinksComeWithWhatTheReaderSees) {
  const std::string html =
      "<a href=\"https://hop.example/?a=1&amp;b=2\">\n <b>Open</b> the&nbsp;plan </a>"
      "<map><area href='https://area.example'></map><form action=https://form.example></form>"
      "<img src='cid:logo'><img src=https://pixel.example/x.gif>"
      "<meta http-equiv=Refresh content='0; URL=\"https://next.example/\"'>"
      "<td background='https://bg.example/b.png' style=\"background:url('https://css.example/')\">";
  const HtmlDocument document = read_html(html);
  std::vector<std::string> found;
  for (const auto& link : document.links) {
    found.push_back(html.substr(link.where.offset, link.where.length) + "|" +
                    document.text.substr(link.text_begin, link.text_end - link.text_begin));
  }
  EXPECT_THAT(found, testing::ElementsAre("https://hop.example/?a=1&amp;b=2|Open the plan",
                                          "https://area.example|", "https://form.example|",
                                          "https://pixel.example/x.gif|", "https://next.example/|",
                                          "https://bg.example/b.png|", "https://css.example/|"));
  EXPECT_THAT(document.content_ids, testing::ElementsAre("logo"));
}

TEST(HtmlTest, TextLeadsBackToItsSource) {
  const std::string html = "<p>x</p><p>caf&eacute;&nbsp; https://a.example/?x=1&amp;y=2 end</p>";
  const HtmlDocument document = read_html(html);
  const std::string_view url = "https://a.example/?x=1&y=2";
  const std::size_t at = document.text.find(url);
  ASSERT_NE(at, std::string::npos);
  const ByteRange where = document.map.source(at, at + url.size());
  EXPECT_EQ(html.substr(where.offset, where.length), "https://a.example/?x=1&amp;y=2");
  const std::size_t cafe = document.text.find("caf");
  const ByteRange word = document.map.source(cafe, cafe + 5);
  EXPECT_EQ(html.substr(word.offset, word.length), "caf&eacute;");
}

TEST(HtmlTest, ClientsMarksOfQuotesAreSeen) {
  const HtmlDocument gmail = read_html(
      "new<div class=\"gmail_quote\">On Monday X wrote:<blockquote "
      "class=gmail_quote>old</blockquote>"
      "</div>after");
  ASSERT_EQ(gmail.quotes.size(), 2U);
  EXPECT_EQ(gmail.quotes[0].kind, HtmlQuote::Kind::container);
  EXPECT_EQ(gmail.text.substr(gmail.quotes[0].begin, gmail.quotes[0].end - gmail.quotes[0].begin),
            "\nOn Monday X wrote:\n\nold");
  const HtmlDocument outlook =
      read_html("new<div style='border:none;border-top:solid #E1E1E1 1.0pt'>From: X</div>old");
  ASSERT_EQ(outlook.quotes.size(), 1U);
  EXPECT_EQ(outlook.quotes[0].kind, HtmlQuote::Kind::separator);
  EXPECT_EQ(outlook.quotes[0].end, outlook.text.size());
}

std::string repeated(std::string_view piece, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

// Each of these is quadratic or worse in some HTML library in wide use.
TEST(HtmlTest, HostileInputTakesLinearTime) {
  const std::string inputs[] = {
      repeated("<div>", 400'000),
      repeated("<b>", 400'000),
      repeated("<div><b><i><p><table><td>", 100'000) + repeated("</i></b></div>", 100'000),
      "<a " + repeated("x=1 ", 400'000) + ">",
      "<p " + repeated("style='display:none' class='a b c d e f g' ", 40'000) + ">",
      repeated("<a href=x>", 200'000),
      repeated("<table>", 200'000),
      repeated("<li>", 200'000),
      repeated("</", 500'000),
      repeated("</>", 500'000),
      repeated("<!-", 500'000),
      repeated("<!--", 500'000),
      repeated("<script><!--", 200'000),
      repeated("<style>.x{display:none}", 100'000),
      repeated("&", 1'000'000),
      repeated("&CounterClockwiseContourIntegra", 50'000),
      repeated("<blockquote>", 200'000),
      repeated("<span style='background:url(", 100'000),
      repeated("<title>", 200'000),
      repeated("<svg>", 200'000) + repeated("<![CDATA[", 100'000),
      repeated("<x style='", 200'000),
  };
  const std::clock_t begin = std::clock();
  for (const auto& input : inputs) {
    const HtmlDocument document = read_html(input);
    EXPECT_LE(document.text.size(), 2 * input.size());
    EXPECT_TRUE(is_valid_utf8(document.text));
  }
  // CPU time: other work on the machine does not count.
  EXPECT_LT(std::clock() - begin, 10 * CLOCKS_PER_SEC);
}

TEST(HtmlTest, DepthIsBoundedAndNothingIsLost) {
  const std::string html = repeated("<div>", 20'000) + "<a href=https://deep.example>deep</a>" +
                           repeated("</div>", 20'000) + "after";
  const HtmlDocument document = read_html(html);
  EXPECT_EQ(document.links.size(), 1U);
  EXPECT_EQ(document.text, "deep\nafter");
}

}  // namespace
}  // namespace letterlock::content
