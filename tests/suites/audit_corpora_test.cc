// Real logs, read whole and counted against another program's count (audit_counts.py).
#include <gmock/gmock.h>

#include <array>
#include <map>
#include <sstream>

#include "audit/test_log.h"
#include "base/ascii.h"
#include "suites/audit_logs.h"

namespace letterlock::audit {
namespace {

using store::Act;
using store::Event;

struct Counts {
  std::uint64_t records = 0;
  std::map<std::string, std::uint64_t> operations;
};

Counts counted_elsewhere(const std::string& name) {
  const std::string command = "python3 " LETTERLOCK_SOURCE_DIR "/tests/suites/audit_counts.py '" +
                              suites::log_path(name) + "'";
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> piece{};
  for (std::size_t got; (got = fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    text.append(piece.data(), got);
  }
  EXPECT_EQ(pclose(pipe), 0) << command;
  Counts counts;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("records ")) counts.records = std::stoull(line.substr(8));
    const std::size_t tab = line.rfind('\t');
    if (tab != line.npos)
      counts.operations[line.substr(0, tab)] = std::stoull(line.substr(tab + 1));
  }
  return counts;
}

// The operations that the other program counted; it knows those of some shapes only.
std::map<std::string, std::uint64_t> operations_of(const ReadLog& log, const Counts& counts) {
  std::map<std::string, std::uint64_t> operations;
  for (const Event& event : log.events) {
    if (counts.operations.contains(event.operation)) ++operations[event.operation];
  }
  return operations;
}

class EveryLog : public testing::TestWithParam<const char*> {};

TEST_P(EveryLog, IsReadWholeWithTheCountsOfAnotherProgram) {
  const Counts counts = counted_elsewhere(GetParam());
  const ReadLog log = read_text(suites::log_octets(GetParam()));
  ASSERT_EQ(log.error, "");
  EXPECT_GT(counts.records, 0u);
  EXPECT_EQ(log.file.records, counts.records);
  EXPECT_EQ(operations_of(log, counts), counts.operations);
  EXPECT_TRUE(log.file.finished);
}

INSTANTIATE_TEST_SUITE_P(
    AuditCorpora, EveryLog,
    testing::Values("o365-invictus/auditrecords.csv.zst", "gws-invictus/admin.json",
                    "gws-invictus/calendar.json", "gws-invictus/drive.json",
                    "gws-invictus/groups_enterprise.json", "gws-invictus/login.json",
                    "gws-invictus/user_accounts.json",
                    "otrf-goldensaml-mailaccess/OfficeActivityEvents.json",
                    "otrf-goldensaml-mailaccess/AADAuditEvents.json",
                    "otrf-goldensaml-mailaccess/Microsoft365DefenderEvents.json",
                    "panther-test-events/azure_signin.ndjson", "panther-test-events/gsuite.ndjson",
                    "panther-test-events/microsoft.ndjson", "sekoia-intake-samples/azure-ad.ndjson",
                    "sekoia-intake-samples/entraid-graphapi.ndjson",
                    "sekoia-intake-samples/google-workspace-reports.ndjson",
                    "sekoia-intake-samples/o365-message-trace.ndjson",
                    "sekoia-intake-samples/o365-unified-audit.ndjson",
                    "sekoia-intake-samples/proofpoint-pod.ndjson",
                    "sekoia-intake-samples/proofpoint-tap.ndjson"));

std::map<Act, std::uint64_t> acts_of(const ReadLog& log) {
  std::map<Act, std::uint64_t> acts;
  for (const Event& event : log.events) ++acts[event.act];
  return acts;
}

// Figures counted with jq and python, once.
TEST(AuditCorporaTest, TheMicrosoftDataSetSaysWhatItsAttackDid) {
  const ReadLog log = read_text(suites::log_octets("o365-invictus/auditrecords.csv.zst"));
  EXPECT_EQ(log.file.records, 9611u);
  EXPECT_EQ(log.file.broken, 0u);
  EXPECT_EQ(log.file.shape, "unified-audit-csv");
  EXPECT_EQ(log.defects("audit_data_missing"), 3u);
  auto acts = acts_of(log);
  EXPECT_EQ(acts[Act::mail_read] + acts[Act::mail_synced], 556u);
  EXPECT_EQ(acts[Act::sign_in] + acts[Act::sign_in_failed], 583u + 368u);
  EXPECT_EQ(acts[Act::mail_sent], 30u);
  EXPECT_EQ(acts[Act::inbox_rule_set], 6u);
  EXPECT_GT(acts[Act::consent_granted], 0u);
  EXPECT_GT(acts[Act::mailbox_permission_granted], 89u);
  std::uint64_t forwards = 0;
  for (const Event& event : log.events) {
    if (event.act == Act::inbox_rule_set) {
      EXPECT_FALSE(event.mailbox.empty());
      for (const store::Parameter& one : event.parameters) forwards += one.name == "ForwardTo";
      EXPECT_EQ(event.from.ip.has_value(), true);
    }
    if (event.operation == "UserLoggedIn") {
      EXPECT_NE(event.outcome, store::Outcome::unknown);
    }
    EXPECT_TRUE(event.time.has_value()) << event.operation;
  }
  EXPECT_GT(forwards, 0u);
}

TEST(AuditCorporaTest, TheMailReadThroughGraphAfterTheGoldenSamlAttackIsFound) {
  const ReadLog log =
      read_text(suites::log_octets("otrf-goldensaml-mailaccess/OfficeActivityEvents.json"));
  ASSERT_EQ(log.events.size(), 1u);
  const Event& event = log.events[0];
  EXPECT_EQ(event.act, Act::mail_read);
  EXPECT_EQ(event.mailbox, "pgustavo@simulandlabs.com");
  EXPECT_EQ(event.app_id, "5a95e683-08ad-424e-a441-1d1aec52c02c");
  EXPECT_EQ(event.client, "Client=REST;;");
  EXPECT_EQ(event.messages.size(), 7u);
  EXPECT_EQ(event.messages[0].folder, "\\Inbox");
  EXPECT_EQ(event.logon, store::LogonType::owner);
  ASSERT_TRUE(event.time);
  EXPECT_EQ(event.time->until - event.time->from, 120);
  EXPECT_EQ(event.from.ip, IpAddress::parse("1.2.3.4"));
}

TEST(AuditCorporaTest, TheWorkspaceDataSetSaysWhoCameAndWhatWasForwarded) {
  const ReadLog log = read_text(suites::log_octets("gws-invictus/login.json"));
  auto acts = acts_of(log);
  EXPECT_EQ(acts[Act::sign_in], 46u + 11u);
  EXPECT_EQ(acts[Act::forwarding_set], 3u);
  EXPECT_EQ(acts[Act::password_changed], 2u);
  EXPECT_EQ(acts[Act::mfa_changed], 1u);
  for (const Event& event : log.events) {
    if (event.act == Act::forwarding_set) {
      EXPECT_NE(event.target.find('@'), event.target.npos);
    }
    EXPECT_FALSE(event.actor.empty()) << event.operation;
  }
}

}  // namespace
}  // namespace letterlock::audit
