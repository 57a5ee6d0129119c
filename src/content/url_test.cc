#include "content/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "content/carried.h"
#include "content/text_urls.h"

namespace letterlock::content {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct UrlCase {
  std::string_view input;
  std::string_view href;  // "" where a browser would not follow it
};
// Expected values are those of Node's URL class; tests/oracle/url_oracle.mjs compares many more.
constexpr UrlCase kUrls[] = {
    {"HTTPS://EXAMPLE.com/a/../b?q#f", "https://example.com/b?q#f"},
    {"http:\\\\evil.example\\p", "http://evil.example/p"},
    {" https://a.example/x\ny\t ", "https://a.example/xy"},
    {"https://good.example@evil.example/", "https://good.example@evil.example/"},
    {"https://a@b@c.example/", "https://a%40b@c.example/"},
    {"http://0x7f.1/", "http://127.0.0.1/"},
    {"http://2130706433", "http://127.0.0.1/"},
    {"http://017700000001", "http://127.0.0.1/"},
    {"http://1.2.3.4.5", ""},
    {"http://256.1.1.1", ""},
    {"http://[::ffff:1.2.3.4]:80/", "http://[::ffff:102:304]/"},
    {"http://[1:0:0:2::3]", "http://[1:0:0:2::3]/"},
    {"http://[::1", ""},
    {"http://%65xample.com", "http://example.com/"},
    {"http://ex%00ample.com", ""},
    {"http://exa mple.com", ""},
    {"http://b\xC3\xBC"
     "cher.example",
     "http://xn--bcher-kva.example/"},
    {"http://xn--a", ""},
    {"https://h:443/", "https://h/"},
    {"https://h:99999/", ""},
    {"https:///h/x", "https://h/x"},
    {"mailto:a@b.example?subject=x", "mailto:a@b.example?subject=x"},
    {"javascript:alert(1)", "javascript:alert(1)"},
    {"file:///C|/x/../y", "file:///C:/y"},
    {"x:/..//a", "x:/.//a"},
    {"//no-scheme.example/", ""},
};

TEST(UrlTest, UrlsAreReadAsABrowserReadsThem) {
  for (const auto& c : kUrls) {
    const auto url = parse_url(c.input);
    EXPECT_EQ(url ? url->href() : "", c.href) << c.input;
    if (!url) continue;
    const auto again = parse_url(url->href());
    ASSERT_TRUE(again) << c.input;
    EXPECT_EQ(again->href(), c.href) << c.input;
  }
}

TEST(UrlTest, RelativeUrlsStandOnTheirBase) {
  const auto base = parse_url("https://b.example/a/b?q");
  ASSERT_TRUE(base);
  EXPECT_EQ(parse_url("../x", &*base)->href(), "https://b.example/x");
  EXPECT_EQ(parse_url("//h.example/x", &*base)->href(), "https://h.example/x");
  EXPECT_EQ(parse_url("\\\\h.example\\x", &*base)->href(), "https://h.example/x");
  EXPECT_EQ(parse_url("?y", &*base)->href(), "https://b.example/a/b?y");
}

TEST(UrlTest, VeryLongInputIsReadInLinearTime) {
  const std::string dots(1'000'000, '.');
  EXPECT_TRUE(parse_url("http://h/" + dots));
  std::string segments = "http://h";
  for (int i = 0; i < 200'000; ++i) segments += "/a/..";
  EXPECT_EQ(parse_url(segments)->href(), "http://h/");
  EXPECT_FALSE(parse_url("http://\xC3\xBC" + std::string(100'000, 'a') + "/"));
}

std::vector<std::string> carried_in(std::string_view url) {
  const auto parsed = parse_url(url);
  return parsed ? carried_urls(*parsed) : std::vector<std::string>{"not a URL"};
}

TEST(CarriedUrlTest, UrlsInsideUrlsAreFound) {
  constexpr std::pair<std::string_view, std::string_view> kOne[] = {
      {"https://h.example/?u=https://x.example/a", "https://x.example/a"},
      {"https://h.example/?u=https%3A%2F%2Fx.example%2Fa%3Fb%3D1%26c%3D2&v=1",
       "https://x.example/a?b=1&c=2"},
      {"https://h.example/?u=https%253A%252F%252Fx.example%252F", "https://x.example/"},
      {"https://h.example/r/https://x.example/a?b=1&c=2", "https://x.example/a?b=1&c=2"},
      {"https://h.example/r/https:/x.example/a", "https://x.example/a"},
      {"https://h.example/#https://x.example/", "https://x.example/"},
      {"https://h.example/?next=//x.example/a", "https://x.example/a"},
      {"https://h.example/?next=/%5Cx.example/a", "https://x.example/a"},
      {"https://h.example/?url=www.x.example", "http://www.x.example/"},
      {"https://h.example/c/aHR0cHM6Ly94LmV4YW1wbGUvYQ==", "https://x.example/a"},
      {"https://h.example/ck/a?u=a1aHR0cHM6Ly94LmV4YW1wbGUv&ntb=1", "https://x.example/"},
      {"https://nam01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2F&data=05",
       "https://x.example/"},
      {"https://urldefense.proofpoint.com/v2/url?u=https-3A__x.example_a-3Fb-3D1&d=DwMF",
       "https://x.example/a?b=1"},
      {"https://urldefense.com/v3/__https://x.example/a*b__;Iw!!K!s$", "https://x.example/a#b"},
      {"https://www.google.com/url?q=https://x.example/&sa=D", "https://x.example/"},
  };
  for (const auto& [url, want] : kOne) {
    EXPECT_THAT(carried_in(url), ElementsAre(std::string(want))) << url;
  }
}

TEST(CarriedUrlTest, ChainsAreFollowedAndOrdinaryUrlsCarryNothing) {
  EXPECT_THAT(
      carried_in(
          "https://a.example/?u=https%3A%2F%2Fb.example%2F%3Fv%3Dhttps%253A%252F%252Fc.example"),
      ElementsAre("https://b.example/?v=https%3A%2F%2Fc.example", "https://c.example/"));
  for (const auto url : {"https://a.example/b/c?d=e&f=1.2", "https://a.example/?time=12:30/x",
                         "https://a.example//double/slash", "mailto:a@b.example"}) {
    EXPECT_THAT(carried_in(url), IsEmpty()) << url;
  }
}

std::vector<std::string> urls_in(std::string_view text) {
  std::vector<std::string> found;
  for (const auto& url : find_text_urls(text, 100)) found.push_back(url.url);
  return found;
}

TEST(TextUrlTest, UrlsEndWhereTheSentenceGoesOn) {
  constexpr std::pair<std::string_view, std::string_view> kOne[] = {
      {"See https://a.example/x.", "https://a.example/x"},
      {"(https://a.example/x_(y))", "https://a.example/x_(y)"},
      {"<https://a.example/x.>", "https://a.example/x."},
      {"<https://a.example/long\r\n path>", "https://a.example/longpath"},
      {"*https://a.example/*", "https://a.example/"},
      {"\"https://a.example/\"", "https://a.example/"},
      {"visit www.a.example, now", "www.a.example"},
      {"mailto:x@a.example!", "mailto:x@a.example"},
      {"https://a.example请看", "https://a.example"},
      {"看https://a.example/路?x=1。", "https://a.example/路?x=1"},
      {"HTTP://A.example/x\xC2\xA0y", "HTTP://A.example/x"},
      {"https://[::1]:8080/x", "https://[::1]:8080/x"},
  };
  for (const auto& [text, want] : kOne) {
    EXPECT_THAT(urls_in(text), ElementsAre(std::string(want))) << text;
  }
}

TEST(TextUrlTest, DefangedAndHalfUrlsAreText) {
  for (const auto text :
       {"hxxps://a.example/", "https://a[.]example/", "x@www.a.example", "https:// x", "foohttp://",
        "http", "://", "www.", "nothttps://a.example"}) {
    EXPECT_THAT(urls_in(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace letterlock::content
