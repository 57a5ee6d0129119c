#include "report/open_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/html.h"
#include "report/json.h"
#include "report/sample_test.h"
#include "report/terminal.h"

namespace letterlock::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t times(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

Investigation in_case(const std::string& directory) {
  Investigation all = sample();
  all.case_directory = directory;
  return all;
}

TEST(OpenQuestionsTest, EveryFormNamesTheCommandsThatAnswer) {
  const Investigation all = in_case("case-7");
  for (const std::string& report : {to_terminal(all, false, 200), to_html(all), to_json(all)}) {
    EXPECT_THAT(report, HasSubstr("letterlock logs case-7 FILE"));
    EXPECT_THAT(report, HasSubstr("letterlock verify LEAK --keys ARCHIVE"));
    EXPECT_THAT(report, HasSubstr("letterlock investigate case-7 --keys ARCHIVE"));
  }
}

TEST(OpenQuestionsTest, CommandsCanBePastedWhateverTheCaseIsCalled) {
  const std::string text = to_terminal(in_case("of Ada's\x1B[2J"), false, 200);
  EXPECT_THAT(text, HasSubstr("letterlock logs 'of Ada'\\''s"));
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
}

// With the keys given and the signatures verified, nobody is asked for keys, or twice under C.
TEST(OpenQuestionsTest, SignaturesThatWereVerifiedAreOneSectionAndAskForNoKeys) {
  Investigation all = in_case("case-7");
  all.verification.emplace();
  const std::string text = to_terminal(all, false, 80);
  EXPECT_EQ(times(text, "\nC. "), 1U);
  EXPECT_THAT(text, HasSubstr("C. What the signatures prove"));
  EXPECT_THAT(text, HasSubstr("Whose mailbox is leaked material from?"));
  for (const std::string& report : {text, to_html(all), to_json(all)}) {
    EXPECT_THAT(report, Not(HasSubstr("signing keys")));
  }
}

}  // namespace
}  // namespace letterlock::report
