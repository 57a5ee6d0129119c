// The classes, as a lawyer would have to defend them.
#include "exposure/exposure.h"

#include <gmock/gmock.h>

#include "base/test_growth.h"
#include "exposure/deeds.h"
#include "exposure/test_events.h"

namespace letterlock::exposure {
namespace {

using store::Act;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr UnixTime kIntrusion = kMonday + 10 * kOneDay + 2 * kOneHour;
constexpr UnixTime kLockedOut = kIntrusion + 3 * kOneDay;

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; ++at) ++count;
  return count;
}

class ExposureTest : public testing::Test {
 protected:
  // Four weeks of office life, an intruder for a few hours on the tenth day, a reset on the 13th.
  void a_clean_log() {
    incident.office_days(kMonday, 28);
    store::Event sign_in = incident.event(Act::sign_in, kIntrusion);
    incident.put(sign_in);
    incident.password_reset(kLockedOut);
  }
  Incident incident;
};

TEST_F(ExposureTest, AMessageThatARecordNamesWasOpened) {
  a_clean_log();
  incident.hold("opened@x.example", kMonday);
  incident.hold("other@x.example", kMonday);
  const std::string record = incident.read("opened@x.example", kIntrusion + 600).record_id;
  const ExposureResult result = incident.result();
  const ExposedMessage opened = incident.described(result, "opened@x.example");
  EXPECT_EQ(class_name(opened.exposure->exposure), "X4");
  EXPECT_THAT(opened.records, ElementsAre(record));
  EXPECT_THAT(opened.why, HasSubstr("A record names it as opened in context C"));
  EXPECT_EQ(opened.exposure->joined, JoinedBy::message_id);
}

TEST_F(ExposureTest, NoAccessRecordedIsSaidOnlyWhereTheLogIsComplete) {
  a_clean_log();
  incident.hold("other@x.example", kMonday);
  EXPECT_EQ(incident.classes(incident.result())["other@x.example"], "X1");
  // The provider throttles for 24 hours while the intruder has access.
  incident.read("own@x.example", kIntrusion + kOneHour, kOffice).throttled = true;
  const ExposureResult result = incident.result();
  EXPECT_EQ(incident.classes(result)["other@x.example"], "X2");
  EXPECT_THAT(incident.described(result, "other@x.example").why,
              HasSubstr("the provider had stopped logging reads"));
}

TEST_F(ExposureTest, WhatCameAfterTheEvictionOrWasGoneBeforeWasNotReachable) {
  a_clean_log();
  incident.hold("later@x.example", kLockedOut + 60);
  incident.hold("purged@x.example", kMonday);
  store::Event purge = incident.event(Act::mail_hard_deleted, kIntrusion - kOneDay, kOffice);
  purge.messages.push_back({"purged@x.example", "", "", "\\Inbox", "", {}, {}});
  incident.put(purge);
  const ExposureResult result = incident.result();
  auto classes = incident.classes(result);
  EXPECT_EQ(classes["later@x.example"], "X0");
  EXPECT_EQ(classes["purged@x.example"], "X0");
  ASSERT_EQ(result.mailboxes.size(), 1u);
  EXPECT_EQ(result.mailboxes[0].eviction, kLockedOut);
}

TEST_F(ExposureTest, WithoutAnEvictionWhatCameLaterStaysReachable) {
  incident.office_days(kMonday, 28);
  incident.put(incident.event(Act::sign_in, kIntrusion));
  incident.hold("later@x.example", kIntrusion + 5 * kOneDay);
  incident.hold("after-the-log@x.example", kMonday + 40 * kOneDay);
  const ExposureResult result = incident.result();
  auto classes = incident.classes(result);
  EXPECT_EQ(classes["later@x.example"], "X2") << "the log's last day may lack late records";
  EXPECT_EQ(classes["after-the-log@x.example"], "X2");
  EXPECT_THAT(result.remarks, Contains(HasSubstr("no record shows that the access")));
}

TEST_F(ExposureTest, ASyncTakesItsFolderForCertainAndTheMailboxByTheProvidersRule) {
  a_clean_log();
  incident.hold("in@x.example", kMonday, "INBOX");
  incident.hold("sent@x.example", kMonday, "Sent Items");
  incident.hold("late@x.example", kIntrusion + 4 * kOneHour, "INBOX");
  incident.sync("\\Inbox", kIntrusion + kOneHour);
  const ExposureResult result = incident.result();
  const ExposedMessage in = incident.described(result, "in@x.example");
  EXPECT_EQ(class_name(in.exposure->exposure), "X3");
  EXPECT_EQ(in.exposure->basis, Basis::folder_synced);
  const ExposedMessage sent = incident.described(result, "sent@x.example");
  EXPECT_EQ(class_name(sent.exposure->exposure), "X3");
  EXPECT_EQ(sent.exposure->basis, Basis::mailbox_synced);
  EXPECT_EQ(incident.classes(result)["late@x.example"], "X1") << "it came hours after the sync";
}

TEST_F(ExposureTest, MailWithinTheHourAfterASyncCannotBeExcluded) {
  a_clean_log();
  incident.hold("soon@x.example", kIntrusion + kOneHour + 600);
  incident.sync("\\Inbox", kIntrusion + kOneHour);
  const ExposureResult result = incident.result();
  EXPECT_EQ(incident.classes(result)["soon@x.example"], "X2");
  EXPECT_THAT(incident.described(result, "soon@x.example").why, HasSubstr("within the hour"));
}

TEST_F(ExposureTest, ARecordWithoutItsMessagesLeavesNothingToExclude) {
  a_clean_log();
  incident.hold("other@x.example", kMonday);
  store::Event& lossy = incident.read("", kIntrusion + 600);
  lossy.messages.clear();
  lossy.incomplete = true;
  EXPECT_EQ(incident.classes(incident.result())["other@x.example"], "X2");
}

TEST_F(ExposureTest, RecordsWithoutMessageIdJoinBySubjectSizeFolderAndTimeAndSaySo) {
  a_clean_log();
  incident.hold("named@x.example", kMonday);
  store::Event& read = incident.read("", kIntrusion + 600);
  read.messages[0].subject = "About named@x.example";
  read.messages[0].size = 4300;
  const ExposureResult result = incident.result();
  const ExposedMessage named = incident.described(result, "named@x.example");
  EXPECT_EQ(class_name(named.exposure->exposure), "X4");
  EXPECT_EQ(named.exposure->joined, JoinedBy::subject_size_time);
  EXPECT_THAT(named.why, HasSubstr("no Message-ID: found by subject, size, folder and time"));
}

TEST_F(ExposureTest, MessagesThatOnlyRecordsNameAreListedToo) {
  a_clean_log();
  incident.hold("held@x.example", kMonday);
  incident.read("unknown@x.example", kIntrusion + 600);
  const ExposureResult result = incident.result();
  EXPECT_EQ(incident.classes(result, false)["unknown@x.example"], "X4");
  EXPECT_THAT(incident.described(result, "unknown@x.example").why,
              HasSubstr("Named in the log, not held by the case"));
}

TEST_F(ExposureTest, AForwardingRuleTakesWhatArrivesWhileItStands) {
  a_clean_log();
  incident.hold("before@x.example", kIntrusion);
  incident.hold("during@x.example", kIntrusion + 5 * kOneHour);
  incident.hold("after@x.example", kIntrusion + 30 * kOneHour);
  store::Event rule = incident.event(Act::inbox_rule_set, kIntrusion + kOneHour);
  rule.parameters = {{"Name", ".", ""}, {"ForwardTo", "drop@elsewhere.example", ""}};
  incident.put(rule);
  store::Event removed =
      incident.event(Act::inbox_rule_removed, kIntrusion + 20 * kOneHour, kOffice);
  removed.parameters = {{"Identity", "ada\\.", ""}};
  incident.put(removed);
  const ExposureResult result = incident.result();
  auto classes = incident.classes(result);
  EXPECT_EQ(classes["during@x.example"], "X5");
  EXPECT_EQ(classes["before@x.example"], "X1");
  EXPECT_EQ(classes["after@x.example"], "X1");
  ASSERT_EQ(result.activity.persistence.size(), 1u);
  EXPECT_EQ(result.activity.persistence[0].removed_at, kIntrusion + 20 * kOneHour);
}

TEST_F(ExposureTest, TheRemovalOfAnotherMailboxesRuleRemovesNotThisOne) {
  a_clean_log();
  store::Event rule = incident.event(Act::inbox_rule_set, kIntrusion + kOneHour);
  rule.parameters = {{"Name", "..", ""}, {"MoveToFolder", "RSS Feeds", ""}};
  incident.put(rule);
  for (const char* identity : {"ben\\..", "ben\\.", "ada\\."}) {
    store::Event removed =
        incident.event(Act::inbox_rule_removed, kIntrusion + 20 * kOneHour, kOffice);
    removed.actor = "admin@x.example";
    removed.mailbox.clear();
    removed.parameters = {{"Identity", identity, ""}};
    incident.put(removed);
  }
  const ExposureResult result = incident.result();
  ASSERT_EQ(result.activity.persistence.size(), 1u);
  EXPECT_FALSE(result.activity.persistence[0].removed_at.has_value());
}

TEST_F(ExposureTest, ARuleThatAsksForWordsTakesOnlyWhatCarriesThem) {
  a_clean_log();
  incident.hold("invoice@x.example", kIntrusion + 5 * kOneHour).subject = "Your invoice";
  incident.hold("lunch@x.example", kIntrusion + 5 * kOneHour).subject = "Lunch";
  store::Event rule = incident.event(Act::inbox_rule_set, kIntrusion + kOneHour);
  rule.parameters = {{"Name", "a", ""},
                     {"ForwardTo", "drop@elsewhere.example", ""},
                     {"SubjectContainsWords", "invoice;payment", ""}};
  incident.put(rule);
  auto classes = incident.classes(incident.result());
  EXPECT_EQ(classes["invoice@x.example"], "X5");
  EXPECT_EQ(classes["lunch@x.example"], "X1");
}

TEST_F(ExposureTest, GooglesLogsCanNeverSayThatNothingWasRead) {
  incident.hold("any@x.example", kMonday);
  for (int i = 0; i < 300; ++i) {
    store::Event event = incident.event(Act::sign_in, kMonday + i * kOneHour, kOffice);
    event.provider = store::Provider::google_workspace;
    incident.put(event);
  }
  store::Event entry = incident.event(Act::sign_in, kIntrusion);
  entry.provider = store::Provider::google_workspace;
  incident.put(entry);
  const ExposureResult result = incident.result();
  EXPECT_EQ(incident.classes(result)["any@x.example"], "X2");
  EXPECT_THAT(incident.described(result, "any@x.example").why,
              HasSubstr("keeps no complete record of reading"));
}

// Gmail's log names some openings and downloads, and promises none: what it names counts.
TEST_F(ExposureTest, WhatGmailsLogNamesWasOpenedOrTaken) {
  const auto gmail = [&](Act act, const std::string& id, const char* type) {
    store::Event event = incident.event(act, kIntrusion);
    event.provider = store::Provider::google_workspace;
    event.product = "gmail";
    event.operation = "delivery";
    event.parameters.push_back({"mail_event_type", type, ""});
    event.messages.emplace_back().message_id = id;
    incident.put(std::move(event));
    incident.hold(id, kIntrusion - kOneDay);
  };
  gmail(Act::mail_read, "viewed@x.example", "31");
  gmail(Act::mail_read, "forwarded@x.example", "10");
  gmail(Act::mail_read, "downloaded@x.example", "32");
  gmail(Act::attachment_opened, "saved@x.example", "18");
  gmail(Act::attachment_opened, "previewed@x.example", "28");
  incident.hold("silent@x.example", kIntrusion - kOneDay);
  auto classes = incident.classes(incident.result());
  EXPECT_EQ(classes["viewed@x.example"], "X4");
  EXPECT_EQ(classes["forwarded@x.example"], "X5");
  EXPECT_EQ(classes["downloaded@x.example"], "X5");
  EXPECT_EQ(classes["saved@x.example"], "X5");
  EXPECT_EQ(classes["previewed@x.example"], "X4");
  EXPECT_EQ(classes["silent@x.example"], "X2");
}

TEST(SentenceTest, OrdersAreSaidInWords) {
  store::Event consent;
  consent.act = Act::consent_granted;
  consent.operation = "Consent to application.";
  consent.target = consent.app_id = "a274357f-b2a1-4f87-b88a-f2008e89c984";
  consent.app_name = "Mailbox Courier";
  consent.parameters = {
      {"ConsentContext.OnBehalfOfAll", "False", ""},
      {"ConsentAction.Permissions", "Scope: Mail.ReadWrite offline_access User.Read Odd.Thing", ""},
      {"additionalDetails", "{}", ""}};
  EXPECT_EQ(
      sentence(consent),
      "gave the application \"Mailbox Courier\" access (a274357f-b2a1-4f87-b88a-f2008e89c984):"
      " it may read, change and delete mail, go on without the user; further rights: "
      "odd.thing");
  store::Event factor;
  factor.act = Act::mfa_changed;
  factor.operation = "Update user.";
  factor.target = "ada@meridian.example";
  factor.parameters = {{"StrongAuthenticationPhoneAppDetail",
                        R"([{"DeviceName":"Pixel 6"},{"DeviceName":"Old"}])",
                        R"([{"DeviceName":"Old"}])"}};
  EXPECT_EQ(sentence(factor),
            "changed the second factors of ada@meridian.example: added \"Pixel 6\"");
  store::Event rights;
  rights.act = Act::mailbox_permission_granted;
  rights.parameters = {
      {"Identity", "ada", ""}, {"User", "eve", ""}, {"AccessRights", "FullAccess", ""}};
  EXPECT_EQ(sentence(rights), "gave rights to eve on ada (FullAccess)");
}

TEST(SentenceTest, ManyScopesAndDevicesTakeLinearTime) {
  EXPECT_TRUE(grows_linearly(
      [](std::size_t count) {
        store::Event consent, factor;
        consent.act = Act::consent_granted;
        consent.parameters.resize(1);
        consent.parameters[0].name = "Scope";
        factor.act = Act::mfa_changed;
        factor.parameters.resize(1);
        factor.parameters[0].name = "StrongAuthenticationPhoneAppDetail";
        std::string devices;
        for (std::size_t i = 0; i < count; ++i) {
          consent.parameters[0].value += fmt::format("odd.thing{} ", i);
          devices += fmt::format(R"({}{{"DeviceName":"d{}"}})", i == 0 ? "" : ",", i);
        }
        factor.parameters[0].value = "[" + devices + "]";
        EXPECT_EQ(count_of(sentence(consent), "odd."), count);
        EXPECT_EQ(count_of(sentence(factor), "\"d"), count);
      },
      2'000));
}

store::Event rule_event(Act act, std::size_t number, UnixTime at) {
  store::Event event;
  event.act = act;
  event.actor = "ada@meridian.example";
  event.time = store::TimeSpan{at, at};
  event.parameters = {{"Name", fmt::format("Rule {}", number), ""},
                      {"ForwardTo", "eve@elsewhere.example", ""}};
  return event;
}

TEST(DeedsTest, ManyRulesTakeLinearTime) {
  EXPECT_TRUE(grows_linearly(
      [](std::size_t count) {
        Activity activity;
        Deeds deeds(activity, {});
        for (std::size_t i = 0; i < count; ++i) {
          deeds.add(rule_event(Act::inbox_rule_set, i, kIntrusion), 0);
        }
        EXPECT_EQ(activity.persistence.size(), count);
      },
      1'000));
}

TEST(DeedsTest, ARuleSetAgainIsOneUntilItIsRemoved) {
  Activity activity;
  Deeds deeds(activity, {});
  store::Event again = rule_event(Act::inbox_rule_set, 1, kIntrusion + 60);
  again.parameters[0].value = "rule 1";
  again.parameters[1].value = "mallory@elsewhere.example";
  deeds.add(rule_event(Act::inbox_rule_set, 1, kIntrusion), 0);
  deeds.add(again, 0);
  ASSERT_EQ(activity.persistence.size(), 1u);
  EXPECT_THAT(activity.persistence[0].what, HasSubstr("mallory"));
  deeds.add(rule_event(Act::inbox_rule_removed, 1, kIntrusion + 120), 0);
  deeds.add(rule_event(Act::inbox_rule_set, 1, kIntrusion + 180), 0);
  ASSERT_EQ(activity.persistence.size(), 2u);
  EXPECT_EQ(activity.persistence[0].removed_at, kIntrusion + 120);
  EXPECT_FALSE(activity.persistence[1].removed_at);
}

TEST_F(ExposureTest, AMessageSentIsTheOneOfItsSubjectThatArrivedAtTheTime) {
  a_clean_log();
  for (int i = 0; i < 5; ++i) {
    incident
        .hold(fmt::format("sent{}@meridian.example", i), kIntrusion + (3 - i) * kOneHour, "Sent")
        .subject = "The plan";
  }
  store::Event sent = incident.event(Act::mail_sent, kIntrusion + 2 * kOneHour + 30);
  sent.messages.resize(1);
  sent.messages[0].subject = "The plan";
  incident.put(sent);
  const ExposureResult result = incident.result();
  ASSERT_EQ(result.activity.sent.size(), 1u);
  EXPECT_EQ(result.activity.sent[0].message, 2u);
  EXPECT_TRUE(result.activity.sent[0].joined_by_subject);
}

TEST_F(ExposureTest, WhichOfTwoMessagesWasDeletedASubjectAloneDoesNotSay) {
  a_clean_log();
  for (const char* id : {"once@x.example", "one@x.example", "other@x.example"}) {
    const bool once = std::string_view(id) == "once@x.example";
    incident.hold(id, kMonday).subject = once ? "Once" : "Twice";
  }
  for (const char* subject : {"Once", "Twice"}) {
    store::Event gone = incident.event(Act::mail_hard_deleted, kMonday + kOneDay, kOffice);
    gone.messages.resize(1);
    gone.messages[0].subject = subject;
    incident.put(gone);
  }
  auto classes = incident.classes(incident.result());
  EXPECT_EQ(classes["once@x.example"], "X0");
  EXPECT_EQ(classes["one@x.example"], "X1");
  EXPECT_EQ(classes["other@x.example"], "X1");
}

TEST_F(ExposureTest, ADelegateOfOneFolderReachesThatFolder) {
  a_clean_log();
  incident.hold("in@x.example", kMonday, "Inbox");
  incident.hold("project@x.example", kMonday, "Inbox/Project");
  store::Event grant = incident.event(Act::mailbox_permission_granted, kMonday, kOffice);
  grant.operation = "Add-MailboxFolderPermission";
  grant.mailbox.clear();
  grant.parameters = {{"Identity", "ada@meridian.example:\\Inbox\\Project", ""},
                      {"User", "eve@meridian.example", ""}};
  incident.put(grant);
  store::Event opened = incident.event(Act::folder_opened, kIntrusion, "203.0.113.99");
  opened.actor = "eve@meridian.example";
  opened.logon = store::LogonType::delegate;
  incident.put(opened);
  const ExposureResult result = incident.result(Incident::from_address("203.0.113.99"));
  auto classes = incident.classes(result);
  EXPECT_EQ(classes["in@x.example"], "X0");
  EXPECT_EQ(classes["project@x.example"], "X1");
}

TEST_F(ExposureTest, AnExportTakesAllThatLayInTheMailbox) {
  a_clean_log();
  incident.hold("old@x.example", kMonday);
  store::Event made = incident.event(Act::export_made, kIntrusion + kOneHour);
  made.operation = "New-MailboxExportRequest";
  incident.put(made);
  EXPECT_EQ(incident.classes(incident.result())["old@x.example"], "X5");
}

TEST_F(ExposureTest, ALeakedCopyWasTaken) {
  a_clean_log();
  incident.hold("leaked@x.example", kMonday);
  incident.hold("leaked@x.example", kMonday, "Inbox", "leak");
  ExposureOptions options = Incident::from_address();
  options.leaked_mailboxes = {"leak"};
  EXPECT_EQ(incident.classes(incident.result(options))["leaked@x.example"], "X5");
}

TEST_F(ExposureTest, WhatWasSentAndPurgedIsTold) {
  a_clean_log();
  incident.hold("lure@x.example", kIntrusion + kOneHour, "Inbox", "ben@partner.example");
  store::Event sent = incident.event(Act::mail_sent, kIntrusion + kOneHour);
  sent.messages.push_back({"lure@x.example", "", "Document", "\\Sent Items", "", {}, {}});
  sent.recipients = {"ben@partner.example"};
  incident.put(sent);
  store::Event purge = incident.event(Act::mail_hard_deleted, kIntrusion + kOneHour + 60);
  purge.messages = sent.messages;
  incident.put(purge);
  const ExposureResult result = incident.result();
  ASSERT_EQ(result.activity.sent.size(), 1u);
  EXPECT_NE(result.activity.sent[0].message, store::kNoMessage) << "another mailbox holds it";
  EXPECT_THAT(result.activity.sent[0].recipients, ElementsAre("ben@partner.example"));
  ASSERT_EQ(result.activity.deleted.size(), 1u);
  EXPECT_THAT(result.activity.deleted[0].what, HasSubstr("purged"));
}

TEST_F(ExposureTest, WhatTheIntruderWroteIsKnownToTheIntruder) {
  a_clean_log();
  incident.hold("kept@x.example", kIntrusion + kOneHour, "Sent Items");
  for (const char* id : {"kept@x.example", "purged@x.example"}) {
    store::Event sent = incident.event(Act::mail_sent, kIntrusion + kOneHour);
    sent.operation = "Send";
    sent.messages.push_back({id, "", "Document", "\\Sent Items", "", {}, {}});
    incident.put(sent);
  }
  store::Event purge = incident.event(Act::mail_hard_deleted, kIntrusion + kOneHour + 60);
  purge.messages.push_back({"purged@x.example", "", "Document", "\\Sent Items", "", {}, {}});
  incident.put(purge);
  const ExposureResult result = incident.result();
  for (const char* id : {"kept@x.example", "purged@x.example"}) {
    const ExposedMessage written = incident.described(result, id);
    EXPECT_EQ(class_name(written.exposure->exposure), "X4") << id;
    EXPECT_EQ(basis_name(written.exposure->basis), "written");
    EXPECT_THAT(written.why, HasSubstr("written there: a record names it as sent"));
  }
}

TEST_F(ExposureTest, OfWhatTheIntruderDeletedItIsNotSaidThatNoRecordNamesIt) {
  a_clean_log();
  incident.hold("deleted@x.example", kMonday);
  incident.hold("owners@x.example", kMonday);
  for (const bool owner : {false, true}) {
    store::Event purge =
        incident.event(Act::mail_hard_deleted, kIntrusion + kOneHour, owner ? kOffice : kIntruder);
    purge.operation = "HardDelete";
    purge.messages.push_back(
        {owner ? "owners@x.example" : "deleted@x.example", "", "", "\\Inbox", "", {}, {}});
    incident.put(purge);
  }
  const ExposureResult result = incident.result();
  const ExposedMessage deleted = incident.described(result, "deleted@x.example");
  EXPECT_EQ(class_name(deleted.exposure->exposure), "X2");
  EXPECT_THAT(deleted.why, HasSubstr("no record says that it was opened"));
  EXPECT_EQ(incident.classes(result)["owners@x.example"], "X1");
}

TEST_F(ExposureTest, AProposedAnswerHoldsNothingCertain) {
  a_clean_log();
  incident.hold("earlier@x.example", kMonday);
  incident.hold("later@x.example", kLockedOut + 60);
  store::Event rule = incident.event(Act::inbox_rule_set, kIntrusion + kOneHour);
  rule.parameters = {{"Name", ".", ""}, {"ForwardTo", "drop@elsewhere.example", ""}};
  incident.put(rule);
  const ExposureResult proposed = incident.result({});
  ASSERT_TRUE(proposed.proposed);
  ASSERT_FALSE(proposed.messages.empty());
  for (const MessageExposure& message : proposed.messages) {
    EXPECT_NE(message.certainty, Certainty::certain) << class_name(message.exposure);
  }
  const ExposureResult named = incident.result();
  EXPECT_EQ(incident.described(named, "earlier@x.example").exposure->certainty, Certainty::certain);
}

TEST_F(ExposureTest, WithoutLogsNothingIsSaid) {
  incident.hold("any@x.example", kMonday);
  const ExposureResult result = incident.result();
  EXPECT_FALSE(result.has_logs);
  EXPECT_TRUE(result.messages.empty());
}

}  // namespace
}  // namespace letterlock::exposure
