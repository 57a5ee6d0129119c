#include "store/snippet.h"

#include <gtest/gtest.h>

namespace letterlock::store {
namespace {

std::string snippet_of(std::string_view text, std::string_view query, std::size_t columns = 30) {
  return snippet(text, parse_query(query).value(), columns);
}

TEST(SnippetTest, ShowsThePlaceThatWasFound) {
  const std::string text =
      "Dear all,\r\n\r\nthe wire for M\u00FCller was late.\nThe wire  transfer was stopped by the "
      "bank.";
  EXPECT_EQ(
      snippet_of(text, "transfer", 200),
      "Dear all, the wire for M\u00FCller was late. The wire transfer was stopped by the bank.");
  EXPECT_EQ(snippet_of(text, "\"wire transfer\""), "\u2026late. The wire transfer was st\u2026");
  EXPECT_EQ(snippet_of(text, "muller"), "\u2026wire for M\u00FCller was late. The\u2026");
  EXPECT_EQ(snippet_of(text, "stop*", 12), "\u2026was stopped\u2026");
  EXPECT_EQ(snippet_of(text, "absent OR bank"), "\u2026by the bank.");
  EXPECT_EQ(snippet_of(text, "from:ada absent", 8), "Dear all\u2026");
  EXPECT_EQ(snippet_of(text, "from:ada -bank"), "");
  EXPECT_EQ(snippet_of("", "bank"), "");
  EXPECT_EQ(snippet_of("\u4ECA\u65E5\u306F\u6771\u4EAC\u3067\u4F1A\u8B70", "\u6771\u4EAC", 6),
            "\u2026\u65E5\u306F\u6771\u4EAC\u3067\u4F1A\u2026");
}

}  // namespace
}  // namespace letterlock::store
