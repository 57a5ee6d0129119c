// Field values made to be slow: every parser reads a megabyte of them in linear time.
#include <gtest/gtest.h>

#include <chrono>

#include "mime/address.h"
#include "mime/date.h"
#include "mime/parameter.h"
#include "mime/unstructured.h"
#include "mime/value_test_support.h"

namespace letterlock::mime {
namespace {

// Sanitizers make each octet some thirty times as dear.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LETTERLOCK_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LETTERLOCK_SANITIZED
#endif
#endif
#ifdef LETTERLOCK_SANITIZED
constexpr std::size_t kSize = 1u << 17;
#else
constexpr std::size_t kSize = 1u << 20;
#endif

// What is repeated, between a start and an end.
struct Hostile {
  std::string_view start, repeated, end;
  std::string text() const {
    std::string out(start);
    while (out.size() < kSize) out += repeated;
    return out += end;
  }
};

constexpr Hostile kHostile[] = {
    {"", "(", ""},
    {"", "( ", ")"},
    {"", "\\(", ""},
    {"", "(\\", ""},
    {"", "(a)", "x"},
    {"", "((((", "))))"},
    {"a@b ", "()", ""},
    {"", "\"", ""},
    {"", "\"a", ""},
    {"", "\\\"", ""},
    {"", "\"\\", ""},
    {"", "<", ""},
    {"", "<a", ""},
    {"", "<\"", ""},
    {"", "<(", ""},
    {"", "<(a>", ")"},
    {"", "<\"a>", ""},
    {"", "<@", ""},
    {"", "<@a,", ":b@c>"},
    {"", "[", ""},
    {"", "@[", ""},
    {"", ">", ""},
    {"", "@", ""},
    {"", "a@", ""},
    {"", "a ", ""},
    {"", "a . ", "@b"},
    {"", ".", "@b"},
    {"", ",", ""},
    {"", "a,", "<b@c>"},
    {"", "a:", ""},
    {"", "a:b;", ""},
    {"", ";", ""},
    {"", "a b, ", ""},
    {"", "=?", ""},
    {"", "=?a", ""},
    {"", "=?a?q?", ""},
    {"", "=?a?q?x ", ""},
    {"", "=?a?q?x\ny", ""},
    {"", "=?a?q?x y", "=?a?q?x?="},
    {"", "=?a?q?x ", "?="},
    {"", "=?utf-8?q?x?=", ""},
    {"", "=?utf-8?q?x?= ", ""},
    {"", "=?utf-8?q?x?=41", ""},
    {"", "=?utf-8?b?w6k=?= =?koi8-r?q?=C1?= ", ""},
    {"", "=?a?b?====", ""},
    {"a/b; n=", "(", ""},
    {"a/b; n=x", "(a)", "y"},
    {"a/b; n=x", "(((a)))", "y"},
    {"a/b; n=x", " y", ""},
    {"a/b; n=", "\"x", ""},
    {"a/b; n=\"", "\" x", ""},
    {"a/b; n=\"", "\"=", ""},
    {"a/b", "; n=x", ""},
    {"a/b", "; n*0*=x", ""},
    {"a/b", "; n*1=%", ""},
    {"a/b; ", "n ", ""},
    {"a/b; ", "* ", "=x"},
    {"a/b; n*=", "'", ""},
    {"from ", "(from ", ""},
    {"from a ", "[", ""},
    {"from ", "<a ", ""},
    {"by ", "by ", ""},
    {"for ", "for from by ", "; 1 Jan 2020 00:00 +0000"},
    {"", "1 ", ""},
    {"", "Jan ", ""},
    {"", "1:", ""},
    {"", "; ", ""},
    {"", " ", ""},
    {"", "\r\n ", ""},
    {"", "\xC3", ""},
    {"", "\xE9\xC3\xA9", ""},
};

void parse_all(std::string_view text) {
  Arena arena;
  parse_addresses(text, arena);
  parse_content_type(text, arena);
  parse_disposition(text, arena);
  decode_unstructured(text, arena);
  parse_date(text);
  const OneField field("X", text);
  parse_addresses(field.message(), field.field());
  parse_message_ids(field.message(), field.field());
  parse_received(field.message(), field.field());
}

TEST(ValueLimitsTest, AMegabyteOfAnythingIsReadInLinearTime) {
  for (const Hostile& hostile : kHostile) {
    const auto begin = std::chrono::steady_clock::now();
    parse_all(hostile.text());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    // Linear work takes a tenth of a second; what is quadratic takes hours.
    EXPECT_LT(took.count(), 10.0) << hostile.start << hostile.repeated << hostile.end;
  }
}

TEST(ValueLimitsTest, CommentsDeeperThanTheLimitAreRecorded) {
  const std::string deep = std::string(200, '(') + std::string(200, ')') + " a@x.example";
  const OneField field("To", deep);
  EXPECT_EQ(parse_addresses(field.message(), field.field()).size(), 1u);
  EXPECT_TRUE(field.has(DefectKind::comment_too_deep));
}

}  // namespace
}  // namespace letterlock::mime
