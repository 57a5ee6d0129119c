#include "audit/log_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "audit/test_log.h"

namespace letterlock::audit {
namespace {

using store::Act;
using store::Event;
using store::Outcome;

constexpr const char* kBind =
    R"j({"CreationTime":"2024-06-10T09:30:00","Id":"b-1","Operation":"MailItemsAccessed","RecordType":50,)j"
    R"j("ResultStatus":"Succeeded","Workload":"Exchange","UserId":"Ada@Orchard.example","AppId":"00000003-0000-0000-c000-000000000000",)j"
    R"j("ClientAppId":"5A95E683-08AD-424E-A441-1D1AEC52C02C","ClientIPAddress":"[2001:db8::7]:17145",)j"
    R"j("ClientInfoString":"Client=REST;;","ExternalAccess":false,"LogonType":2,"MailboxGuid":"9F","MailboxOwnerUPN":"board@orchard.example",)j"
    R"j("SessionId":"s-1","AppAccessContext":{"UniqueTokenId":"t-1"},)j"
    R"j("OperationProperties":[{"Name":"MailAccessType","Value":"Bind"},{"Name":"IsThrottled","Value":"True"}],)j"
    R"j("Folders":[{"Id":"F1","Path":"\\Inbox","FolderItems":[{"InternetMessageId":"<m1@field.example>","SizeInBytes":4096,"Subject":"Offer"},)j"
    R"j({"ItemInternetMessageId":"<m2@field.example>"}]}],"OperationCount":2})j";

std::string quoted(std::string text) {
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
  return cell + '"';
}

void expect_bind(const Event& event, const std::string& where) {
  EXPECT_EQ(event.act, Act::mail_read) << where;
  EXPECT_EQ(event.actor, "ada@orchard.example") << where;
  EXPECT_EQ(event.mailbox, "board@orchard.example") << where;
  ASSERT_TRUE(event.time) << where;
  EXPECT_EQ(event.time->until, 1'718'011'800) << where;
  EXPECT_EQ(event.time->from, 1'718'011'680) << where;
  ASSERT_TRUE(event.from.ip) << where;
  EXPECT_EQ(event.from.ip->text(), "2001:db8::7") << where;
  EXPECT_EQ(event.from.port, 17145) << where;
  EXPECT_EQ(event.app_id, "5a95e683-08ad-424e-a441-1d1aec52c02c") << where;
  EXPECT_EQ(event.session, "s-1") << where;
  EXPECT_EQ(event.token, "t-1") << where;
  EXPECT_EQ(event.logon, store::LogonType::delegate) << where;
  EXPECT_TRUE(event.throttled) << where;
  EXPECT_FALSE(event.incomplete) << where;
  EXPECT_EQ(event.operation_count, 2u) << where;
  ASSERT_EQ(event.messages.size(), 2u) << where;
  EXPECT_EQ(event.messages[0].message_id, "m1@field.example") << where;
  EXPECT_EQ(event.messages[0].folder, "\\Inbox") << where;
  EXPECT_EQ(event.messages[0].size, 4096u) << where;
  EXPECT_EQ(event.messages[1].message_id, "m2@field.example") << where;
}

std::string camel(std::string text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool key = text[i - 1] == '"' && i > 1 && (text[i - 2] == '{' || text[i - 2] == ',');
    if (key && text[i] >= 'A' && text[i] <= 'Z') text[i] = static_cast<char>(text[i] + 32);
  }
  return text;
}

// domain: the eight shapes in which one record can arrive.
TEST(LogReaderTest, OneRecordIsTheSameEventInEveryShape) {
  const std::string record = kBind;
  std::string text_record = record;  // as a JSON string
  for (std::size_t i = 0; i < text_record.size(); ++i) {
    if (text_record[i] == '"' || text_record[i] == '\\') text_record.insert(i++, 1, '\\');
  }
  const std::pair<const char*, std::string> shapes[] = {
      {"portal of old",
       "CreationDate,UserIds,Operations,AuditData\r\n2024-06-10T09:30:00.0000000Z,ada@orchard."
       "example,MailItemsAccessed," +
           quoted(record) + "\r\n"},
      {"portal",
       "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits\nb-1,2024-"
       "06-10T09:30:00.0000000Z,50,MailItemsAccessed,ada@orchard.example," +
           quoted(record) + ",\n"},
      {"search",
       "#TYPE "
       "Deserialized.Record\n\"RecordType\",\"CreationDate\",\"UserIds\",\"Operations\","
       "\"AuditData\",\"ResultIndex\",\"ResultCount\",\"Identity\"\n\"ExchangeItemAggregated\",\"6/"
       "10/2024 9:30:00 AM\",\"ada@orchard.example\",\"MailItemsAccessed\"," +
           quoted(record) + ",\"1\",\"1\",\"b-1\"\n"},
      {"graph",
       "{\"@odata.context\":\"x\",\"value\":[{\"id\":\"b-1\",\"createdDateTime\":\"2024-06-10T09:"
       "30:00Z\",\"auditLogRecordType\":\"exchangeItemAggregated\",\"operation\":"
       "\"MailItemsAccessed\",\"userId\":\"x\",\"clientIp\":\"2001:db8::7\",\"auditData\":" +
           camel(record) + "}]}"},
      {"graph with text", "{\"id\":\"b-1\",\"operation\":\"MailItemsAccessed\",\"auditData\":\"" +
                              text_record + "\"}\n"},
      {"management", "[" + record + "]"},
      {"lines", record + "\n"},
      {"splunk", "{\"result\":{\"_raw\":\"" + text_record + "\",\"_time\":\"x\"}}\n"},
      {"collector", "{\"expected\":1,\"log\":" + record + "}\n"},
      {"raw", "{\"raw\":\"" + text_record + "\"}\n"},
      {"defender",
       "{\"Timestamp\":\"2024-06-10T09:31:00Z\",\"ActionType\":\"MailItemsAccessed\","
       "\"RawEventData\":" +
           record + "}\n"},
  };
  for (const auto& [name, text] : shapes) {
    for (const std::size_t piece : {SIZE_MAX, std::size_t{3}}) {
      const ReadLog log = read_text(text, piece);
      ASSERT_EQ(log.error, "") << name;
      ASSERT_EQ(log.events.size(), 1u) << name;
      expect_bind(log.events[0], name);
      EXPECT_EQ(log.records[0].record_id, "b-1") << name;
      EXPECT_EQ(log.file.broken, 0u) << name;
      EXPECT_TRUE(log.file.finished);
    }
  }
}

TEST(LogReaderTest, TheMailboxAuditLogSaysTheSameInItsOwnWords) {
  const ReadLog log = read_text(
      "Operation,OperationResult,LogonType,LastAccessed,MailboxOwnerUPN,ClientIPAddress,"
      "OperationProperties,FolderPathName,ItemInternetMessageId,ItemSubject,LogonUserDisplayName,"
      "MailboxGuid\n"
      "MailItemsAccessed,Succeeded,Owner,2024-06-10T09:30:00Z,ada@orchard.example,192.0.2.9,"
      "MailAccessType:Bind;IsThrottled:False,\\Inbox,<m1@field.example>,Offer,Ada Byron,9F\n");
  ASSERT_EQ(log.events.size(), 1u);
  EXPECT_EQ(log.events[0].act, Act::mail_read);
  EXPECT_EQ(log.events[0].messages.at(0).message_id, "m1@field.example");
  EXPECT_EQ(log.events[0].mailbox, "ada@orchard.example");
  EXPECT_FALSE(log.events[0].incomplete);
}

TEST(LogReaderTest, ALossyExportIsSaidAndItsEventsAreIncomplete) {
  const ReadLog log = read_text(
      "CreationTime,Id,Operation,Workload,UserId,ClientIPAddress,OperationProperties,Folders\n"
      "2024-06-10T09:30:00,b-1,MailItemsAccessed,Exchange,ada@orchard.example,192.0.2.9,System."
      "Object[],System.Object[]\n");
  ASSERT_EQ(log.events.size(), 1u);
  EXPECT_TRUE(log.events[0].incomplete);
  EXPECT_GT(log.defects("folders_lost"), 0u);
  EXPECT_GT(log.defects("settings_lost"), 0u);
  EXPECT_EQ(log.file.shape, "flattened-csv");
}

TEST(LogReaderTest, ACellCutByASpreadsheetIsReadAsFarAsItGoes) {
  std::string record = kBind;
  const std::string item = R"j({"InternetMessageId":"<m@field.example>"},)j";
  std::string items;
  while (items.size() < 40'000) items += item;
  record.insert(record.find(R"j({"InternetMessageId":"<m1)j"), items);
  record.resize(32'767);
  const ReadLog log = read_text(
      "CreationDate,UserIds,Operations,AuditData\n6/10/2024 9:30:00 "
      "AM,ada@orchard.example,MailItemsAccessed," +
      quoted(record) + "\n");
  ASSERT_EQ(log.events.size(), 1u);
  EXPECT_EQ(log.defects("cell_cut"), 1u);
  EXPECT_TRUE(log.events[0].incomplete);
  EXPECT_GT(log.events[0].messages.size(), 500u);
  EXPECT_EQ(log.events[0].session, "s-1");
}

std::string rows(std::uint64_t count) {
  std::string text = "CreationDate,UserIds,Operations,AuditData\n";
  for (std::uint64_t i = 0; i < count; ++i) {
    text += fmt::format(
        "2024-06-10T09:30:00Z,a,Send,\"{{\"\"CreationTime\"\":\"\"2024-06-10T{:02}:{:02}:00\"\","
        "\"\"Id\"\":\"\"{}\"\",\"\"Operation\"\":\"\"Send\"\",\"\"Workload\"\":\"\"Exchange\"\"}}"
        "\"\n",
        23 - i / 60 % 24, 59 - i % 60, i);
  }
  return text;
}

TEST(LogReaderTest, CapsGapsAndMissingPagesAreSaid) {
  const ReadLog capped = read_text(rows(5000));
  EXPECT_EQ(capped.defects("row_cap_reached"), 1u);
  ASSERT_TRUE(capped.file.defects.back().affects);
  EXPECT_EQ(read_text(rows(4999)).defects("row_cap_reached"), 0u);
  const ReadLog gap = read_text(
      "CreationDate,Operations,UserIds,ResultIndex,ResultCount,AuditData\n"
      "2024-06-10T09:30:00Z,Send,a,1,3,{}\n2024-06-10T09:31:00Z,Send,a,3,3,{}\n");
  EXPECT_EQ(gap.defects("results_missing"), 1u);
  EXPECT_EQ(gap.file.defects.back().affects,
            (store::TimeSpan{1'718'011'800, 1'718'011'860}));  // between its neighbours
  const ReadLog page = read_text(std::string("{\"value\":[") + kBind +
                                 "],\"@odata.nextLink\":\"https://graph.example/2\"}");
  EXPECT_EQ(page.defects("page_missing"), 1u);
}

TEST(LogReaderTest, DatesAreReadByTheOrderOfTheWholeFile) {
  const std::string header =
      "Date (UTC);Request ID;User ID;Username;IP address;Client app;Status;Application\n";
  const auto row = [](const char* date, int n) {
    return fmt::format("{};r-{};u-1;ada@orchard.example;192.0.2.1;Browser;Success;Mail\n", date, n);
  };
  const ReadLog european =
      read_text(header + row("03.04.2024 10:00:00", 1) + row("14.04.2024 10:00:00", 2));
  ASSERT_EQ(european.events.size(), 2u);
  EXPECT_EQ(format_utc(european.events[0].time->from), "2024-04-03T10:00:00Z");
  EXPECT_EQ(european.file.dates, "european");
  const ReadLog us = read_text(header + row("3/4/2024 10:00:00", 1) + row("3/14/2024 10:00:00", 2));
  EXPECT_EQ(format_utc(us.events[0].time->from), "2024-03-04T10:00:00Z");
  EXPECT_EQ(us.defects("date_order_ambiguous"), 0u);
  EXPECT_EQ(read_text(header + row("3/4/2024 10:00:00", 1)).defects("date_order_ambiguous"), 1u);
}

TEST(LogReaderTest, BrokenPlacesAreNamedAndNothingElseIsLost) {
  const std::string good = std::string(kBind) + "\n";
  const ReadLog log = read_text(good + "{\"a\":}\n" + good + "{\"a\": \"x\n" + good);
  EXPECT_EQ(log.file.records, 3u);
  EXPECT_EQ(log.file.broken, 2u);
  EXPECT_EQ(log.defects("record_broken"), 2u);
  EXPECT_EQ(log.file.defects[0].row, 2u);
  EXPECT_EQ(log.file.defects[0].offset, good.size());
  const ReadLog absurd = read_text(
      R"j({"CreationTime":"0001-01-01T00:00:00","Operation":"Send","Workload":"Exchange","UserId":"a"})j");
  ASSERT_EQ(absurd.events.size(), 1u);
  EXPECT_FALSE(absurd.events[0].time);
  EXPECT_EQ(absurd.defects("time_unreadable"), 1u);
}

TEST(LogReaderTest, OctetsThatAreNoUtf8HarmOnlyThemselves) {
  std::string record = kBind;
  record.replace(record.find("Offer"), 5, "Off\xE9r");
  const ReadLog log = read_text(record);
  ASSERT_EQ(log.events.size(), 1u);
  EXPECT_EQ(log.events[0].messages[0].subject, "Off\uFFFDr");
  EXPECT_EQ(log.defects("not_utf8"), 1u);
}

TEST(LogReaderTest, WhatIsNoLogIsRefused) {
  for (const char* text : {"", "   \n", "Dear all,\nthis is a letter.\n", "name,price\nfoo,3\n"}) {
    EXPECT_NE(read_text(text).error, "") << text;
  }
}

TEST(LogReaderTest, AnUnknownOperationIsKeptWithItsName) {
  const ReadLog log = read_text(
      R"j({"CreationTime":"2024-06-10T09:30:00","Operation":"BrandNewThing","Workload":"Exchange","UserId":"a@b.example"})j");
  ASSERT_EQ(log.events.size(), 1u);
  EXPECT_EQ(log.events[0].act, Act::other);
  EXPECT_EQ(log.events[0].operation, "BrandNewThing");
  ASSERT_EQ(log.defects("operations_unknown"), 1u);
  EXPECT_NE(log.file.defects[0].detail.find("BrandNewThing (1)"), std::string::npos);
  EXPECT_FALSE(log.file.defects[0].affects) << "nothing is missing from the log";
}

TEST(LogReaderTest, StoppedReadingIsNotFinished) {
  MemoryLog log(std::string(kBind) + "\n" + kBind + "\n");
  CollectingSink sink;
  sink.stop_after = 1;
  auto file = read_log(log, sink);
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->finished);
  EXPECT_EQ(file->records, 1u);
}

}  // namespace
}  // namespace letterlock::audit
