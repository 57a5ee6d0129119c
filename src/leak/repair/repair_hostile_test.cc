// Messages made to cost: whatever a sender puts in, the search ends within its limits.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <vector>

#include "leak/repair/test_signed.h"

namespace letterlock::leak {
namespace {

std::string repeated(std::size_t count, const std::function<std::string(std::size_t)>& make) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += make(i);
  return all;
}

std::string with(std::string_view more_fields, std::string_view body) {
  return "From: a@a.example\r\nSubject: s\r\n" + std::string(more_fields) + "\r\n" +
         std::string(body);
}

struct Hostile {
  const char* name;
  std::string octets;
};

std::vector<Hostile> hostile() {
  const std::string number = "0123456789";
  return {
      {"100,000 lines",
       with("",
            repeated(100'000, [](std::size_t i) { return "line " + std::to_string(i) + "\r\n"; }))},
      {"one line of 4 MB", with("", std::string(4u << 20, 'x'))},
      {"3,000 parts",
       with("Content-Type: multipart/mixed; boundary=b\r\n",
            repeated(3'000, [](std::size_t) { return "--b\r\n\r\ntext\r\n"; }) + "--b--\r\n")},
      {"3,000 parts of base64",
       with("Content-Type: multipart/mixed; boundary=b\r\n",
            repeated(3'000,
                     [](std::size_t) {
                       return "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n";
                     }) +
                "--b--\r\n")},
      {"10,000 recipients", with("To: " +
                                     repeated(10'000,
                                              [](std::size_t i) {
                                                return "N <n" + std::to_string(i) +
                                                       "@b.example>,\r\n ";
                                              }) +
                                     "x@b.example\r\n",
                                 "text\r\n")},
      {"tags in the subject",
       with("Subject: " + repeated(5'000, [](std::size_t) { return "[t] "; }) + "\r\n",
            "text\r\n")},
      {"10,000 fields of one name",
       with(repeated(10'000, [](std::size_t) { return "To: a@b.example\r\n"; }), "text\r\n")},
      {"HTML of divs", with("Content-Type: text/html\r\n",
                            repeated(50'000, [](std::size_t) { return "<div>external "; }))},
      {"links of links",
       with("Content-Type: text/html\r\n",
            repeated(
                20'000,
                [](std::size_t) {
                  return "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example ";
                }))},
      {"tokens", with("", repeated(100'000, [](std::size_t) { return "QUFBQUFBQUFBQUFBQUFB "; }))},
      {"octets that are no text",
       with("", repeated(200'000,
                         [](std::size_t i) { return std::string(1, static_cast<char>(i * 37)); }))},
  };
}

TEST(RepairHostileTest, TheSearchEndsWithinItsLimits) {
  for (const Hostile& one : hostile()) {
    const std::string octets =
        with_signature("From: a@a.example\r\nSubject: t\r\nTo: c@b.example\r\n\r\nother\r\n",
                       "relaxed/simple", "from:to:subject:cc");
    const std::string mangled = octets.substr(0, octets.find("\r\n") + 2) + one.octets;
    const auto message = mime::Message::parse(mime::RawMessage::copy_of(mangled));
    const auto check = checked(*message);
    const auto begin = std::chrono::steady_clock::now();
    const RepairOutcome outcome = search_repair(*message, check, {});
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    const RepairLimits limits;
    EXPECT_LE(outcome.body_hashes, limits.body_hashes) << one.name;
    EXPECT_LE(outcome.header_hashes, limits.header_hashes) << one.name;
    EXPECT_NE(outcome.body, BodyRepair::restored) << one.name;
    EXPECT_NE(outcome.header, HeaderRepair::restored) << one.name;
    // Generous: sanitizers and a busy machine; without a limit these take minutes.
    EXPECT_LT(seconds.count(), 60) << one.name;
  }
}

}  // namespace
}  // namespace letterlock::leak
