#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/cursor.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "base/sha256.h"

namespace letterlock {
namespace {

TEST(Sha256Test, MatchesFips180Examples) {
  EXPECT_EQ(sha256("abc").hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256::from_hex(sha256("abc").hex()), sha256("abc"));
  EXPECT_EQ(Sha256::from_hex("xy"), std::nullopt);
}

TEST(AsciiTest, LowersLettersOfEachLengthAndNothingElse) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  for (std::size_t begin = 0; begin < all.size(); ++begin) {
    for (std::size_t length = 0; length < 20 && begin + length <= all.size(); ++length) {
      const std::string text = all.substr(begin, length);
      std::string want;
      for (const char c : text) want += to_lower(c);
      ASSERT_EQ(lower_ascii(text), want);
    }
  }
}

TEST(Base64Test, MatchesRfc4648Section10) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : cases) {
    EXPECT_EQ(base64_encode(plain), encoded);
    EXPECT_EQ(base64_decode(encoded), plain);
  }
  for (const std::string_view bad : {"Zg", "Zh==", "Zg=\n", "===="})
    EXPECT_FALSE(base64_decode(bad)) << bad;
}

TEST(ClockTest, FormatsUtc) {
  EXPECT_EQ(format_utc(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_utc(951782400), "2000-02-29T00:00:00Z");
  EXPECT_EQ(format_utc(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(format_utc(INT64_MAX / 2), "?");
}

TEST(PrintableTest, MakesDeceptionVisible) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\x1B[31mb");
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "b"),
            "a\\u{202E}b");
  EXPECT_EQ(printable("\xff\xc0\x80"), "\\xFF\\xC0\\x80");
  EXPECT_EQ(printable("gr\xc3\xbc\xc3\x9f\n"), "gr\xc3\xbc\xc3\x9f\\n");
  EXPECT_EQ(printable("a\r\nb\rc", true), "a\nb\\x0Dc");
}

TEST(PrintableTest, Utf8PrefixStopsAtTheFirstBadOctet) {
  EXPECT_EQ(valid_utf8_prefix("0123456789\xed\xa0\x80"), 10u);  // a surrogate
  EXPECT_EQ(valid_utf8_prefix("\xf0\x9f\x94\x92"), 4u);
  EXPECT_EQ(valid_utf8_prefix("\xf0\x9f\x94"), 0u);
}

TEST(EllipsizeTest, CutsAtCodePoints) {
  EXPECT_EQ(ellipsize("gr\xc3\xbc\xc3\x9f"
                      "e",
                      5),
            "gr\xc3\xbc\xc3\x9f"
            "e");
  EXPECT_EQ(ellipsize("gr\xc3\xbc\xc3\x9f"
                      "en",
                      5),
            "gr\xc3\xbc\xc3\x9f…");
}

TEST(JsonWriterTest, EscapesAndNests) {
  JsonWriter json;
  json.object()
      .member("a\"", "\x01\xff")
      .key("n")
      .array()
      .value(1)
      .value(-2)
      .null()
      .value(true)
      .end()
      .end();
  EXPECT_EQ(json.take(), "{\"a\\\"\":\"\\u0001\xEF\xBF\xBD\",\"n\":[1,-2,null,true]}");
}

TEST(ArenaTest, PiecesStayPutAndShrink) {
  Arena arena;
  const std::string_view first = arena.copy("first");
  for (int i = 0; i < 1000; ++i) arena.allocate(100);
  EXPECT_EQ(first, "first");
  char* piece = arena.allocate(1000);
  const std::size_t before = arena.used();
  arena.shrink(piece, 1000, 10);
  EXPECT_LT(arena.used(), before);
}

TEST(CursorTest, IsSafeAtTheEnd) {
  Cursor cursor("ab", 10);
  EXPECT_TRUE(cursor.take('a'));
  EXPECT_FALSE(cursor.take("bc"));
  EXPECT_EQ(cursor.take_until('x'), "b");
  EXPECT_EQ(cursor.take(), -1);
  cursor.skip(5);
  EXPECT_TRUE(cursor.at_end());
  EXPECT_EQ(cursor.range_from(1), (ByteRange{11, 1}));
}

}  // namespace
}  // namespace letterlock
