// The manual and the command line say the same: every verb has a page, every option is on its page,
// and a page names no option that does not exist.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "cli/command_line.h"
#include "cli/completions.h"

namespace letterlock::cli {
namespace {

std::string page_of(const std::string& verb) {
  const std::string top = verb.substr(0, verb.find(' '));
  std::ifstream file(std::string(LETTERLOCK_SOURCE_DIR "/man/letterlock") +
                     (top.empty() ? "" : "-") + top + ".1");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> options_on(const std::string& page) {
  std::set<std::string> names;
  const std::regex option("\\.It Fl Fl ([a-z-]+)");
  for (std::sregex_iterator it(page.begin(), page.end(), option), end; it != end; ++it)
    names.insert((*it)[1]);
  return names;
}

TEST(ManualTest, EveryVerbHasAPageWithAllSections) {
  for (const VerbDescription& verb : describe_verbs()) {
    const std::string page = page_of(verb.name);
    for (const char* section : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS",
                                "EXAMPLES", "STANDARDS", "SECURITY", "SEE ALSO"}) {
      EXPECT_NE(page.find(std::string(".Sh ") + section + "\n"), std::string::npos)
          << verb.name << " " << section;
    }
  }
}

TEST(ManualTest, PagesAndCommandLineNameTheSameOptions) {
  std::map<std::string, std::set<std::string>> wanted;
  for (const VerbDescription& verb : describe_verbs()) {
    for (const FlagDescription& flag : verb.flags) {
      wanted[verb.name.substr(0, verb.name.find(' '))].insert(flag.name);
    }
  }
  for (const auto& [verb, flags] : wanted) EXPECT_EQ(options_on(page_of(verb)), flags) << verb;
}

// Whoever takes a roster can be given a bad one, and every code of a verb is in the table of all.
TEST(ManualTest, PagesNameTheExitCodesThatCanCome) {
  const auto codes_on = [](const std::string& page) {
    const std::size_t begin = page.find(".Sh EXIT STATUS");
    const std::string section = page.substr(begin, page.find(".Sh EXAMPLES") - begin);
    std::set<std::string> codes;
    const std::regex code("(?:\\.It |; |^)([0-9]+)\\b");
    for (std::sregex_iterator it(section.begin(), section.end(), code), end; it != end; ++it)
      codes.insert((*it)[1]);
    return codes;
  };
  const std::set<std::string> all = codes_on(page_of(""));
  for (const VerbDescription& verb : describe_verbs()) {
    const std::set<std::string> codes = codes_on(page_of(verb.name));
    for (const std::string& code : codes) EXPECT_TRUE(all.contains(code)) << verb.name << code;
    const bool opens_a_case = verb.name != "completions" && verb.name != "demo" &&
                              verb.name != "redact" && !verb.name.starts_with("keys");
    EXPECT_TRUE(!opens_a_case || codes.contains("78")) << verb.name << ": of another version";
    for (const FlagDescription& flag : verb.flags) {
      EXPECT_TRUE(flag.name != "people" || codes.contains("78")) << verb.name;
    }
  }
}

TEST(CompletionsTest, EveryVerbAndOptionIsOffered) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(shell);
    for (const VerbDescription& verb : describe_verbs()) {
      EXPECT_NE(script.find(verb.name.substr(verb.name.find(' ') + 1)), std::string::npos) << shell;
      for (const FlagDescription& flag : verb.flags) {
        EXPECT_NE(script.find(flag.name), std::string::npos) << shell << " " << flag.name;
      }
    }
  }
}

TEST(CommandLineTest, SaysWhatIsWrong) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"show", "case"}, "ID is required"},
      {{"ingest", "case"}, "SOURCE is required"},
      {{"show", "case", "1", "--raw", "--tree"}, "only one of"},
      {{"investigate", "case", "--fail-on", "anything"}, "--fail-on"},
      {{"nonsense"}, "nonsense"},
      {{"completions", "tcsh"}, "tcsh"},
  };
  for (const auto& [words, want] : cases) {
    const Parsed parsed = parse_command_line(words, 80);
    EXPECT_FALSE(parsed.options.has_value());
    EXPECT_EQ(parsed.exit_code, 64);
    EXPECT_NE(parsed.text.find(want), std::string::npos) << parsed.text;
  }
}

TEST(CommandLineTest, ReadsWhatWasAsked) {
  const Parsed parsed =
      parse_command_line({"search", "case-7", "--limit", "3", "--", "-draft x"}, 80);
  ASSERT_TRUE(parsed.options.has_value());
  EXPECT_EQ(parsed.options->verb, "search");
  EXPECT_EQ(parsed.options->query, "-draft x");
  EXPECT_EQ(parsed.options->limit, 3u);
}

}  // namespace
}  // namespace letterlock::cli
