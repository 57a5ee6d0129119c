#include "report/json.h"

#include <gtest/gtest.h>

#include "report/sample_test.h"
#include "report/terminal.h"

namespace letterlock::report {
namespace {

// Not EXPECT_THAT: a failure would print the whole report.
bool json_has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

TEST(ReportJsonTest, HoldsWhatTheSchemaNames) {
  const std::string json = to_json(sample());
  for (const char* member :
       {"\"schema\":1", "\"case\":\"cases/meridian\"", "\"made_at\":\"2024-07-03T09:46:40Z\"",
        "\"messages\":12034", "\"verdict\":\"contradicted\"",
        "\"code\":\"forwarded_original_absent\"", "\"weight\":4.6", "\"offset\":1401",
        "\"length\":62", "\"says_all\":true",
        "\"decoded\":{\"part\":1,\"offset\":120,\"length\":33}", "\"repeats\":[9412]",
        "\"quoted_originals\":{\"claims\":500", "\"letter\":\"D\""}) {
    EXPECT_TRUE(json_has(json, member)) << member;
  }
  EXPECT_EQ(json.back(), '\n');
}

TEST(ReportJsonTest, KeepsUntrustedTextAsItIsButAlwaysParses) {
  const std::string json = to_json(sample());
  EXPECT_TRUE(json_has(json, "https://mail-relay.example/r?u=1"))
      << "https://mail-relay.example/r?u=1";
  EXPECT_FALSE(json_has(json, "\xff")) << "\xff";
  EXPECT_FALSE(json_has(json, "\x1b")) << "\x1b";
}

TEST(ReportTerminalTest, UntrustedTextMovesNoCursorAndColourIsOptional) {
  const std::string plain = to_terminal(sample(), false, 80);
  EXPECT_FALSE(json_has(plain, "\x1b")) << "\x1b";
  EXPECT_FALSE(json_has(plain, "\u202E")) << "\u202E";
  EXPECT_TRUE(json_has(plain, "1. #9411")) << "1. #9411";
  EXPECT_TRUE(json_has(plain, "Innocent if: The original was deleted."))
      << "Innocent if: The original was deleted.";
  EXPECT_TRUE(json_has(to_terminal(sample(), true, 80), "\x1b[1m")) << "\x1b[1m";
}

TEST(ReportTerminalTest, LinesKeepToTheWidth) {
  for (const unsigned width : {50U, 80U, 100U}) {
    const std::string text = to_terminal(sample(), false, width);
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t end = text.find('\n', at);
      const std::string line = text.substr(at, end - at);
      // A word longer than a line cannot be broken; headings of findings are one line.
      if (line.find("points") == std::string::npos) {
        EXPECT_LE(line.size(), width + 24) << line;
      }
      at = end + 1;
    }
  }
}

}  // namespace
}  // namespace letterlock::report
