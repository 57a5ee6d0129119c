// History by person: what a roster joins, and what nothing else does.
#include "hunt/known_as.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hunt/test_archive.h"

namespace letterlock::hunt {
namespace {

using testing::HasSubstr;

constexpr const char* kWork = "Paul Ward <paul@ward-advice.example>";
constexpr const char* kHome = "Paul Ward <p.ward@home.example>";
constexpr const char* kRoster =
    "[[person]]\nname = \"Paul Ward\"\n"
    "addresses = [\"paul@ward-advice.example\", \"p.ward@home.example\"]\n"
    "[[person]]\nname = \"Ada Moss\"\naddresses = [\"ada@meridian.example\"]\nvip = true\n";

// Letters from `from`, every five days, beginning at day `first`.
void letters(TestArchive& archive, const char* from, int first, int count) {
  for (int i = 0; i < count; ++i) {
    archive.put({.from = from,
                 .to = kAda,
                 .at = kStart + (first + 5 * i) * kOneDay + 40'000,
                 .subject = "Advice",
                 .body = "My advice is to wait."},
                {"ada"});
  }
}

std::string lure(TestArchive& archive, const char* from, int day) {
  return archive.put({.from = from,
                      .to = kAda,
                      .at = kStart + day * kOneDay + 40'000,
                      .subject = "Figures",
                      .body = "Please sign in at https://portal.lure.example/in and confirm your "
                              "password today."},
                     {"ada"});
}

struct Told {
  std::uint64_t history = 0;
  Verdict verdict = Verdict::cannot_say;
  double relationship = 0;
  std::optional<Finding> finding;
};

Told told_of(TestArchive& archive, const std::string& id, const relations::Roster* roster) {
  Told told;
  HuntOptions options = every_finding();
  options.roster = roster;
  options.every = [&](const Score& score) {
    if (score.message_id != id) return;
    told.history = score.history;
    told.verdict = score.verdict;
    for (const Term& term : score.terms) {
      if (term.family == "relationship") told.relationship = term.value;
    }
  };
  told.finding = find_finding(archive.hunt(options), id);
  return told;
}

class KnownAsTest : public testing::Test {
 protected:
  KnownAsTest() {
    auto parsed = relations::Roster::parse(kRoster, "people.toml");
    if (parsed) roster_ = std::move(*parsed);
    archive_.office_life(kStart, 130);
  }
  TestArchive archive_;
  relations::Roster roster_;
};

TEST_F(KnownAsTest, ASecondAddressInTheRosterIsNoNewSender) {
  letters(archive_, kWork, 0, 20);
  const auto id = lure(archive_, kHome, 110);
  const Told alone = told_of(archive_, id, nullptr);
  EXPECT_EQ(alone.verdict, Verdict::cannot_say);
  EXPECT_EQ(alone.history, 0u);
  const Told joined = told_of(archive_, id, &roster_);
  EXPECT_NE(joined.verdict, Verdict::cannot_say);
  EXPECT_EQ(joined.history, 20u);
  ASSERT_TRUE(joined.finding.has_value());
  ASSERT_EQ(joined.finding->known_as.size(), 1u);
  const KnownAs& other = joined.finding->known_as[0];
  EXPECT_EQ(other.address, "paul@ward-advice.example");
  EXPECT_EQ(other.messages, 20u);
  EXPECT_EQ(other.first, kStart + 40'000);
  EXPECT_EQ(known_as_sentence(joined.finding->known_as),
            "Known as “paul@ward-advice.example” too, since 2023-11-15 (20 messages): the roster "
            "(line 1) says so.");
  // Ada, a VIP, knows Paul by his other address.
  EXPECT_EQ(find_reason(*joined.finding, "first_approach_to_vip"), nullptr);
  EXPECT_EQ(find_reason(*joined.finding, "recipients_unusual"), nullptr);
}

TEST_F(KnownAsTest, SilenceOfOneAddressIsNoneWhereTheOtherWrote) {
  letters(archive_, kHome, 0, 8);    // until day 35
  letters(archive_, kWork, 30, 18);  // until day 115
  const auto id = lure(archive_, kHome, 120);
  const Told alone = told_of(archive_, id, nullptr);
  ASSERT_TRUE(alone.finding.has_value());
  EXPECT_NE(find_reason(*alone.finding, "back_after_silence"), nullptr);
  const Told joined = told_of(archive_, id, &roster_);
  ASSERT_TRUE(joined.finding.has_value());
  EXPECT_EQ(find_reason(*joined.finding, "back_after_silence"), nullptr);
  EXPECT_LT(joined.relationship, alone.relationship);
}

TEST_F(KnownAsTest, SilenceOfBothIsToldOfBoth) {
  letters(archive_, kHome, 0, 4);
  letters(archive_, kWork, 2, 4);
  const auto id = lure(archive_, kHome, 120);
  const Told joined = told_of(archive_, id, &roster_);
  ASSERT_TRUE(joined.finding.has_value());
  const Reason* silence = find_reason(*joined.finding, "back_after_silence");
  ASSERT_NE(silence, nullptr);
  EXPECT_EQ(silence->n, 8u);
  EXPECT_THAT(silence->text, HasSubstr("“p.ward@home.example”, also as “paul@ward-advice.example”, "
                                       "wrote 8 messages and then none for 10"));
}

TEST_F(KnownAsTest, ALookAlikeUnderTheSameNameIsNeverJoined) {
  letters(archive_, kWork, 0, 20);
  // The impostor names the real address, and the real one, in an answer to all, names the impostor.
  archive_.put({.from = "Paul Ward <paul@ward-advlce.example>",
                .to = "Ada Moss <ada@meridian.example>, Paul Ward <paul@ward-advice.example>",
                .at = kStart + 105 * kOneDay,
                .subject = "Advice",
                .body = "As I said."},
               {"ada"});
  archive_.put({.from = kWork,
                .to = "Ada Moss <ada@meridian.example>, Paul Ward <paul@ward-advlce.example>",
                .at = kStart + 106 * kOneDay,
                .subject = "Re: Advice",
                .body = "Who is this?"},
               {"ada"});
  const auto id = lure(archive_, "Paul Ward <paul@ward-advlce.example>", 110);
  const Told told = told_of(archive_, id, &roster_);
  EXPECT_EQ(told.history, 1u);
  EXPECT_EQ(told.verdict, Verdict::cannot_say);
  if (told.finding) {
    EXPECT_TRUE(told.finding->known_as.empty());
  }
}

TEST_F(KnownAsTest, HabitsStayThoseOfAnAddress) {
  // Another account is another client: what is usual at home passes no one off at work.
  const auto put = [&](const char* from, int day, const char* agent) {
    return archive_.put({.from = from,
                         .to = kAda,
                         .at = kStart + day * kOneDay + 40'000,
                         .subject = "Advice",
                         .body = "My advice is to wait.",
                         .more_header = std::string("User-Agent: ") + agent + "\r\n"},
                        {"ada"});
  };
  for (int i = 0; i < 20; ++i) put(kWork, 5 * i, "Thunderbird 91");
  for (int i = 0; i < 20; ++i) put(kHome, 5 * i + 1, "Pocketmail 3");
  const auto id = put(kWork, 110, "Pocketmail 3");
  const auto client_of = [&](const relations::Roster* roster) {
    double client = 0;
    HuntOptions options;
    options.roster = roster;
    options.every = [&](const Score& score) {
      if (score.message_id != id) return;
      for (const Term& term : score.terms) client += term.family == "client" ? term.value : 0;
    };
    archive_.hunt(options);
    return client;
  };
  const double joined = client_of(&roster_);
  EXPECT_GT(joined, 0.1);
  EXPECT_DOUBLE_EQ(joined, client_of(nullptr));
}

}  // namespace
}  // namespace letterlock::hunt
