#include "report/first_screen.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/sample_test.h"

namespace letterlock::report {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(FirstScreenTest, AnswersEachQuestionOnOneScreenAndSaysWhereTheRestIs) {
  const std::string text = first_screen(sample(), false, 80);
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 21) << text;
  for (const char* part :
       {"\nA. Is it really them? ", "\nB. ", "\nC. ", "\nD. ", "#9411", "letterlock hunt "}) {
    EXPECT_TRUE(has(text, part)) << part << " in\n" << text;
  }
}

TEST(FirstScreenTest, WithoutFindingsItProvesNothing) {
  Investigation nothing = sample();
  nothing.hunt.findings.clear();
  EXPECT_TRUE(has(first_screen(nothing, false, 200), "No finding, which is no proof"));
  nothing.hunt.messages = 0;
  EXPECT_TRUE(has(first_screen(nothing, false, 200), "nothing can be said"));
}

TEST(FirstScreenTest, UntrustedTextMovesNoCursorAndKeepsToItsLine) {
  Investigation hostile = sample();
  for (auto& finding : hostile.hunt.findings) {
    finding.subject = "\x1B[2J\n" + std::string(5000, 'x');
    finding.from_address = "a\x1B[31m@x.example";
  }
  const std::string text = first_screen(hostile, false, 80);
  EXPECT_FALSE(has(text, "\x1B")) << text;
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 21) << text;
  EXPECT_TRUE(has(first_screen(hostile, true, 80), "\x1B[1m"));
}

}  // namespace
}  // namespace letterlock::report
