// The demo's logs against its mailboxes and its ground truth. What is read here is read with the
// tests' own CSV reader, not with the product's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/json_value.h"
#include "base/test_directory.h"
#include "demo/demo.h"
#include "demo/exports_test.h"

namespace letterlock::demo {
namespace {

namespace fs = std::filesystem;
using Row = std::map<std::string, std::string>;

// ASCII out of UTF-16LE; other characters become '?', which is enough for counting and comparing.
std::string narrow(const std::string& octets) {
  std::string out;
  for (std::size_t i = 2; i + 1 < octets.size(); i += 2)
    out += octets[i + 1] == 0 ? octets[i] : '?';
  return out;
}

std::vector<Row> read_csv(const fs::path& path) {
  std::string text = read_all(path);
  if (text.starts_with("\xFF\xFE")) text = narrow(text);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::vector<std::vector<std::string>> lines(1, {""});
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = lines.back().back();
    if (text[i] == '"' && inside && text.substr(i + 1, 1) == "\"") {
      cell += text[++i];
    } else if (text[i] == '"') {
      inside = !inside;
    } else if (text[i] == ',' && !inside) {
      lines.back().emplace_back();
    } else if (text[i] == '\n' && !inside) {
      lines.push_back({""});
    } else if (text[i] != '\r' || inside) {
      cell += text[i];
    }
  }
  std::vector<Row> rows;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    EXPECT_EQ(lines[i].size(), lines[0].size()) << path;
    Row row;
    for (std::size_t k = 0; k < lines[i].size(); ++k) row[lines[0][k]] = lines[i][k];
    rows.push_back(std::move(row));
  }
  return rows;
}

JsonValue parsed(std::string_view text) {
  auto value = parse_json(text);
  EXPECT_TRUE(value.has_value()) << text.substr(0, 200);
  return value ? std::move(*value) : JsonValue{};
}

class LogsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new TestDirectory;
    DemoOptions options;
    options.messages = 1500;
    ASSERT_TRUE(write_demo(scratch_->path() / "demo", options));
    exports_ = new std::set<std::string>;
    for (const ExportedMessage& m : read_exports(root() / "mailboxes"))
      exports_->insert(header_of(m.octets, "Message-ID"));
    truth_ = new JsonValue(parsed(read_all(root() / "ground-truth.json")));
    for (const char* name : {"meridian-mailboxes.csv", "whitlock-audit.csv"}) {
      for (const Row& row : read_csv(root() / "logs" / name))
        records().push_back(parsed(row.at("AuditData")));
    }
  }
  static void TearDownTestSuite() {
    delete scratch_;
    delete exports_;
    delete truth_;
    records().clear();
  }
  static fs::path root() { return scratch_->path() / "demo"; }
  static std::vector<JsonValue>& records() {
    static std::vector<JsonValue> all;
    return all;
  }
  static const JsonValue& exposure() { return *truth_->find("exposure"); }
  static const JsonValue& account(std::size_t i) { return exposure().find("accounts")->items[i]; }
  // Values of the contexts of a kind.
  static std::set<std::string> contexts(const JsonValue& account, std::string_view kind) {
    std::set<std::string> out;
    for (const JsonValue& context : account.find("contexts")->items) {
      if (context.string("kind") == kind) out.emplace(context.string("value"));
    }
    return out;
  }

  static TestDirectory* scratch_;
  static std::set<std::string>* exports_;
  static JsonValue* truth_;
};
TestDirectory* LogsTest::scratch_ = nullptr;
std::set<std::string>* LogsTest::exports_ = nullptr;
JsonValue* LogsTest::truth_ = nullptr;

std::set<std::string> bound(const JsonValue& record) {
  std::set<std::string> ids;
  const JsonValue* folders = record.find("Folders");
  if (folders == nullptr) return ids;
  for (const JsonValue& folder : folders->items) {
    for (const JsonValue& item : folder.find("FolderItems")->items)
      ids.emplace(item.string("InternetMessageId"));
  }
  return ids;
}

TEST_F(LogsTest, EveryFileHoldsTheRecordsTheTruthStates) {
  for (const JsonValue& file : exposure().find("files")->items) {
    const fs::path path = root() / std::string(file.string("file"));
    std::size_t count = 0;
    if (path.extension() == ".csv") {
      for (const Row& row : read_csv(path)) {
        EXPECT_EQ(parsed(row.at("AuditData")).type, JsonValue::Type::object);
        ++count;
      }
    } else {
      const JsonValue content = parsed(read_all(path));
      const JsonValue* page = content.find("value");
      count = page ? page->items.size() : content.items.size();
    }
    EXPECT_GT(count, 5U) << path;
    EXPECT_EQ(std::to_string(count), file.find("records")->text) << path;
  }
}

TEST_F(LogsTest, MessagesThatMeridiansRecordsNameAreInItsMailboxes) {
  std::size_t sends = 0;
  for (const JsonValue& record : records()) {
    if (!record.string("UserId").ends_with("@meridian.example")) continue;
    for (const std::string& id : bound(record)) EXPECT_EQ(exports_->count(id), 1U) << id;
    if (record.string("Operation") != "Send") continue;
    ++sends;
    EXPECT_EQ(exports_->count(std::string(record.find("Item")->string("InternetMessageId"))), 1U);
  }
  EXPECT_GT(sends, 40U);
}

TEST_F(LogsTest, WhatTheIntrudersReadIsWhatTheRecordsOfTheirAddressesName) {
  for (std::size_t i = 0; i < 2; ++i) {
    const auto addresses = contexts(account(i), "address");
    std::set<std::string> named;
    for (const JsonValue& record : records()) {
      if (record.string("UserId") == account(i).string("account") &&
          addresses.count(std::string(record.string("ClientIPAddress"))) == 1)
        named.merge(bound(record));
    }
    std::set<std::string> opened;
    for (const JsonValue& message : account(i).find("messages")->items) {
      if (message.string("class") == "X4") opened.emplace(message.string("message_id"));
    }
    EXPECT_EQ(named, opened);
    EXPECT_GE(opened.size(), 5U);
  }
}

TEST_F(LogsTest, EveryClassOccursInTheStrategistsMailbox) {
  std::map<std::string, int> classes;
  for (const JsonValue& message : account(0).find("messages")->items)
    ++classes[std::string(message.string("class"))];
  for (const char* level : {"X0", "X1", "X2", "X3", "X4"}) EXPECT_GT(classes[level], 0) << level;
}

TEST_F(LogsTest, WhatLeakedTheIntruderHadBeforeHim) {
  int leaked = 0;
  for (const JsonValue& message : account(0).find("messages")->items) {
    if (message.find("leaked") == nullptr) continue;
    ++leaked;
    EXPECT_TRUE(message.find("read") || message.find("read_unlogged") || message.find("synced"))
        << message.string("message_id");
  }
  EXPECT_GT(leaked, 20);
}

TEST_F(LogsTest, ExportLacksTheRowsOfTheGapAndItsNumberingShowsIt) {
  const JsonValue& gap = account(0).find("blind")->items[0];
  ASSERT_EQ(gap.string("why"), "export gap");
  const auto inside = [&](std::string_view time) {
    return time > gap.string("from").substr(0, 19) && time < gap.string("until").substr(0, 19);
  };
  const auto rows = read_csv(root() / "logs/meridian-mailboxes.csv");
  std::set<int> missing;
  for (int i = 1; i <= std::stoi(rows[0].at("ResultCount")); ++i) missing.insert(i);
  for (const Row& row : rows) {
    missing.erase(std::stoi(row.at("ResultIndex")));
    EXPECT_FALSE(inside(parsed(row.at("AuditData")).string("CreationTime")));
  }
  ASSERT_GT(missing.size(), 0U);
  EXPECT_EQ(*missing.rbegin() - *missing.begin() + 1, static_cast<int>(missing.size()));
  // The intruder was there.
  int sign_ins = 0;
  const JsonValue page = parsed(read_all(root() / "logs/meridian-signins.json"));
  for (const JsonValue& sign_in : page.find("value")->items)
    sign_ins += inside(sign_in.string("createdDateTime").substr(0, 19)) &&
                sign_in.string("userPrincipalName") == account(0).string("account");
  EXPECT_GE(sign_ins, 1);
  EXPECT_NE(read_all(root() / "ground-truth.json").find("read_unlogged"), std::string::npos);
}

TEST_F(LogsTest, NoReadIsLoggedWhileThrottled) {
  const JsonValue& throttled = account(0).find("blind")->items[1];
  ASSERT_EQ(throttled.string("why"), "throttled");
  const std::string from(throttled.string("from").substr(0, 19));
  const std::string until(throttled.string("until").substr(0, 19));
  int said = 0;
  for (const JsonValue& record : records()) {
    if (record.string("Operation") != "MailItemsAccessed" ||
        record.string("UserId") != account(0).string("account"))
      continue;
    const std::string_view time = record.string("CreationTime");
    EXPECT_FALSE(time > from && time < until) << time;
    if (record.find("OperationProperties")->items[1].string("Value") == "True") {
      ++said;
      EXPECT_EQ(time, from);
    }
  }
  EXPECT_EQ(said, 1);
}

TEST_F(LogsTest, OverlappingExportRepeatsRecordsWordForWord) {
  std::map<std::string, std::string> whole;
  for (const Row& row : read_csv(root() / "logs/meridian-mailboxes.csv"))
    whole[std::string(parsed(row.at("AuditData")).string("Id"))] = row.at("AuditData");
  for (const Row& row : read_csv(root() / "logs/meridian-mailboxes-june.csv")) {
    const std::string id(parsed(row.at("AuditData")).string("Id"));
    ASSERT_EQ(whole.count(id), 1U);
    if (whole[id].find_first_of("\xC3\xD0\xE2\xE6") == std::string::npos) {
      EXPECT_EQ(whole[id], row.at("AuditData"));
    }
  }
}

TEST_F(LogsTest, SessionIsTakenAtOneAddressAndUsedAtTwoOthers) {
  const auto sessions = contexts(account(0), "session");
  std::map<std::string, std::set<std::string>> addresses;
  const JsonValue page = parsed(read_all(root() / "logs/meridian-signins.json"));
  for (const JsonValue& sign_in : page.find("value")->items) {
    if (sign_in.find("status")->find("errorCode")->text != "0") continue;
    addresses[std::string(sign_in.string("sessionId"))].emplace(sign_in.string("ipAddress"));
  }
  std::size_t most = 0;
  for (const auto& [session, seen] : addresses) {
    if (session.empty() || sessions.count(session) == 1) {
      most = std::max(most, seen.size());
    } else {
      EXPECT_EQ(seen.size(), 1U) << session;  // nobody else's session moves
    }
  }
  EXPECT_EQ(most, 3U);
}

}  // namespace
}  // namespace letterlock::demo
