#include "report/html.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/sha256.h"
#include "report/html_text.h"
#include "report/sample_test.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

// Not EXPECT_THAT: a failure would print the whole report.
bool html_has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

TEST(HtmlTest, UntrustedTextBringsNoMarkup) {
  const std::string html = to_html(sample());
  EXPECT_FALSE(html_has(html, "<script")) << "<script";
  EXPECT_FALSE(html_has(html, "<img")) << "<img";
  EXPECT_FALSE(html_has(html, "<b>more")) << "<b>more";
  EXPECT_TRUE(html_has(html, "&lt;script&gt;alert(1)&lt;/script&gt;"))
      << "&lt;script&gt;alert(1)&lt;/script&gt;";
  EXPECT_TRUE(html_has(html, "Ada &quot;&lt;Moss&gt;&quot;")) << "Ada &quot;&lt;Moss&gt;&quot;";
}

TEST(HtmlTest, ControlsThatHideOrReorderAreShownAsText) {
  const std::string html = to_html(sample());
  EXPECT_FALSE(html_has(html, "\u202E")) << "\u202E";
  EXPECT_FALSE(html_has(html, "\x1b")) << "\x1b";
  EXPECT_FALSE(html_has(html, "\xff")) << "\xff";
  EXPECT_TRUE(html_has(html, "\\u{202E}gpj.exe")) << "\\u{202E}gpj.exe";
}

TEST(HtmlTest, NothingCanBeLoadedOrRunAndNoLinkLeavesThePage) {
  const std::string html = to_html(sample());
  for (const char* word : {" src=\"", "href=\"h", "url(", "@import", "http://", "https://",
                           " style=", "onclick", "onerror=", "<iframe", "<form", "<link"}) {
    EXPECT_FALSE(html_has(html, word)) << word;
  }
  EXPECT_EQ(count(html, "href="), count(html, "href=\"#"));
}

TEST(HtmlTest, ThePolicyAllowsThePagesOwnStyleByItsHashAndNothingElse) {
  const std::string html = to_html(sample());
  const std::size_t from = html.find("<style>") + 7;
  const std::string style = html.substr(from, html.find("</style>") - from);
  EXPECT_TRUE(html_has(html, "content=\"default-src 'none'; style-src 'sha256-" +
                                 base64_encode(sha256(style).view()) +
                                 "'; base-uri 'none'; form-action 'none'\""))
      << "content=\"default-src 'none'; style-src 'sha256-" + base64_encode(sha256(style).view()) +
             "'; base-uri 'none'; form-action 'none'\"";
  EXPECT_LT(html.find("Content-Security-Policy"), html.find("<style>"));
  EXPECT_EQ(count(html, "<style"), 1u);
}

TEST(HtmlTest, AFindingShowsItsBytesTheirHashAndHowToCutThemOut) {
  const Investigation all = sample();
  const std::string html = to_html(all);
  const auto& evidence = all.hunt.findings[0].reasons[0].evidence[0];
  EXPECT_TRUE(html_has(html, "message #9411, octets 1,401 to 1,463"))
      << "message #9411, octets 1,401 to 1,463";
  EXPECT_TRUE(html_has(html,
                       "letterlock show cases/meridian 9411 --raw | tail -c +1402 | head -c "
                       "62 | sha256sum"))
      << "letterlock show cases/meridian 9411 --raw | tail -c +1402 | head -c "
         "62 | sha256sum";
  EXPECT_TRUE(html_has(html, evidence.cut_sha256.hex())) << evidence.cut_sha256.hex();
  EXPECT_TRUE(html_has(html, "octet 120 and on of the decoded text of part 1"))
      << "octet 120 and on of the decoded text of part 1";
}

TEST(HtmlTest, EveryElementIsClosed) {
  const std::string html = to_html(sample());
  for (const char* name : {"section", "article", "table", "tr", "figure", "svg", "ul", "ol", "li",
                           "dl", "div", "p", "pre", "bdi", "main", "header", "title"}) {
    const std::string open = std::string("<") + name;
    EXPECT_EQ(count(html, open + ">") + count(html, open + " "),
              count(html, std::string("</") + name + ">"))
        << name;
  }
}

TEST(HtmlTest, AnEmptyCaseMakesAPageThatSaysSo) {
  Investigation nothing;
  const std::string html = to_html(nothing);
  EXPECT_TRUE(html_has(html, "No message departs from what is usual by as much as this report"))
      << "No message departs from what is usual by as much as this report";
  EXPECT_TRUE(html_has(html, "No message has a date that could be read."))
      << "No message has a date that could be read.";
  EXPECT_TRUE(html_has(html, "Nothing has been established.")) << "Nothing has been established.";
}

TEST(HtmlTest, TheReportAccusesNobodyAndCertifiesNothing) {
  const std::string html = to_html(sample());
  for (const char* word : {"attacker", "phish", "fraud", "authentic", "verified", "malicious",
                           "guilty", "criminal", "hacker"}) {
    EXPECT_FALSE(html_has(html, word)) << word;
  }
}

TEST(HtmlTextTest, LinksAreDefangedWhereverTheyStand) {
  EXPECT_EQ(defanged("see https://evil.example/a.html now"),
            "see hxxps://evil[.]example/a.html now");
  EXPECT_EQ(defanged("HTTP://x.example"), "hxxp://x[.]example");
  EXPECT_EQ(defanged("www.x.example"), "www[.]x.example");
  EXPECT_EQ(defanged("ada@meridian.example"), "ada@meridian.example");
  EXPECT_EQ(sentence("Links to “evil.example” & on"),
            "Links to <bdi>“evil[.]example”</bdi> &amp; on");
}

}  // namespace
}  // namespace letterlock::report
