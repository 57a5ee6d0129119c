#include "relations/roster.h"

#include <gtest/gtest.h>

namespace letterlock::relations {
namespace {

constexpr UnixTime day(std::int64_t number) { return number * 86'400; }

TEST(RosterTest, SaysWhoAnAddressBelongsToAndHowLongTheRoleLasts) {
  const auto roster = Roster::parse(
      "# who is who\n"
      "[[person]]\n"
      "name = \"Ada Moss\"\n"
      "addresses = [\"Ada@Meridian.example\", \"ada.moss@old.example\"]\n"
      "organisation = \"Meridian\"\n"
      "role = \"treasurer\"\n"
      "from = 1970-01-11\n"
      "until = 1970-01-20\n"
      "vip = true\n"
      "[[person]]\n"
      "addresses = [\"ben@meridian.example\"]\n",
      "people.toml");
  ASSERT_TRUE(roster.has_value()) << roster.error().message;
  ASSERT_EQ(roster->people().size(), 2u);
  const RosterPerson* ada = roster->find("ada@meridian.example");
  ASSERT_NE(ada, nullptr);
  EXPECT_EQ(roster->find("ADA.MOSS@OLD.EXAMPLE"), ada);
  EXPECT_EQ(ada->role, "treasurer");
  EXPECT_TRUE(ada->vip);
  EXPECT_EQ(ada->from, day(10));
  EXPECT_FALSE(ada->has_lapsed(day(20) - 1)) << "until is the last day of the role";
  EXPECT_TRUE(ada->has_lapsed(day(20)));
  EXPECT_FALSE(roster->find("ben@meridian.example")->has_lapsed(day(20'000)));
  EXPECT_EQ(roster->find("cleo@meridian.example"), nullptr);
}

TEST(RosterTest, NamesTheFileTheLineAndWhatIsWrong) {
  const struct {
    const char* text;
    const char* want;
  } cases[] = {
      {"[[person]]\nname = \"A\"\n", "p.toml:1: \"A\" has no addresses"},
      {"[[person]]\naddresses = [\"a@x.example\"]\nuntill = 2024-01-01\n",
       "p.toml:3: \"untill\" is not known"},
      {"[[person]]\naddresses = [\"a@x.example\"]\nuntil = \"soon\"\n", "p.toml:3: until is a day"},
      {"[[person]]\naddresses = [\"a@x.example\"]\nvip = 1\n", "p.toml:3: vip is true or false"},
      {"[[person]]\naddresses = [\"nobody\"]\n", "p.toml:2: \"nobody\" is not one address"},
      {"[[person]]\naddresses = \"a@x.example\"\n", "p.toml:2: addresses is a list"},
      {"[[person]]\naddresses = [\"a@x.example\"]\n[[person]]\naddresses = [\"A@x.example\"]\n",
       "p.toml:4: \"a@x.example\" stands in line 2 too"},
      {"[[person]]\naddresses = [\"a@x.example\"]\nfrom = 2024-02-01\nuntil = 2024-01-01\n",
       "p.toml:1: the role of \"a@x.example\" ends before it begins"},
      {"[[people]]\naddresses = [\"a@x.example\"]\n", "p.toml:1: there is no \"people\""},
      {"[[person]]\naddresses = [\"a@x.example\"\n\n", "p.toml:"},
      {"name = \n", "p.toml:1: "},
  };
  for (const auto& c : cases) {
    const auto roster = Roster::parse(c.text, "p.toml");
    ASSERT_FALSE(roster.has_value()) << c.text;
    EXPECT_EQ(roster.error().code, ErrorCode::config);
    EXPECT_NE(roster.error().message.find(c.want), std::string::npos)
        << roster.error().message << "\nwanted: " << c.want;
  }
}

TEST(RosterTest, NothingInItMovesTheCursorOfTheReader) {
  const auto roster = Roster::parse("[[person]]\n\"\x1b[2J\" = 1\n", "p.toml");
  ASSERT_FALSE(roster.has_value());
  EXPECT_EQ(roster.error().message.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace letterlock::relations
