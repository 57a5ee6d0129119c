// What fields of the providers' records mean.
#include "audit/mapping.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audit/operations.h"
#include "audit/test_log.h"
#include "base/test_growth.h"

namespace letterlock::audit {
namespace {

using store::Act;
using store::Event;
using store::Outcome;

Event only(const std::string& record) {
  const ReadLog log = read_text(record);
  EXPECT_EQ(log.error, "");
  EXPECT_EQ(log.events.size(), 1u) << record;
  return log.events.empty() ? Event{} : log.events[0];
}

// The common members of an Exchange or directory record, then `more`.
std::string office(const std::string& operation, const std::string& more) {
  return R"j({"CreationTime":"2024-06-10T09:30:00","Id":"x","Workload":"Exchange","UserId":"ada@orchard.example","Operation":")j" +
         operation + "\"," + more + "}";
}

TEST(OfficeTest, SucceededOfASignInMeansOnlyThatItWasHeard) {
  const Event failed = only(office(
      "UserLoggedIn",
      R"j("RecordType":15,"ResultStatus":"Succeeded","ErrorNumber":"50140","LogonError":"UserInterrupt")j"));
  EXPECT_EQ(failed.act, Act::sign_in_failed);
  EXPECT_EQ(failed.outcome, Outcome::failed);
  EXPECT_EQ(failed.error_code, "50140");
  const Event good = only(office(
      "UserLoggedIn",
      R"j("RecordType":15,"ResultStatus":"Success","ErrorNumber":"0","ClientIP":"192.0.2.7","ApplicationId":"D3590ED6","DeviceProperties":[{"Name":"OS","Value":"Windows 10"},{"Name":"SessionId","Value":"s-9"}],"ExtendedProperties":[{"Name":"UserAgent","Value":"Mozilla/5.0"}])j"));
  EXPECT_EQ(good.act, Act::sign_in);
  EXPECT_EQ(good.outcome, Outcome::succeeded);
  EXPECT_EQ(good.session, "s-9");
  EXPECT_EQ(good.user_agent, "Mozilla/5.0");
  EXPECT_EQ(good.app_id, "d3590ed6");
}

TEST(OfficeTest, ASyncNamesItsFolder) {
  const Event event = only(office(
      "MailItemsAccessed",
      R"j("RecordType":50,"OperationProperties":[{"Name":"MailAccessType","Value":"Sync"},{"Name":"IsThrottled","Value":"False"}],"Item":{"Id":"F9","ParentFolder":{"Id":"F1","Path":"\\Inbox"}})j"));
  EXPECT_EQ(event.act, Act::mail_synced);
  EXPECT_EQ(event.time->from, event.time->until);
  ASSERT_EQ(event.folders.size(), 1u);
  EXPECT_EQ(event.folders[0].path, "\\Inbox");
}

TEST(OfficeTest, DeletionsNameMessagesAttachmentsAndFolders) {
  const Event event = only(office(
      "MoveToDeletedItems",
      R"j("RecordType":3,"AffectedItems":[{"Id":"R1","InternetMessageId":"<m@x.example>","Subject":"Re: Offer","Attachments":"a.pdf (12b); b.pdf (3b)","ParentFolder":{"Id":"F","Path":"\\Sent Items"}}],"DestFolder":{"Id":"D","Path":"\\Deleted Items"},"Folder":{"Id":"F","Path":"\\Sent Items"})j"));
  EXPECT_EQ(event.act, Act::mail_moved_to_deleted_items);
  ASSERT_EQ(event.messages.size(), 1u);
  EXPECT_EQ(event.messages[0].destination, "\\Deleted Items");
  EXPECT_EQ(event.messages[0].folder, "\\Sent Items");
  EXPECT_EQ(event.messages[0].attachments, (std::vector<std::string>{"a.pdf (12b)", "b.pdf (3b)"}));
  EXPECT_EQ(event.folders.size(), 1u);
}

TEST(OfficeTest, ManyFoldersTakeLinearTime) {
  EXPECT_TRUE(grows_linearly(
      [](std::size_t folders) {
        std::string list;
        for (std::size_t i = 0; i < folders; ++i) {
          list += fmt::format(R"j({}{{"Id":"F{}","Path":"\\Folder"}})j", i == 0 ? "" : ",", i);
        }
        const Event event =
            only(office("MailItemsAccessed", "\"Folders\":[" + list + "," + list + "]"));
        EXPECT_EQ(event.folders.size(), folders);
      },
      5'000));
}

TEST(OfficeTest, ALongPathIsNotRepeatedForEachMessage) {
  std::string items = R"j({"Id":"R"})j";
  for (int i = 1; i < 1'000; ++i) items += R"j(,{"Id":"R"})j";
  const ReadLog log = read_text(
      office("MailItemsAccessed", R"j("Folders":[{"Path":")j" + std::string(1 << 20, 'p') +
                                      R"j(","FolderItems":[)j" + items + "]}]"));
  ASSERT_EQ(log.events.size(), 1u);
  EXPECT_EQ(log.events[0].messages.size(), 1'000u);
  std::size_t octets = 0;
  for (const auto& message : log.events[0].messages) octets += message.folder.size();
  EXPECT_EQ(octets, std::size_t{32} << 20);
  EXPECT_TRUE(log.events[0].incomplete);
  EXPECT_EQ(log.defects("repeated_too_often"), 1u);
}

TEST(OfficeTest, SetMailboxMeansWhatItsParametersSay) {
  const auto act = [](const std::string& parameters) {
    return only(office("Set-Mailbox",
                       R"j("RecordType":1,"ObjectId":"EURPR04/x.example/ada","Parameters":[)j" +
                           parameters + "]"))
        .act;
  };
  EXPECT_EQ(act(R"j({"Name":"ForwardingSmtpAddress","Value":"smtp:out@else.example"})j"),
            Act::forwarding_set);
  EXPECT_EQ(act(R"j({"Name":"ForwardingSmtpAddress","Value":""})j"), Act::forwarding_removed);
  EXPECT_EQ(act(R"j({"Name":"AuditLogAgeLimit","Value":"1.00:00:00"})j"),
            Act::audit_setting_changed);
  EXPECT_EQ(act(R"j({"Name":"MaxSendSize","Value":"10 MB"})j"), Act::mailbox_setting_changed);
}

TEST(OfficeTest, RulesBelongToAMailbox) {
  const Event made = only(office(
      "New-InboxRule",
      R"j("RecordType":1,"ClientIP":"192.0.2.1:52378","Parameters":[{"Name":"Name","Value":".."},{"Name":"ForwardTo","Value":"x@else.example"}])j"));
  EXPECT_EQ(made.act, Act::inbox_rule_set);
  EXPECT_EQ(made.mailbox, "ada@orchard.example");
  EXPECT_EQ(parameter(made, "forwardto"), "x@else.example");
  const Event gone = only(office(
      "UpdateInboxRules",
      R"j("RecordType":2,"OperationProperties":[{"Name":"RuleOperation","Value":"DeleteMailboxRule"}])j"));
  EXPECT_EQ(gone.act, Act::inbox_rule_removed);
  const Event granted = only(office(
      "Add-MailboxPermission",
      R"j("RecordType":1,"Parameters":[{"Name":"Identity","Value":"EUR/orgs/Board"},{"Name":"User","Value":"eve"}])j"));
  EXPECT_EQ(granted.act, Act::mailbox_permission_granted);
  EXPECT_EQ(granted.mailbox, "board");
}

TEST(OfficeTest, NamesOfOperationsComeWithAndWithoutTheirDot) {
  for (const char* name :
       {"Consent to application.", "Consent to application", "consent to application. "}) {
    EXPECT_EQ(
        only(
            office(
                name,
                R"j("RecordType":8,"ObjectId":"a62919b8-3d73-4b3f-ab2a-3790b3cb8550","Target":[{"ID":"PerfectSync","Type":1}])j"))
            .act,
        Act::consent_granted);
  }
  EXPECT_EQ(microsoft_act("Update application \xE2\x80\x93 Certificates and secrets management "),
            Act::credential_added);
  const Event consent = only(office(
      "Consent to application.",
      R"j("RecordType":8,"ObjectId":"a62919b8-3d73-4b3f-ab2a-3790b3cb8550","Target":[{"ID":"PerfectSync","Type":1}])j"));
  EXPECT_EQ(consent.app_name, "PerfectSync");
  EXPECT_EQ(consent.app_id, "a62919b8-3d73-4b3f-ab2a-3790b3cb8550");
}

TEST(OfficeTest, ANameOfManyDashesTakesLinearTime) {
  EXPECT_TRUE(grows_linearly(
      [](std::size_t count) {
        std::string name;
        for (std::size_t i = 0; i < count; ++i) name += "\xE2\x80\x93";
        EXPECT_EQ(microsoft_act(name), Act::other);
      },
      40'000));
}

TEST(OfficeTest, SendsNameTheirRecipients) {
  const Event event = only(office(
      "SendAs",
      R"j("RecordType":2,"SendAsUserSmtp":"Board@orchard.example","RecipientList":["Bob@field.example"],"Item":{"InternetMessageId":"<s@x.example>","Subject":"Pay"})j"));
  EXPECT_EQ(event.act, Act::mail_sent_as);
  EXPECT_EQ(event.recipients, std::vector<std::string>{"bob@field.example"});
  EXPECT_EQ(event.target, "board@orchard.example");
  EXPECT_EQ(event.messages.at(0).message_id, "s@x.example");
}

TEST(EntraTest, SignInsSayWhoFromWhereWithWhat) {
  const Event event = only(
      R"j({"id":"i-1","createdDateTime":"2024-06-10T09:30:00Z","userPrincipalName":"Ada@orchard.example","userId":"u-1","appId":"D3590ED6","appDisplayName":"Office","clientAppUsed":"Browser","ipAddress":"::ffff:192.0.2.7","autonomousSystemNumber":64500,"location":{"city":"Utrecht","state":"Utrecht","countryOrRegion":"NL"},"status":{"errorCode":50074,"failureReason":"Strong authentication is required."},"uniqueTokenIdentifier":"t-1","sessionId":"s-1","userAgent":"Mozilla/5.0","authenticationProtocol":"deviceCode","isInteractive":false,"signInEventTypes":["nonInteractiveUser"],"deviceDetail":{"deviceId":"d-1","operatingSystem":"Windows"}})j");
  EXPECT_EQ(event.provider, store::Provider::entra);
  EXPECT_EQ(event.product, "NonInteractiveUserSignInLogs");
  EXPECT_EQ(event.act, Act::sign_in_failed);
  EXPECT_EQ(event.error_code, "50074");
  EXPECT_EQ(event.from.ip->text(), "192.0.2.7");
  EXPECT_EQ(event.from.country, "NL");
  EXPECT_EQ(event.from.as_number, 64500u);
  EXPECT_EQ(event.token, "t-1");
  EXPECT_EQ(event.device_id, "d-1");
  EXPECT_EQ(parameter(event, "authenticationProtocol"), "deviceCode");
}

TEST(EntraTest, DiagnosticRecordsAndServicePrincipals) {
  const Event event = only(
      R"j({"time":"2024-06-10T09:30:00Z","category":"ServicePrincipalSignInLogs","operationName":"Sign-in activity","callerIpAddress":"192.0.2.9","resultType":"0","properties":{"id":"i-2","createdDateTime":"2024-06-10T09:29:59Z","servicePrincipalName":"Backup","servicePrincipalId":"sp-1","appId":"a-1","ipAddress":"192.0.2.9","status":{"errorCode":0}}})j");
  EXPECT_EQ(event.act, Act::sign_in);
  EXPECT_EQ(event.product, "ServicePrincipalSignInLogs");
  EXPECT_EQ(event.actor, "Backup");
  EXPECT_EQ(event.record_id, "i-2");
}

TEST(EntraTest, DirectoryAudits) {
  const Event event = only(
      R"j({"id":"a-1","activityDateTime":"2024-06-10T09:30:00Z","activityDisplayName":"User registered security info","category":"UserManagement","result":"success","loggedByService":"Authentication Methods","initiatedBy":{"user":{"id":"u-1","userPrincipalName":"ada@orchard.example","ipAddress":"192.0.2.7"}},"targetResources":[{"userPrincipalName":"ada@orchard.example","modifiedProperties":[{"displayName":"Phone","oldValue":null,"newValue":"+1"}]}]})j");
  EXPECT_EQ(event.act, Act::mfa_changed);
  EXPECT_EQ(event.actor, "ada@orchard.example");
  EXPECT_EQ(event.outcome, Outcome::succeeded);
  EXPECT_EQ(parameter(event, "Phone"), "+1");
}

TEST(GoogleTest, AnActivityHasAsManyEventsAsItSays) {
  const ReadLog log = read_text(
      R"j({"kind":"admin#reports#activities","items":[{"kind":"admin#reports#activity","id":{"time":"2024-06-10T09:30:00.000Z","uniqueQualifier":"1","applicationName":"user_accounts","customerId":"C1"},"actor":{"email":"Ada@orchard.example","profileId":"9"},"ipAddress":"192.0.2.5","events":[{"type":"email_forwarding_change","name":"email_forwarding_out_of_domain","parameters":[{"name":"email_forwarding_destination_address","value":"x@else.example"}]},{"type":"2sv_change","name":"2sv_disable"}]}]})j");
  ASSERT_EQ(log.events.size(), 2u);
  EXPECT_EQ(log.file.records, 1u);
  EXPECT_EQ(log.events[0].act, Act::forwarding_set);
  EXPECT_EQ(log.events[0].target, "x@else.example");
  EXPECT_EQ(log.events[0].mailbox, "ada@orchard.example");
  EXPECT_EQ(log.events[1].act, Act::mfa_changed);
  EXPECT_EQ(log.events[1].place.part, 1u);
}

TEST(GoogleTest, ALongNameIsNotRepeatedForEachEvent) {
  std::string events = R"j({"name":"a"})j";
  for (int i = 1; i < 1'000; ++i) events += R"j(,{"name":"a"})j";
  const ReadLog log = read_text(
      R"j({"id":{"time":"2024-06-10T09:30:00Z","applicationName":"login","customerId":")j" +
      std::string(1 << 20, 'c') + R"j("},"events":[)j" + events + "]}");
  EXPECT_EQ(log.events.size(), 31u);  // of 1 MiB and more
  EXPECT_EQ(log.defects("repeated_too_often"), 1u);
}

TEST(GoogleTest, TokensNameTheirApplication) {
  const Event event = only(
      R"j({"id":{"time":"2024-06-10T09:30:00Z","uniqueQualifier":"2","applicationName":"token"},"actor":{"email":"ada@orchard.example"},"name":"authorize","type":"auth","parameters":{"app_name":"PerfectSync","client_id":"77.apps.example","scope":["https://mail.example/"]}})j");
  EXPECT_EQ(event.act, Act::consent_granted);
  EXPECT_EQ(event.app_name, "PerfectSync");
  EXPECT_EQ(parameter(event, "scope"), "https://mail.example/");
}

// https://developers.google.com/workspace/admin/reports/v1/appendix/activity/gmail
TEST(GoogleTest, GmailsNumbersSayWhatHappened) {
  struct Case {
    int type;
    Act act;
  };
  constexpr Case kCases[] = {{1, Act::mail_sent},
                             {2, Act::mail_received},
                             {7, Act::mail_read},
                             {10, Act::mail_read},
                             {13, Act::mail_moved_to_deleted_items},
                             {17, Act::attachment_opened},
                             {27, Act::mail_hard_deleted},
                             {31, Act::mail_read},
                             {32, Act::mail_read},
                             {33, Act::mail_read},
                             {34, Act::mailbox_permission_granted},
                             {99, Act::other}};
  for (const Case& c : kCases) {
    const Event flat = only(fmt::format(
        R"j({{"id":{{"time":"2024-06-10T09:30:00Z","uniqueQualifier":"3","applicationName":"gmail"}},"actor":{{"email":"ada@orchard.example"}},"ipAddress":"192.0.2.9","name":"delivery","parameters":{{"event_info":{{"mail_event_type":{}}},"message_info":{{"rfc2822_message_id":"<m@x.example>","subject":"Hi"}}}}}})j",
        c.type));
    EXPECT_EQ(flat.act, c.act) << c.type;
    EXPECT_EQ(flat.operation, "delivery");
    EXPECT_EQ(flat.messages.at(0).message_id, "m@x.example") << c.type;
    const Event nested = only(fmt::format(
        R"j({{"id":{{"time":"2024-06-10T09:30:00Z","uniqueQualifier":"3","applicationName":"gmail"}},"actor":{{"email":"ada@orchard.example"}},"events":[{{"name":"delivery","parameters":[{{"name":"event_info","messageValue":{{"parameter":[{{"name":"mail_event_type","intValue":"{}"}}]}}}},{{"name":"message_info","messageValue":{{"parameter":[{{"name":"rfc2822_message_id","value":"<m@x.example>"}}]}}}}]}}]}})j",
        c.type));
    EXPECT_EQ(nested.act, c.act) << c.type;
    EXPECT_EQ(nested.mailbox, "ada@orchard.example");
  }
}

TEST(GoogleAccountTest, APersonsOwnExport) {
  const ReadLog rows = read_text(
      "Gaia ID,Activity Timestamp,IP Address,Activity Country,Activity City,User Agent "
      "String,Product Name,Sub-Product Name,Activity Type\n"
      "9,2024-06-10 09:30:00 UTC,192.0.2.5,NL,Utrecht,Mozilla/5.0,Gmail,Other,Login\n");
  ASSERT_EQ(rows.events.size(), 1u);
  EXPECT_EQ(rows.events[0].act, Act::sign_in);
  EXPECT_EQ(rows.events[0].from.country, "NL");
  const Event searched = only(
      R"j([{"header":"Gmail","title":"Searched for payment","time":"2024-06-10T09:30:00.000Z","products":["Gmail"]}])j");
  EXPECT_EQ(searched.act, Act::mail_searched);
  EXPECT_EQ(searched.query, "payment");
}

TEST(AddressTest, AddressesLosePortsAndBrackets) {
  const auto read = [](std::string_view text) {
    store::Endpoint from;
    read_address(text, from);
    return from;
  };
  EXPECT_EQ(read("104.28.196.199:17145").port, 17145);
  EXPECT_EQ(read("104.28.196.199:17145").ip->text(), "104.28.196.199");
  EXPECT_EQ(read("[2001:db8::1]:443").ip->text(), "2001:db8::1");
  EXPECT_EQ(read("2001:db8::1").port, std::nullopt);
  EXPECT_EQ(read("::ffff:192.0.2.1").ip->text(), "192.0.2.1");
  EXPECT_EQ(read("<null>").ip_as_written, "<null>");
  EXPECT_FALSE(read("").ip);
}

}  // namespace
}  // namespace letterlock::audit
