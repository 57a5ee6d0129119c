#include "base/json_value.h"

#include <gtest/gtest.h>

namespace letterlock {
namespace {

TEST(JsonValueTest, ReadsEveryKindOfValue) {
  const auto read = parse_json(
      " {\"a\": [1, -2.5e+3, true, false, null], \"b\": \"x\\n\\u00e9\\ud83d\\ude00\\ud800\"} ");
  ASSERT_TRUE(read) << read.error().message;
  const JsonValue* a = read->find("a");
  ASSERT_NE(a, nullptr);
  ASSERT_EQ(a->items.size(), 5U);
  EXPECT_EQ(a->items[1].text, "-2.5e+3");
  EXPECT_TRUE(a->items[2].boolean);
  EXPECT_EQ(a->items[4].type, JsonValue::Type::null);
  EXPECT_EQ(read->string("b"), "x\n\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD");
  EXPECT_EQ(read->string("a"), "");
  EXPECT_EQ(read->find("c"), nullptr);
}

TEST(JsonValueTest, WhatIsNoJsonFailsWithItsPlace) {
  for (const char* wrong : {"", "{", "[1,]", "{\"a\" 1}", "{a:1}", "01", "1 2", "\"\\x\"",
                            "\"a\nb\"", "nul", "[1", "\"\\u12\"", "-", "1.", "1e"}) {
    const auto read = parse_json(wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt) << wrong;
    EXPECT_NE(read.error().message.find("octet"), std::string::npos);
  }
}

TEST(JsonValueTest, DepthAndCountAreBounded) {
  EXPECT_EQ(parse_json(std::string(100'000, '[')).error().code, ErrorCode::limit);
  EXPECT_EQ(parse_json("[1,2,3]", 3).error().code, ErrorCode::limit);
  EXPECT_TRUE(parse_json("[1,2]", 3));
}

}  // namespace
}  // namespace letterlock
