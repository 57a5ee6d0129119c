// What belongs to the intruder, by which tie, and what is left to the owner.
#include "exposure/contexts.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "exposure/test_events.h"

namespace letterlock::exposure {
namespace {

using store::Act;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr UnixTime kEntry = kMonday + 10 * kOneDay;

class ContextsTest : public testing::Test {
 protected:
  // A record of reading with a session, a token and an application.
  store::Event& read(const std::string& id, UnixTime at, const char* address,
                     const std::string& session, const std::string& token = "") {
    store::Event& event = incident.read(id, at, address);
    event.session = session;
    event.token = token;
    return event;
  }
  std::string level(const ExposureResult& result, const std::string& id) {
    return incident.classes(result, false)[id];
  }
  static const Step* step(const ExposureResult& result, std::string_view reason) {
    for (const Step& each : result.steps) {
      if (each.reason == reason) return &each;
    }
    return nullptr;
  }
  Incident incident;
};

TEST_F(ContextsTest, ASessionIsFollowedToAnotherNetwork) {
  incident.office_days(kMonday, 20);
  read("first@x.example", kEntry, kIntruder, "S1");
  read("later@x.example", kEntry + 3 * kOneDay, "192.0.2.209", "S1");
  const ExposureResult result = incident.result();
  EXPECT_EQ(level(result, "later@x.example"), "X4");
  ASSERT_NE(step(result, "same_session"), nullptr);
  EXPECT_EQ(step(result, "same_session")->certainty, Certainty::likely);
  EXPECT_THAT(step(result, "same_session")->text, HasSubstr("went on from 192.0.2.209"));
}

TEST_F(ContextsTest, TheOwnersSideOfAStolenSessionIsLeftOutAndSaid) {
  incident.office_days(kMonday, 20);
  read("owners@x.example", kEntry - kOneHour, kOffice, "S1");
  read("stolen@x.example", kEntry, kIntruder, "S1");
  const ExposureResult result = incident.result();
  EXPECT_EQ(level(result, "stolen@x.example"), "X4");
  EXPECT_NE(level(result, "owners@x.example"), "X4");
  EXPECT_THAT(result.left_out, Contains(Field(&LeftOut::value, "session:S1")));
}

TEST_F(ContextsTest, ASignInThatTwoLogsHaveIsToldOnceWithBothRecords) {
  incident.office_days(kMonday, 20);
  const auto sign_in = [&](UnixTime at, bool entra, const std::string& request) -> store::Event& {
    store::Event event = incident.event(Act::sign_in, at);
    event.session = "S1";
    if (entra) {
      event.provider = store::Provider::entra;
      event.record_id = request;
      event.client = "Browser";
      event.from.country = "IS";
    } else if (!request.empty()) {
      event.parameters.push_back({"IntraSystemId", request, ""});
    }
    return incident.put(std::move(event));
  };
  const std::string first = sign_in(kEntry, false, "request-1").record_id;
  sign_in(kEntry + 1, true, "request-1");
  sign_in(kEntry + 4 * kOneHour, false, "");  // known by account, address, session and second
  sign_in(kEntry + 4 * kOneHour + 2, true, "request-2");
  sign_in(kEntry + 9 * kOneHour, false, "request-3");  // another request: another sign-in
  sign_in(kEntry + 9 * kOneHour, true, "request-4");
  const ExposureResult result = incident.result();
  ASSERT_EQ(result.contexts.size(), 1u) << "one way of access, that two logs describe";
  EXPECT_EQ(result.contexts[0].records, 6u);
  EXPECT_EQ(result.contexts[0].again, 2u);
  EXPECT_EQ(result.contexts[0].client, "Browser");
  EXPECT_EQ(result.contexts[0].country, "IS");
  ASSERT_EQ(result.activity.timeline.size(), 3u);
  EXPECT_EQ(result.activity.timeline[0].record, first);
  EXPECT_EQ(result.activity.timeline[0].more_records, std::vector<std::string>{"request-1"});
  EXPECT_EQ(result.activity.timeline[0].times, 1u);
  EXPECT_EQ(result.activity.timeline[2].times, 2u);
}

TEST_F(ContextsTest, AnAttemptThatTwoLogsHaveFailedOnce) {
  incident.office_days(kMonday, 20);
  read("read@x.example", kEntry, kIntruder, "S1");
  for (int i = 0; i < 3; ++i) {
    const UnixTime at = kEntry + kOneHour + UnixTime{i} * 60;
    store::Event audit = incident.event(Act::sign_in_failed, at);
    store::Event entra = incident.event(Act::sign_in_failed, at + 1);
    audit.session = entra.session = "S1";
    audit.outcome = entra.outcome = store::Outcome::failed;
    entra.provider = store::Provider::entra;
    entra.client = "Browser";
    audit.parameters.push_back({"IntraSystemId", entra.record_id, ""});
    incident.put(audit);
    if (i > 0) incident.put(entra);  // the first is in one log only
  }
  std::uint64_t records = 0, failed = 0, failed_again = 0;
  for (const AccessContext& context : incident.result().contexts) {
    records += context.records;
    failed += context.failed;
    failed_again += context.failed_again;
  }
  EXPECT_EQ(records, 6u);
  EXPECT_EQ(failed, 3u);
  EXPECT_EQ(failed_again, 2u);
}

TEST_F(ContextsTest, ATokenTiesRecordsWithoutASession) {
  incident.office_days(kMonday, 20);
  read("first@x.example", kEntry, kIntruder, "", "T1");
  read("by-token@x.example", kEntry + kOneDay, "192.0.2.88", "", "T1");
  const ExposureResult result = incident.result();
  EXPECT_EQ(level(result, "by-token@x.example"), "X4");
  EXPECT_NE(step(result, "same_token"), nullptr);
}

TEST_F(ContextsTest, AnApplicationThatGotAccessIsTheIntrudersFromThenOn) {
  incident.office_days(kMonday, 20);
  const std::string app = "11111111-2222-3333-4444-555555555555";
  store::Event consent = incident.event(Act::consent_granted, kEntry);
  consent.mailbox.clear();
  consent.target = app;
  incident.put(consent);
  read("by-app@x.example", kEntry + 2 * kOneDay, "192.0.2.88", "").app_id = app;
  const ExposureResult result = incident.result();
  EXPECT_EQ(level(result, "by-app@x.example"), "X4");
  ASSERT_NE(step(result, "consented_app"), nullptr);
  EXPECT_EQ(step(result, "consented_app")->value, "app:" + app);
}

TEST_F(ContextsTest, TheSameAddressWithinMinutesIsATieAndLaterOnlyIfNewToTheAccount) {
  incident.office_days(kMonday, 20);
  ExposureOptions by_session;
  by_session.seeds = {*make_seed(Seed::Kind::session, "S1")};
  read("first@x.example", kEntry, kIntruder, "S1");
  read("minutes@x.example", kEntry + 600, kIntruder, "S2");
  read("days@x.example", kEntry + 3 * kOneDay, kIntruder, "S3");
  const ExposureResult result = incident.result(by_session);
  EXPECT_EQ(level(result, "minutes@x.example"), "X4");
  EXPECT_EQ(level(result, "days@x.example"), "X4");
  EXPECT_NE(step(result, "same_address"), nullptr);
  EXPECT_NE(step(result, "address_new_to_account"), nullptr);
}

TEST_F(ContextsTest, AnAddressThatTheOwnerUsedBeforeTiesNothing) {
  incident.office_days(kMonday, 20);
  ExposureOptions by_session;
  by_session.seeds = {*make_seed(Seed::Kind::session, "S1")};
  read("first@x.example", kEntry, kOffice, "S1");
  const ExposureResult result = incident.result(by_session);
  EXPECT_EQ(level(result, "first@x.example"), "X4");
  EXPECT_EQ(step(result, "same_address"), nullptr);
  EXPECT_THAT(result.left_out, Not(IsEmpty()));
  ASSERT_EQ(result.contexts.size(), 1u);
  EXPECT_THAT(result.contexts[0].like_the_owner, HasSubstr("before and after as well"));
  EXPECT_THAT(incident.described(result, "first@x.example").why,
              HasSubstr("cannot be told from the owner's"));
}

// The rule was the beginning; its session had signed in and read from the same address before it.
TEST_F(ContextsTest, WhatTheIntruderDidBeforeTheBeginningMakesNoAddressTheOwners) {
  incident.office_days(kMonday, 20);
  read("before@x.example", kEntry - 1800, kIntruder, "S1").client = "Client=OWA";
  store::Event rule = incident.event(Act::inbox_rule_set, kEntry);
  rule.parameters = {{"Name", ".", ""}, {"MoveToFolder", "RSS Feeds", ""}};
  rule.session = "S1";
  incident.put(rule);
  store::Event factor = incident.event(Act::mfa_changed, kEntry + 780);
  factor.mailbox.clear();
  incident.put(factor);
  read("days@x.example", kEntry + kOneDay, kIntruder, "S7");
  ExposureOptions by_rule;
  by_rule.seeds = {*make_seed(Seed::Kind::rule, ".")};
  const ExposureResult result = incident.result(by_rule);
  EXPECT_EQ(level(result, "before@x.example"), "X4");
  EXPECT_EQ(level(result, "days@x.example"), "X4");
  ASSERT_NE(step(result, "same_session"), nullptr);
  EXPECT_EQ(step(result, "same_session")->certainty, Certainty::certain);
  EXPECT_THAT(result.activity.changed, Contains(Field(&Deed::act, Act::mfa_changed)));
  EXPECT_THAT(result.activity.beside, IsEmpty());
  for (const TimelineEntry& entry : result.activity.timeline) {
    EXPECT_TRUE(entry.context.has_value()) << entry.what;
  }
}

// Whose address it is cannot be told: the account had come from it long before.
TEST_F(ContextsTest, DeedsFromTheIntrudersAddressThatAreNotFollowedAreListedAsSuch) {
  incident.office_days(kMonday, 20);
  read("long-ago@x.example", kMonday + kOneDay, kIntruder, "");
  read("first@x.example", kEntry, kIntruder, "S1");
  store::Event factor = incident.event(Act::mfa_changed, kEntry + 5 * kOneHour);
  factor.mailbox.clear();
  incident.put(factor);
  ExposureOptions by_session;
  by_session.seeds = {*make_seed(Seed::Kind::session, "S1")};
  const ExposureResult result = incident.result(by_session);
  EXPECT_THAT(result.activity.changed, IsEmpty());
  ASSERT_EQ(result.activity.beside.size(), 1u);
  EXPECT_EQ(result.activity.beside[0].act, Act::mfa_changed);
  const auto& timeline = result.activity.timeline;
  const auto line = std::find_if(timeline.begin(), timeline.end(),
                                 [](const auto& entry) { return entry.act == Act::mfa_changed; });
  ASSERT_NE(line, timeline.end());
  EXPECT_FALSE(line->context.has_value());
  EXPECT_EQ(line->same_address, 0u);
  std::uint64_t records = 0;
  for (const LeftOut& each : result.left_out) {
    if (each.address != kIntruder) continue;
    EXPECT_EQ(each.same_address, std::vector<std::uint32_t>{0});
    EXPECT_EQ(each.follow, std::string("--ip ") + kIntruder);
    EXPECT_THAT(each.text, HasSubstr("had used"));
    records += each.records;
  }
  EXPECT_EQ(records, 2u);
  ExposureOptions followed = by_session;
  followed.seeds.push_back(*make_seed(Seed::Kind::address, kIntruder));
  EXPECT_THAT(incident.result(followed).activity.changed, testing::SizeIs(1));
}

TEST_F(ContextsTest, AttemptsThatFailedAfterwardsAreNoAccess) {
  incident.office_days(kMonday, 20);
  incident.put(incident.event(Act::sign_in, kEntry));
  store::Event failed = incident.event(Act::sign_in_failed, kEntry + 6 * kOneDay);
  failed.outcome = store::Outcome::failed;
  incident.put(failed);
  failed.time = store::TimeSpan{kEntry - kOneDay, kEntry - kOneDay};
  failed.place.record = sha256("earlier");
  failed.record_id = "earlier";
  incident.put(failed);
  const ExposureResult result = incident.result();
  ASSERT_EQ(result.contexts.size(), 1u);
  EXPECT_EQ(result.contexts[0].records, 3u);
  EXPECT_EQ(result.contexts[0].failed, 2u);
  EXPECT_EQ(result.contexts[0].first_in, kEntry);
  EXPECT_EQ(result.contexts[0].last_in, kEntry);
}

TEST_F(ContextsTest, ARefusalThatNoRecordHasIsNamed) {
  incident.office_days(kMonday, 2);
  read("first@x.example", kEntry, kIntruder, "S1", "T1");
  ExposureOptions options = Incident::from_address();
  options.refused = {"session:S1",
                     "s1",
                     "token:T1",
                     "198.51.100.0/24",
                     "address:198.51.100.0/24",
                     "account:ada@meridian.example",
                     "session:NOSUCH",
                     "192.0.2.9",
                     "app:S1"};
  const std::vector<std::string> idle = {"session:NOSUCH", "192.0.2.9", "app:S1"};
  EXPECT_EQ(incident.result(options).refused_nothing, idle);
}

TEST_F(ContextsTest, ASharedNetworkIsSaidToBeOne) {
  incident.office_days(kMonday, 20);
  read("first@x.example", kEntry, kIntruder, "S1");
  for (const char* other : {"ben", "cleo", "dan"}) {
    store::Event& event = incident.read("theirs@x.example", kEntry + kOneDay, kIntruder);
    event.actor = event.mailbox = std::string(other) + "@meridian.example";
  }
  ExposureOptions options = Incident::from_address();
  options.accounts = {kAda};
  const ExposureResult result = incident.result(options);
  ASSERT_EQ(result.contexts.size(), 1u);
  EXPECT_THAT(result.contexts[0].like_the_owner, HasSubstr("a shared network"));
}

TEST_F(ContextsTest, WhatTheUserRefusesIsNotTaken) {
  incident.office_days(kMonday, 20);
  read("first@x.example", kEntry, kIntruder, "S1");
  read("later@x.example", kEntry + kOneDay, "192.0.2.209", "S1");
  for (const char* refused : {"192.0.2.209", "address:192.0.2.209", "192.0.2.0/24"}) {
    ExposureOptions options = Incident::from_address();
    options.refused = {refused};
    EXPECT_NE(level(incident.result(options), "later@x.example"), "X4") << refused;
  }
}

TEST_F(ContextsTest, AttemptsThatFailedReachNothing) {
  incident.office_days(kMonday, 20);
  incident.hold("safe@x.example", kMonday);
  store::Event failed = incident.event(Act::sign_in_failed, kEntry);
  failed.outcome = store::Outcome::failed;
  incident.put(failed);
  const ExposureResult result = incident.result();
  EXPECT_TRUE(result.mailboxes.empty());
  EXPECT_TRUE(result.messages.empty());
}

TEST_F(ContextsTest, ARuleOrASentMessageCanBeTheBeginning) {
  incident.office_days(kMonday, 20);
  store::Event rule = incident.event(Act::inbox_rule_set, kEntry);
  rule.parameters = {{"Name", "..", ""}, {"MoveToFolder", "RSS Feeds", ""}};
  incident.put(rule);
  store::Event sent = incident.event(Act::mail_sent, kEntry + 5 * kOneDay, "192.0.2.50");
  sent.messages.push_back({"lure@x.example", "", "Lure", "", "", {}, {}});
  incident.put(sent);
  ExposureOptions by_rule, by_message;
  by_rule.seeds = {*make_seed(Seed::Kind::rule, "..")};
  by_message.seeds = {*make_seed(Seed::Kind::message, "<lure@x.example>")};
  const ExposureResult from_rule = incident.result(by_rule);
  ASSERT_FALSE(from_rule.contexts.empty());
  EXPECT_EQ(from_rule.contexts[0].address, kIntruder);
  const ExposureResult from_message = incident.result(by_message);
  ASSERT_FALSE(from_message.contexts.empty());
  EXPECT_EQ(from_message.contexts[0].address, "192.0.2.50");
}

TEST_F(ContextsTest, ATakeoverIsProposedWithItsSignsAndFollowedWhereClear) {
  incident.office_days(kMonday, 20);
  store::Event sign_in = incident.event(Act::sign_in, kEntry);
  sign_in.from.country = "IS";
  incident.put(sign_in);
  store::Event rule = incident.event(Act::inbox_rule_set, kEntry + 300);
  rule.parameters = {{"Name", ".", ""}, {"MoveToFolder", "RSS-Abonnements", ""}};
  incident.put(rule);
  const ExposureResult result = incident.result({});
  ASSERT_FALSE(result.proposals.empty());
  EXPECT_EQ(result.proposals[0].seed.value, kIntruder);
  EXPECT_TRUE(result.proposals[0].clear);
  EXPECT_TRUE(result.proposed);
  EXPECT_THAT(result.proposals[0].signs, Contains(Field(&Sign::code, "odd_rule")));
  EXPECT_THAT(result.proposals[0].signs, Contains(Field(&Sign::code, "rule_hides")));
}

TEST_F(ContextsTest, WhatNobodyNamedIsProposedAndNothingOfItIsCertain) {
  incident.office_days(kMonday, 20);
  incident.hold("there@x.example", kMonday);
  store::Event rule = incident.event(Act::inbox_rule_set, kEntry);
  rule.parameters = {{"Name", ".", ""}, {"MoveToFolder", "RSS Feeds", ""}};
  incident.put(rule);
  incident.put(incident.event(Act::mfa_changed, kEntry + 300)).mailbox.clear();
  read("opened@x.example", kEntry + 600, kIntruder, "");
  const ExposureResult result = incident.result({});
  ASSERT_TRUE(result.proposed);
  ASSERT_FALSE(result.steps.empty());
  EXPECT_EQ(result.steps[0].reason, "proposed");
  EXPECT_THAT(result.steps[0].text, HasSubstr("nobody named it"));
  for (const Step& each : result.steps) EXPECT_NE(each.certainty, Certainty::certain) << each.text;
  for (const MessageExposure& each : result.messages) {
    if (each.exposure < ExposureClass::x2) continue;
    EXPECT_NE(each.certainty, Certainty::certain);
  }
  const ExposureResult named = incident.result(Incident::from_address());
  EXPECT_EQ(named.steps[0].reason, "seed");
  EXPECT_EQ(named.steps[0].certainty, Certainty::certain);
}

TEST_F(ContextsTest, OrdinaryDaysAreNoTakeover) {
  incident.office_days(kMonday, 20);
  const ExposureResult result = incident.result({});
  EXPECT_FALSE(result.proposed);
  EXPECT_THAT(result.contexts, IsEmpty());
}

}  // namespace
}  // namespace letterlock::exposure
