#include "mime/header_writer.h"

#include <gtest/gtest.h>

namespace letterlock::mime {
namespace {

TEST(HeaderWriterTest, FoldsAtSingleSpaces) {
  EXPECT_EQ(*HeaderWriter("Subject").append("Hello").finish(), "Subject: Hello\r\n");
  const std::string word(40, 'x');
  EXPECT_EQ(*HeaderWriter("X-Note").append(word + " " + word + "  " + word).finish(),
            "X-Note: " + word + "\r\n " + word + "  " + word + "\r\n");
  EXPECT_EQ(*HeaderWriter("X-Note").append(std::string(500, 'y')).finish(),
            "X-Note: " + std::string(500, 'y') + "\r\n");
}

TEST(HeaderWriterTest, NothingEndsTheField) {
  for (const std::string_view bad :
       {std::string_view("a\r\nBcc: x@letter.example"), std::string_view("a\nb"),
        std::string_view("a\rb"), std::string_view("a\0b", 3), std::string_view("a\x7F")}) {
    const auto field = HeaderWriter("Subject").append(bad).finish();
    ASSERT_FALSE(field);
    EXPECT_EQ(field.error().code, ErrorCode::corrupt);
  }
  EXPECT_FALSE(HeaderWriter("Sub ject").append("x").finish());
  EXPECT_FALSE(HeaderWriter("").append("x").finish());
  EXPECT_FALSE(HeaderWriter("X").append(std::string(1'200, 'z')).finish());
}

TEST(HeaderWriterTest, QuotedStringsAndComments) {
  EXPECT_EQ(quoted_string("a \"b\" \\c"), "\"a \\\"b\\\" \\\\c\"");
  EXPECT_EQ(comment("a (b) \\"), "(a \\(b\\) \\\\)");
}

}  // namespace
}  // namespace letterlock::mime
