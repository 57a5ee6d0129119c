#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/exit_code.h"

namespace letterlock::cli {
namespace {

using testing::HasSubstr;

struct LimitCase {
  const char* verb;
  std::vector<std::string> arguments;
};
const LimitCase kVerbsWithLimit[] = {{"events", {"events", "case"}},
                                     {"people", {"people", "case"}},
                                     {"exposure", {"exposure", "case"}},
                                     {"search", {"search", "case", "word"}},
                                     {"thread", {"thread", "case", "7"}}};

TEST(CommandLineTest, ALimitBelowZeroIsAUsageErrorAndNotEverything) {
  for (const LimitCase& c : kVerbsWithLimit) {
    for (const char* bad : {"--limit=-1", "--limit=-18446744073709551615", "--limit=1.5"}) {
      std::vector<std::string> arguments = c.arguments;
      arguments.emplace_back(bad);
      const Parsed parsed = parse_command_line(arguments, 80);
      EXPECT_FALSE(parsed.options.has_value()) << c.verb << ' ' << bad;
      EXPECT_EQ(parsed.exit_code, kUsage) << c.verb << ' ' << bad;
      EXPECT_THAT(parsed.text, HasSubstr("--limit")) << c.verb << ' ' << bad;
    }
  }
  EXPECT_FALSE(parse_command_line({"search", "case", "word", "--skip", "-1"}, 80).options);
}

// Options first, then the target, then more options: as the man pages' synopses have it.
TEST(CommandLineTest, WhatFollowsARepeatedOptionsValueIsTheNextArgument) {
  const Parsed verify =
      parse_command_line({"verify", "--keys", "a", "--keys", "b", "mail.eml", "--explain"}, 80);
  ASSERT_TRUE(verify.options) << verify.text;
  EXPECT_EQ(verify.options->archives, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(verify.options->target, "mail.eml");
  const Parsed exposure =
      parse_command_line({"exposure", "--ip", "192.0.2.7", "case-7", "--limit", "1"}, 80);
  ASSERT_TRUE(exposure.options) << exposure.text;
  EXPECT_EQ(exposure.options->case_directory, "case-7");
  EXPECT_EQ(exposure.options->exposure.addresses, std::vector<std::string>{"192.0.2.7"});
}

TEST(CommandLineTest, ALimitThatTheUserNamedIsToldFromTheUsualOne) {
  for (const LimitCase& c : kVerbsWithLimit) {
    const Parsed usual = parse_command_line(c.arguments, 80);
    ASSERT_TRUE(usual.options.has_value()) << c.verb << usual.text;
    EXPECT_EQ(usual.options->limit, 20u) << c.verb;
    EXPECT_FALSE(usual.options->limit_named) << c.verb;
    std::vector<std::string> arguments = c.arguments;
    arguments.insert(arguments.end(), {"--limit", "0"});
    const Parsed named = parse_command_line(arguments, 80);
    ASSERT_TRUE(named.options.has_value()) << c.verb << named.text;
    EXPECT_EQ(named.options->limit, 0u) << c.verb;
    EXPECT_TRUE(named.options->limit_named) << c.verb;
  }
}

}  // namespace
}  // namespace letterlock::cli
