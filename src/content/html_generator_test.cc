#include "content/html_generator.h"

#include <gtest/gtest.h>

#include <string>

namespace letterlock::content {
namespace {

struct Case {
  std::string_view html, program;
};
constexpr Case kCases[] = {
    {"", ""},
    {"KMai", ""},
    {"<b>x</b>", ""},
    {"KMail", "KMail"},
    {"ydp", "Yahoo"},
    {"<p class=\"MsoNormal\">", "Word"},
    {"<div dir=\"ltr\">", "Gmail"},
    {"<div dir=\"auto\">", "Gmail mobile"},
    {"<meta name=\"GENERATOR\" content=\"MSHTML 11\">", "MSHTML"},
    {"<div class=\"elementToProof\">", "Outlook web"},
    // The first one counts: what a reply quotes comes later.
    {"<div class=\"ydp1\"><div dir=\"ltr\">", "Yahoo"},
    {"<div class=\"bee-row\"><div class=\"ydp1\">", "Bee"},
    {"<div class=\"moz-text\"><p class=\"moz-txt\">", "Thunderbird"},
};

TEST(HtmlGeneratorTest, TheFirstMarkTells) {
  for (const Case& one : kCases) {
    for (std::size_t before = 0; before < 40; ++before) {
      std::string html = "<html><body><p>Dear all, the minutes are in";
      html.resize(before);
      const std::string alone = html.append(one.html);
      EXPECT_EQ(html_generator(alone), one.program) << alone;
      EXPECT_EQ(html_generator(html.append("</body>")), one.program) << html;
    }
  }
}

TEST(HtmlGeneratorTest, OnlyTheBeginningIsLookedAt) {
  EXPECT_EQ(html_generator(std::string(1018, ' ') + "gmail_quote"), "Gmail");
  EXPECT_EQ(html_generator(std::string(1019, ' ') + "gmail_quote"), "");
}

}  // namespace
}  // namespace letterlock::content
