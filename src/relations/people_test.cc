#include "relations/people.h"

#include <gtest/gtest.h>

#include "base/test_directory.h"
#include "relations/profile.h"

namespace letterlock::relations {
namespace {

using content::TraitKind;
using store::AddressRole;

constexpr UnixTime kPeopleFrom = 1'700'000'000;  // Tuesday, 2023-11-14 22:13:20 UTC

class PeopleTest : public ::testing::Test {
 protected:
  PeopleTest() { facts_ = std::move(*store::open_sqlite(directory_ / "facts", true)); }

  store::MessageFacts& mail(const std::string& from, const std::string& name,
                            const std::vector<std::string>& to, UnixTime at) {
    store::MessageFacts& facts = batch_.messages.emplace_back();
    facts.evidence = sha256(std::to_string(batch_.messages.size()));
    facts.message_id = std::to_string(batch_.messages.size()) + "@id.example";
    facts.date = at;
    facts.addresses.push_back({AddressRole::from, from, name, {}});
    for (const auto& address : to) facts.addresses.push_back({AddressRole::to, address, "", {}});
    return facts;
  }

  People survey() {
    EXPECT_TRUE(facts_->add(batch_).has_value());
    batch_ = {};
    auto people = People::survey(*facts_, roster_, silent_);
    EXPECT_TRUE(people.has_value());
    return std::move(*people);
  }

  Profile profile(const Person& person) {
    auto profile = profile_of(*facts_, person, silent_);
    EXPECT_TRUE(profile.has_value());
    return std::move(*profile);
  }

  TestDirectory directory_;
  std::unique_ptr<store::FactStore> facts_;
  store::FactBatch batch_;
  Roster roster_;
  SilentProgress silent_;
};

TEST_F(PeopleTest, TheRosterJoinsAddressesAndSaysWhere) {
  roster_ = *Roster::parse(
      "[[person]]\nname = \"Ada Moss\"\n"
      "addresses = [\"ada@new.example\", \"ada@old.example\"]\nvip = true\n",
      "people.toml");
  mail("ada@old.example", "A. Moss", {"ben@x.example"}, kPeopleFrom);
  mail("ada@old.example", "A. Moss", {"ben@x.example"}, kPeopleFrom + kDay);
  mail("ada@new.example", "ada", {"ben@x.example"}, kPeopleFrom + 9 * kDay);
  const People people = survey();
  const auto found = people.find("ada@new.example");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front()->name, "Ada Moss");
  EXPECT_EQ(found.front()->sent, 3u);
  EXPECT_EQ(found.front()->rhythm.last, kPeopleFrom + 9 * kDay);
  ASSERT_EQ(found.front()->addresses.size(), 2u);
  EXPECT_EQ(found.front()->addresses[0].address, "ada@old.example") << "most written from first";
  EXPECT_EQ(found.front()->addresses[1].because, "the roster (line 1) says so");
}

TEST_F(PeopleTest, AddressesOfEnvelopesAndRepliesAreNobody) {
  for (int i = 0; i < 3; ++i) {
    auto& addresses =
        mail("ada@x.example", "Ada Moss", {"ben@x.example"}, kPeopleFrom + i).addresses;
    const std::string number = std::to_string(i);
    addresses.push_back({AddressRole::return_path, "bounce-" + number + "@list.example", "", {}});
    addresses.push_back({AddressRole::reply_to, "reply-" + number + "@list.example", "", {}});
  }
  const People people = survey();
  ASSERT_EQ(people.people().size(), 2u);
  EXPECT_EQ(people.people()[0].addresses.front().address, "ada@x.example");
  EXPECT_EQ(people.people()[1].addresses.front().address, "ben@x.example");
  EXPECT_TRUE(people.find("list.example").empty());
}

TEST_F(PeopleTest, OneNameJoinsAddressesOnlyWhereMailOfBothSidesSaysSo) {
  mail("ada@work.example", "Ada Moss", {"ada@home.example", "ben@x.example"}, kPeopleFrom);
  mail("ada@home.example", "ada moss", {"ada@work.example"}, kPeopleFrom + kDay);
  // Somebody who takes the name and names her address joins nothing.
  mail("ada@m0ss.example", "Ada Moss", {"ben@x.example"}, kPeopleFrom + 2 * kDay)
      .addresses.push_back({AddressRole::reply_to, "ada@work.example", "", {}});
  // One word is no full name.
  mail("info@a.example", "Info", {"info@b.example"}, kPeopleFrom);
  mail("info@b.example", "Info", {"info@a.example"}, kPeopleFrom);
  const People people = survey();
  const auto ada = people.find("ada@home.example");
  ASSERT_EQ(ada.size(), 1u);
  ASSERT_EQ(ada.front()->addresses.size(), 2u);
  EXPECT_NE(ada.front()->addresses[1].because.find("each names the other"), std::string::npos);
  ASSERT_EQ(people.find("ada@m0ss.example").size(), 1u);
  EXPECT_EQ(people.find("ada@m0ss.example").front()->addresses.size(), 1u);
  EXPECT_EQ(people.find("info@a.example").front()->addresses.size(), 1u);
}

TEST_F(PeopleTest, AWholeAddressOrNameWinsOverPartsAndPartsListTheChoices) {
  mail("ann@x.example", "Ann", {"joann@x.example"}, kPeopleFrom);
  mail("joann@x.example", "Joann Lee", {"ann@x.example"}, kPeopleFrom);
  const People people = survey();
  EXPECT_EQ(people.find("ANN").size(), 1u);
  EXPECT_EQ(people.find("ann@x.example").size(), 1u);
  EXPECT_EQ(people.find("x.example").size(), 2u);
  EXPECT_EQ(people.find("lee").size(), 1u);
  EXPECT_TRUE(people.find("zoe").empty());
  EXPECT_TRUE(people.find(" ").empty());
}

TEST_F(PeopleTest, SilenceIsMeasuredAgainstThePersonsOwnPauses) {
  for (int week = 0; week < 30; ++week) {
    mail("weekly@x.example", "", {"a@x.example"}, kPeopleFrom + week * 7 * kDay);
    if (week < 10) mail("gone@x.example", "", {"a@x.example"}, kPeopleFrom + week * 7 * kDay);
    if (week % 10 == 0) mail("rare@x.example", "", {"a@x.example"}, kPeopleFrom + week * 7 * kDay);
  }
  const People people = survey();
  EXPECT_EQ(people.end(), kPeopleFrom + 29 * 7 * kDay);
  EXPECT_TRUE(people.find("gone@").front()->went_silent(people.end()));
  EXPECT_FALSE(people.find("weekly@").front()->went_silent(people.end()));
  EXPECT_FALSE(people.find("rare@").front()->went_silent(people.end()));
}

TEST_F(PeopleTest, AProfileCountsBothWaysAndNamesValuesWithTheirShare) {
  for (int i = 0; i < 4; ++i) {
    auto& sent = mail("ada@x.example", "Ada Moss", {"ben@x.example", "cy@x.example"},
                      kPeopleFrom + i * kDay);
    sent.zone_minutes = 120;
    sent.traits.push_back(
        {static_cast<std::uint8_t>(TraitKind::zone), i == 3 ? "-0500" : "+0200", {}});
    store::LinkFact link;
    link.kind = static_cast<std::uint8_t>(content::LinkKind::href);
    link.url = "https://wiki.example/";
    link.host = link.domain = "wiki.example";
    if (i == 0) sent.links.push_back(link);
    // The same message as Ben received it shows the path, and is no second message.
    store::MessageFacts received = sent;
    received.evidence = sha256("copy " + std::to_string(i));
    received.traits.push_back({static_cast<std::uint8_t>(TraitKind::network), "192.0.0.0/16", {}});
    batch_.messages.push_back(received);
  }
  mail("ben@x.example", "Ben Tarr", {"ada@x.example"}, kPeopleFrom + 5 * kDay);
  const People people = survey();
  const Profile ada = profile(*people.find("ada@x.example").front());
  EXPECT_EQ(ada.messages, 4u);
  EXPECT_EQ(ada.received, 1u);
  ASSERT_EQ(ada.partners.size(), 2u);
  EXPECT_EQ(ada.partners[0].address, "ben@x.example");
  EXPECT_EQ(ada.partners[0].there, 4u);
  EXPECT_EQ(ada.partners[0].back, 1u);
  ASSERT_EQ(ada.circles.size(), 1u);
  EXPECT_EQ(ada.circles[0].count, 4u);
  ASSERT_EQ(ada.habits.size(), 2u);
  EXPECT_EQ(ada.habits[0].kind, TraitKind::network);
  EXPECT_EQ(ada.habits[0].n, 4u);
  EXPECT_EQ(ada.habits[1].n, 4u);
  EXPECT_EQ(ada.habits[1].values[0].value, "+0200");
  EXPECT_EQ(ada.habits[1].values[0].count, 3u);
  ASSERT_EQ(ada.link_domains.size(), 1u);
  EXPECT_EQ(ada.with_links, 1u);
  EXPECT_EQ(ada.hours[0], 4u) << "22:13 UTC is 00:13 on a clock at +0200";
  EXPECT_EQ(ada.weekdays[2], 1u) << "and Wednesday by then";
}

}  // namespace
}  // namespace letterlock::relations
