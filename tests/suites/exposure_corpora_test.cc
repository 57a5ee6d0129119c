// Real logs of attacks, laid out: what the intruder opened, whom was let in, where mail went.
#include <gmock/gmock.h>

#include <set>

#include "audit/test_log.h"
#include "exposure/test_events.h"
#include "suites/audit_logs.h"

namespace letterlock::exposure {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Optional;

// The logs in memory, and a case without mail.
class Attack {
 public:
  explicit Attack(const std::vector<std::string>& logs) {
    for (const std::string& name : logs) {
      const audit::ReadLog read = audit::read_text(suites::log_octets(name));
      EXPECT_EQ(read.error, "") << name;
      for (store::Event event : read.events) {
        event.id = incident_.log.all.size() + 1;
        incident_.log.all.push_back(std::move(event));
      }
    }
  }
  ExposureResult from(const std::vector<Seed>& seeds) {
    ExposureOptions options;
    options.seeds = seeds;
    return incident_.result(options);
  }
  // (mailbox, Message-ID) of what was opened or worse.
  std::set<std::pair<std::string, std::string>> opened(const ExposureResult& result) {
    std::set<std::pair<std::string, std::string>> ids;
    EXPECT_TRUE(each_message(result, incident_.facts(), [&](const ExposedMessage& message) {
      if (message.exposure->exposure < ExposureClass::x4) return false;
      ids.emplace(message.mailbox, message.message_id);
      return true;
    }));
    return ids;
  }

 private:
  Incident incident_;
};

// Counted with python over the distinct records: 28 Binds from this address, which name 54 messages
// of two mailboxes; the forwarding, its end, and the rule are records of the same address.
TEST(ExposureCorporaTest, TheAttackOnTheMicrosoftTenantIsLaidOutFromOneAddress) {
  Attack attack({"o365-invictus/auditrecords.csv.zst"});
  const ExposureResult result = attack.from({*make_seed(Seed::Kind::address, "80.114.221.214")});
  std::size_t named = 0;
  std::set<std::string> mailboxes;
  for (const auto& [mailbox, id] : attack.opened(result)) {
    mailboxes.insert(mailbox);
    ++named;
  }
  EXPECT_GE(named, 54u);
  EXPECT_THAT(mailboxes, Contains("joey@dutchmasterz.onmicrosoft.com"));
  EXPECT_THAT(mailboxes, Contains("gradya@dutchmasterz.onmicrosoft.com"));
  const Activity& activity = result.activity;
  EXPECT_THAT(activity.persistence,
              Contains(AllOf(Field(&Persistence::kind, "forwarding"),
                             Field(&Persistence::what, HasSubstr("ex@exdigy.net")),
                             Field(&Persistence::removed_at, testing::Ne(std::nullopt)))));
  EXPECT_THAT(
      activity.persistence,
      Contains(AllOf(Field(&Persistence::kind, "inbox_rule"),
                     Field(&Persistence::name, "Financial Reporting"),
                     Field(&Persistence::what, HasSubstr("korstiaan@financial-technology.com")))));
  // 23 Syncs without a list of messages are in other hands: nothing of this address is X3.
  EXPECT_EQ(result.classes[static_cast<std::size_t>(ExposureClass::x3)], 0u);
}

TEST(ExposureCorporaTest, TheDelegatesAndTheRuleOfApril2021AreLaidOutFromTheRule) {
  Attack attack({"o365-invictus/auditrecords.csv.zst"});
  const ExposureResult result = attack.from({*make_seed(Seed::Kind::rule, ".")});
  EXPECT_THAT(result.activity.changed,
              Contains(Field(&Deed::what, HasSubstr("deletes mail, from itcornpany@gmail.com"))));
  const ExposureResult delegates =
      attack.from({*make_seed(Seed::Kind::address, "2a01:111:f100:9001::1761:914f")});
  std::set<std::string> given;
  for (const Deed& deed : delegates.activity.changed) {
    if (deed.act == store::Act::mailbox_permission_granted) given.insert(deed.what);
  }
  EXPECT_THAT(given, Contains(AllOf(HasSubstr("gave rights to"), HasSubstr("ITCornpany"),
                                    HasSubstr("AdeleV"), HasSubstr("FullAccess"))));
  for (const char* mailbox : {"HenriettaM", "A.Thulile"}) {
    EXPECT_THAT(given, Contains(AllOf(HasSubstr("ITCornpany"), HasSubstr(mailbox)))) << mailbox;
  }
  EXPECT_GE(given.size(), 4u);
}

TEST(ExposureCorporaTest, WithoutABeginningTheAttacksAddressesAreProposed) {
  Attack attack({"o365-invictus/auditrecords.csv.zst"});
  const ExposureResult result = attack.from({});
  std::set<std::string> proposed;
  for (const Proposal& proposal : result.proposals) proposed.insert(proposal.seed.value);
  EXPECT_THAT(proposed, Contains("80.114.221.214"));  // forwarding outside, rule that forwards
  EXPECT_THAT(proposed, Contains("62.149.20.10"));    // rule "." that deletes
}

constexpr const char* kSamlLogs[] = {"otrf-goldensaml-mailaccess/OfficeActivityEvents.json",
                                     "otrf-goldensaml-mailaccess/AADAuditEvents.json",
                                     "otrf-goldensaml-mailaccess/Microsoft365DefenderEvents.json"};

TEST(ExposureCorporaTest, TheMailReadThroughGraphIsOpenedWhereItsApplicationIsNamed) {
  Attack attack({std::begin(kSamlLogs), std::end(kSamlLogs)});
  const ExposureResult result =
      attack.from({*make_seed(Seed::Kind::app, "5a95e683-08ad-424e-a441-1d1aec52c02c")});
  const auto opened = attack.opened(result);
  EXPECT_EQ(opened.size(), 6u);  // the record names seven items, two of them one message
  for (const auto& [mailbox, id] : opened) EXPECT_EQ(mailbox, "pgustavo@simulandlabs.com");
  // What was held back from the log is X2 at best: this log cannot clear a message.
  ASSERT_EQ(result.mailboxes.size(), 1u);
  EXPECT_NE(result.mailboxes[0].coverage.blind(result.mailboxes[0].entry,
                                               result.mailboxes[0].entry + 3600),
            0u);
}

TEST(ExposureCorporaTest, WithoutABeginningTheApplicationsNewKeyIsPointedAt) {
  Attack attack({std::begin(kSamlLogs), std::end(kSamlLogs)});
  const ExposureResult result = attack.from({});
  std::set<std::string> codes;
  for (const Proposal& proposal : result.proposals) {
    for (const Sign& sign : proposal.signs) codes.insert(sign.code);
  }
  EXPECT_THAT(codes, Contains("credential"));
}

}  // namespace
}  // namespace letterlock::exposure
