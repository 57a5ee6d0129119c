// The same mail through GMime and through ours: the same parts in the same order, the same decoded
// octets and the same text, but for differences that a named rule explains.
//
// The mailing lists give their first messages only, unless LETTERLOCK_FULL is set. Under
// sanitizers, which look at ours alone, a sample is compared: all of it is where GMime's answer
// counts, under g++.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "suites/archived_mail.h"
#include "suites/mime_difference.h"
#include "suites/suite.h"

namespace letterlock::suites {
namespace {

#ifdef LETTERLOCK_SANITIZED
constexpr std::size_t kMessagesOfAList = 500;
constexpr std::size_t kOneIn = 4;  // of the single messages
#else
constexpr std::size_t kMessagesOfAList = 3000;
constexpr std::size_t kOneIn = 1;
#endif

struct Comparison {
  std::size_t messages = 0, same = 0;
  std::map<std::string_view, std::size_t> seen;
  std::string unexplained;

  void compare(const std::string& name, std::string_view octets) {
    const auto message = mime::Message::parse_view(octets);
    ASSERT_TRUE(message) << name;
    const Outline ours = our_outline(*message), theirs = gmime_outline(octets);
    const std::vector<Difference> found = differences(*message, ours, theirs);
    ++messages;
    if (found.empty()) ++same;
    for (const Difference& difference : found) {
      if (difference.why != nullptr) {
        ++seen[difference.why->name];
      } else if (tree(ours) != tree(theirs)) {
        unexplained += name + ": tree\n" + tree(ours) + "GMime's:\n" + tree(theirs);
      } else {
        unexplained += name + ": part " + std::to_string(difference.part) + ", " +
                       ours[difference.part].type + "\n";
      }
    }
  }

  void check(const std::string& title, std::size_t DifferenceClass::* most) const {
    EXPECT_EQ(unexplained, "");
    std::cout << title << ": " << messages << " messages, " << same << " the same\n";
    for (const DifferenceClass& each : difference_classes()) {
      const auto found = seen.find(each.name);
      const std::size_t count = found == seen.end() ? 0 : found->second;
      if (count != 0) std::cout << "  " << each.name << ": " << count << "\n";
      EXPECT_LE(count, each.*most) << each.name << ": " << each.reason;
    }
  }
};

TEST(GmimeDifferenceTest, PhishingPot) {
  const bool full = std::getenv("LETTERLOCK_FULL") != nullptr;
  Comparison comparison;
  std::size_t read = 0;
  const auto archive = corpora() / "phishing-pot/phishing_pot-dev.tar.zst";
  EXPECT_EQ(each_in_tar(archive,
                        [&](const std::string& name, std::string_view octets) {
                          if (read++ % kOneIn == 0 || full) comparison.compare(name, octets);
                          return true;
                        }),
            "");
  EXPECT_GT(comparison.messages, 4000u / kOneIn);
  comparison.check("phishing-pot", &DifferenceClass::most_in_phishing_pot);
}

TEST(GmimeDifferenceTest, MailLists) {
  const bool full = std::getenv("LETTERLOCK_FULL") != nullptr;
  Comparison comparison;
  for (const auto& entry : std::filesystem::directory_iterator(corpora() / "mail-lists")) {
    if (entry.path().extension() != ".zst") continue;
    const std::string list = entry.path().stem().string();
    std::size_t read = 0;
    EXPECT_EQ(each_in_mbox(entry.path(),
                           [&](const std::string& name, std::string_view octets) {
                             comparison.compare(list + " " + name, octets);
                             return ++read < kMessagesOfAList || full;
                           }),
              "");
    EXPECT_GE(read, kMessagesOfAList) << list;
  }
  comparison.check("mail-lists", &DifferenceClass::most_in_mail_lists);
}

}  // namespace
}  // namespace letterlock::suites
