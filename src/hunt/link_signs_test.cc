#include "hunt/link_signs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "casefile/facts_of.h"
#include "hunt/consent_links.h"
#include "hunt/signs_of.h"
#include "hunt/test_archive.h"
#include "mime/message.h"

namespace letterlock::hunt {
namespace {

store::MessageRecord with_link(std::string_view url, std::string_view visible) {
  std::string octets =
      "From: Ada Moss <ada@meridian.example>\r\nTo: ben@meridian.example\r\n"
      "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hello</p><a href=\"";
  octets.append(url).append("\">").append(visible).append("</a>\r\n");
  const auto message = mime::Message::parse_view(octets);
  store::MessageFacts facts = casefile::facts_of(*message, {}, {});
  store::MessageRecord record;
  record.addresses = std::move(facts.addresses);
  record.links = std::move(facts.links);
  return record;
}

std::vector<std::string> codes(std::string_view url, std::string_view visible = "the notes") {
  const store::MessageRecord message = with_link(url, visible);
  SignList list;
  add_link_signs(message, list);
  std::vector<std::string> names;
  for (const Sign& sign : list.take()) {
    EXPECT_FALSE(sign.text.empty());
    names.emplace_back(sign_kind(sign.code).name);
  }
  return names;
}

using ::testing::Contains;
using ::testing::IsEmpty;

TEST(LinkSignsTest, EverydayLinksShowNothing) {
  for (const auto& [url, visible] : std::vector<std::pair<const char*, const char*>>{
           {"https://meridian.example/notes", "the notes"},
           {"https://www.meridian.example/notes", "meridian.example/notes"},
           {"https://lists.meridian.example/archive?id=12", "https://lists.meridian.example"},
           {"https://git.meridian.example/tree/run.sh", "run.sh"},
           {"https://mail.meridian.example/inbox", "webmail"},
           {"https://hotmail.com/", "hotmail"},
           {"https://meridian.example/c/4b5e0d1f9f2d6a3c1e8b7a6d5c4b3a2918171615", "commit"},
           {"https://outlook.office365.com/mail", "mail"},
           {"https://www.google.com/search?q=harbour", "search"},
           {"https://git@github.com/meridian/notes.git", "repository"}}) {
    EXPECT_THAT(codes(url, visible), IsEmpty()) << url;
  }
}

TEST(LinkSignsTest, EachSignIsSeenWhereItIs) {
  const struct {
    const char* url;
    const char* visible;
    const char* want;
  } kCases[] = {
      {"https://other.example/", "https://meridian.example/notes", "link_shows_other_host"},
      {"https://other.example/", "www.meridian.example", "link_shows_other_host"},
      {"https://hop.example/r?u=https%3A%2F%2Fmeridian.example%2Fnotes",
       "https://meridian.example/notes", "link_passes_through"},
      {"https://www.google.co.uk/url?q=https://other.example/", "notes", "link_open_redirector"},
      {"https://www.google.com/amp/s/other.example/x", "notes", "link_open_redirector"},
      {"https://www.bing.com/ck/a?!&p=1&u=a1aHR0cHM6Ly9v", "notes", "link_open_redirector"},
      {"https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fo.example", "video",
       "link_open_redirector"},
      {"https://www.linkedin.com/slink?code=abc", "profile", "link_open_redirector"},
      {"https://l.facebook.com/l.php?u=https%3A%2F%2Fo.example", "page", "link_open_redirector"},
      {"https://googleads.g.doubleclick.net/pcs/click?adurl=https://o.example", "ad",
       "link_open_redirector"},
      {"https://tinyurl.com/abcd", "notes", "link_shortener"},
      {"https://u123.ct.sendgrid.net/ls/click?upn=x", "notes", "link_click_counter"},
      {"https://o.example/#ben@meridian.example", "notes", "link_names_recipient"},
      {"https://o.example/?e=ben%40meridian.example", "notes", "link_names_recipient"},
      {"https://o.example/x/YmVuQG1lcmlkaWFuLmV4YW1wbGU=", "notes", "link_names_recipient"},
      {"https://meridian.example@other.example/x", "notes", "link_userinfo"},
      {"http://192.0.2.7/x", "notes", "link_ip_host"},
      {"http://0xC0.0.2.7/x", "notes", "link_host_disguised"},
      {"http://o%74her.example/x", "notes", "link_host_disguised"},
      {"https://other.example:8443/x", "notes", "link_odd_port"},
      {"https://other.example/x",
       "notes\xE2\x80\xAE"
       "fdp.exe",
       "link_hidden_characters"},
      {"https://xn--80ak6aa92e.com/", "notes", "link_mixed_scripts"},
      {"https://xn--bcher-kva.example/", "notes", "link_international_name"},
      {"https://a1b2c3d4e5f6g7h8.other.example/", "notes", "link_random_label"},
      {"data:text/html,<b>x</b>", "notes", "link_script"},
      {"javascript:run()", "notes", "link_script"},
      {"https://mailer-daemon.example/x", "notes", "link_imitates_mail_service"},
      {"https://secure-quarantine.example/x", "notes", "link_imitates_mail_service"},
      {"https://tinyurl.example/x", "notes", "link_imitates_shortener"},
      {"https://short-url.example/x", "notes", "link_imitates_shortener"},
      {"https://login.microsoftonline.com.other.example/x", "notes", "link_imitates_service"},
      {"https://outlook.other.example/x", "notes", "link_imitates_service"},
      {"https://notes-1.pages.dev/x", "notes", "link_free_hosting"},
      {"https://docs.google.com/document/d/1/edit", "notes", "link_file_share"},
      {"https://login.microsoftonline.com/common/oauth2/v2.0/"
       "authorize?client_id=6c1f&scope=Mail.Read+offline_access&redirect_uri=https%3A%2F%2Fo."
       "example%2Fcb&prompt=consent",
       "notes", "link_oauth_consent"},
      {"https://login.microsoftonline.com/common/oauth2/v2.0/"
       "authorize?client_id=6c1f&scope=x&redirect_uri=https%3A%2F%2Fo.example&prompt=none",
       "notes", "link_oauth_bounce"},
      {"https://microsoft.com/devicelogin", "sign in", "link_device_login"},
  };
  for (const auto& c : kCases) EXPECT_THAT(codes(c.url, c.visible), Contains(c.want)) << c.url;
}

TEST(LinkSignsTest, WordsThatAreNoAddressesAreNoMismatch) {
  for (const char* visible : {"see notes.py", "notes.txt", "e.g. this", "ada@meridian.example",
                              "Version 1.2.3", "meridian.example is where it is"}) {
    EXPECT_THAT(codes("https://other.example/", visible), IsEmpty()) << visible;
  }
}

TEST(LinkSignsTest, RepeatedSignsAreCountedNotRepeated) {
  store::MessageRecord message = with_link("http://192.0.2.7/1", "a");
  store::LinkFact more = message.links.front();
  for (int i = 2; i < 5; ++i) {
    more.url = "http://192.0.2.7/" + std::to_string(i);
    message.links.push_back(more);
  }
  SignList list;
  add_link_signs(message, list);
  const auto signs = list.take();
  ASSERT_EQ(signs.size(), 1u);
  EXPECT_EQ(signs[0].more, 3u);
  EXPECT_NE(reason_of(signs[0]).text.find("3 more times"), std::string::npos);
}

TEST(LinkSignsTest, WhatTheSenderOnlyQuotesShowsNothing) {
  store::MessageRecord message = with_link("http://192.0.2.7/1", "a");
  message.links[0].in_quoted_text = true;
  SignList list;
  add_link_signs(message, list);
  EXPECT_TRUE(list.take().empty());
}

TEST(LinkSignsTest, AllSignsTogetherAreBounded) {
  std::vector<Sign> signs(kSignCodes);
  for (std::size_t i = 0; i < kSignCodes; ++i) signs[i].code = static_cast<SignCode>(i);
  EXPECT_LE(weight_of(signs), kMostOfSigns);
  for (const Sign& sign : signs) {
    EXPECT_FALSE(sign_kind(sign.code).innocent.empty()) << sign_kind(sign.code).name;
  }
}

TEST(ConsentLinksTest, TheRequestIsReadAsWritten) {
  const auto url = content::parse_url(
      "https://accounts.google.com/o/oauth2/v2/auth?client_id=77.apps.example&scope=openid%20"
      "mail&redirect_uri=https://collect.example/cb&prompt=consent&response_type=code");
  ASSERT_TRUE(url);
  const auto request = consent_request(*url);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->client_id, "77.apps.example");
  EXPECT_EQ(request->scope, "openid mail");
  EXPECT_EQ(request->redirect_host, "collect.example");
  EXPECT_FALSE(consent_request(*content::parse_url("https://shop.example/oauth?x=1")));
}

TEST(ConsentLinksTest, DeviceCodesAreToldFromWordsAndNumbers) {
  EXPECT_EQ(device_code_in("enter K7QFM2XD there").value_or(""), "K7QFM2XD");
  EXPECT_EQ(device_code_in("Code: WDJB-MJHT.").value_or(""), "WDJB-MJHT");
  for (const char* text : {"NOTICE TO ALL MEMBERS", "20240821", "call 0123-4567", "ATTENTION",
                           "XK7QFM2XDAB12", "k7qfm2xd"}) {
    EXPECT_FALSE(device_code_in(text)) << text;
  }
}

}  // namespace
}  // namespace letterlock::hunt
