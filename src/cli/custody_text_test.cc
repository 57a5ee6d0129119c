#include "cli/custody_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sha256.h"

namespace letterlock::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kHash(64, 'a');

std::string entry(int sequence, const std::string& act, const std::string& arguments,
                  const std::string& details) {
  return R"({"sequence":)" + std::to_string(sequence) +
         R"(,"time":"2026-11-23T09:19:04Z","act":")" + act +
         R"(","who":"ada","tool":"letterlock 0.1.0","arguments":)" + arguments + R"(,"details":)" +
         details + R"(,"previous":")" + kHash + R"(","hash":")" + std::string(64, 'b') + "\"}";
}

TEST(CustodyTextTest, TellsWhoDidWhatWhenWithCountsAndShortHashes) {
  const std::vector<std::string> entries = {
      entry(1, "source-read", R"(["letterlock","ingest","case","a b.mbox"])",
            R"({"source":"a b.mbox","messages":12345,"sha256":")" + kHash + R"(","whole":true})"),
      entry(2, "exposure", R"(["letterlock","exposure","case"])",
            R"({"seeds":["address:192.0.2.77"],"classes":{"X0":0,"X4":47},"files":[1,2,3,4,5]})")};
  const std::string text = custody_text(entries, 110, false);
  EXPECT_THAT(text, HasSubstr("  letterlock ingest case 'a b.mbox' (ada, letterlock 0.1.0)\n"
                              "     1  2026-11-23T09:19:04Z source-read: source a b.mbox; "
                              "messages 12,345;"));
  EXPECT_THAT(text, HasSubstr("exposure: seeds address:192.0.2.77; classes X4 47; files 5"));
  EXPECT_THAT(text, HasSubstr("[bbbbbbbbbbbb]"));
  EXPECT_THAT(text, Not(HasSubstr("aaaaaaaaaaaaa")));
  EXPECT_THAT(text, Not(HasSubstr("{")));
  EXPECT_THAT(text, HasSubstr("2 entries"));
  EXPECT_THAT(text, HasSubstr(sha256(entries.back()).hex()));
}

TEST(CustodyTextTest, ACommandStandsOnceForAllThatCameOfIt) {
  const std::string arguments = R"(["letterlock","ingest","case"])";
  const std::vector<std::string> entries = {entry(1, "case-created", arguments, R"({"format":1})"),
                                            entry(2, "ingest-start", arguments, "{}")};
  const std::string text = custody_text(entries, 80, false);
  EXPECT_EQ(text.find("letterlock ingest"), text.rfind("letterlock ingest"));
}

// Whoever named a source does not steer the terminal of who reads the log.
TEST(CustodyTextTest, HostileNamesAreShownNotObeyed) {
  const std::vector<std::string> entries = {
      entry(1, "source-read", R"(["letterlock","\u001b[2J"])",
            R"({"source":"\u001b]0;x\u0007","sources":[{"path":"\u202e"}]})"),
      "{\x1B[2J"};
  const std::string text = custody_text(entries, 80, false);
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
  EXPECT_THAT(text, Not(HasSubstr("\u202e")));
}

}  // namespace
}  // namespace letterlock::cli
