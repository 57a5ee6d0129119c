#include "content/html_names.h"

#include <gtest/gtest.h>

#include <string>

namespace letterlock::content {
namespace {

TEST(HtmlNamesTest, NamesAreKnownInAnyCase) {
  constexpr std::pair<std::string_view, HtmlTag> kTags[] = {{"a", HtmlTag::a},
                                                            {"B", HtmlTag::b},
                                                            {"td", HtmlTag::td},
                                                            {"Tr", HtmlTag::tr},
                                                            {"h1", HtmlTag::h1},
                                                            {"H6", HtmlTag::h6},
                                                            {"pre", HtmlTag::pre},
                                                            {"TABLE", HtmlTag::table},
                                                            {"tfoot", HtmlTag::tfoot},
                                                            {"textarea", HtmlTag::textarea},
                                                            {"Template", HtmlTag::template_},
                                                            {"blockQuote", HtmlTag::blockquote},
                                                            {"FIGCAPTION", HtmlTag::figcaption}};
  for (const auto& [name, tag] : kTags) EXPECT_EQ(html_tag(name), tag) << name;
  constexpr std::pair<std::string_view, HtmlAttribute> kAttributes[] = {
      {"id", HtmlAttribute::id},
      {"STYLE", HtmlAttribute::style},
      {"Class", HtmlAttribute::class_},
      {"http-Equiv", HtmlAttribute::http_equiv},
      {"xlink:HREF", HtmlAttribute::xlink_href},
      {"background", HtmlAttribute::background}};
  for (const auto& [name, id] : kAttributes) EXPECT_EQ(html_attribute(name), id) << name;
}

TEST(HtmlNamesTest, WhatIsNearlyANameIsNone) {
  for (const std::string_view name :
       {std::string_view(), std::string_view("x"), std::string_view("td\0", 3),
        std::string_view("h\x11"), std::string_view("tabl"), std::string_view("tables"),
        std::string_view("blockquot"), std::string_view("blockquota"),
        std::string_view("blockquoteb"),
        std::string_view("\xF4"
                         "d"),
        std::string_view("\x14"
                         "d"),
        std::string_view("t$"), std::string_view("\0\0\0", 3)}) {
    EXPECT_EQ(html_tag(name), HtmlTag::other) << name;
  }
  for (const std::string_view name : {"http\requiv",
                                      "http\x0D"
                                      "equiv",
                                      "xlink\x1Ahref", "st", "i$"}) {
    EXPECT_EQ(html_attribute(name), HtmlAttribute::other) << name;
  }
}

}  // namespace
}  // namespace letterlock::content
