#include "demo/demo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "auth/key_archive_text.h"
#include "base/test_directory.h"
#include "demo/exports_test.h"
#include "mime/date.h"

namespace letterlock::demo {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// One small story for all tests that read it.
class DemoTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new TestDirectory;
    DemoOptions options;
    options.messages = 900;
    auto summary = write_demo(root(), options);
    ASSERT_TRUE(summary) << summary.error().message;
    summary_ = *summary;
    exports_ = new std::vector<ExportedMessage>(read_exports(root() / "mailboxes"));
    truth_ = new std::string(read_all(root() / "ground-truth.json"));
  }
  static void TearDownTestSuite() {
    delete scratch_;
    delete exports_;
    delete truth_;
  }

  static fs::path root() { return scratch_->path() / "demo"; }
  static std::map<std::string, std::string> zone(bool with_archive) {
    auto keys = read_zone(read_all(root() / "keys/zone.txt"));
    if (!with_archive) return keys;
    auth::KeyArchive archive;
    const auto reading = auth::read_key_archive(read_all(root() / "keys/archive.keys"), archive);
    EXPECT_TRUE(reading.has_value() && reading->problems.empty());
    for (const auth::ArchivedKey& key : archive.keys()) {
      keys.emplace(key.selector + "._domainkey." + key.domain, key.records.front().text);
    }
    return keys;
  }
  static std::set<std::string> holders(const std::string& message_id) {
    std::set<std::string> out;
    for (const ExportedMessage& m : *exports_) {
      if (header_of(m.octets, "Message-ID") == message_id) out.insert(m.mailbox);
    }
    return out;
  }

  static TestDirectory* scratch_;
  static std::vector<ExportedMessage>* exports_;
  static std::string* truth_;
  static DemoSummary summary_;
};
TestDirectory* DemoTest::scratch_ = nullptr;
std::vector<ExportedMessage>* DemoTest::exports_ = nullptr;
std::string* DemoTest::truth_ = nullptr;
DemoSummary DemoTest::summary_;

// All matches of a pattern with two groups.
std::vector<std::pair<std::string, std::string>> pairs(const std::string& text,
                                                       const char* pattern) {
  std::vector<std::pair<std::string, std::string>> out;
  const std::regex expression(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) {
    out.emplace_back((*it)[1], it->size() > 2 ? (*it)[2].str() : "");
  }
  return out;
}

// Whoever learns on the demo must not learn that clocks of honest mail contradict each other.
TEST_F(DemoTest, TheSecondsInIdsOfMuttAreThoseOfDate) {
  static const std::regex kId("<([A-Za-z0-9_-]{6})[A-Za-z0-9_-]{10}@tern\\..*");
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  int seen = 0;
  for (const ExportedMessage& m : *exports_) {
    std::smatch id;
    const std::string written = header_of(m.octets, "Message-ID");
    if (!std::regex_match(written, id, kId)) continue;
    const auto date = mime::parse_date(header_of(m.octets, "Date"));
    ASSERT_TRUE(date) << written;
    UnixTime seconds = 0;
    for (const char c : id[1].str()) {
      seconds = seconds << 6 | static_cast<UnixTime>(kDigits.find(c));
    }
    EXPECT_EQ(seconds >> 4, date->utc) << written;
    ++seen;
  }
  EXPECT_GT(seen, 5);
}

TEST_F(DemoTest, SameSeedGivesTheSameOctets) {
  DemoOptions options;
  options.messages = 320;
  options.seed = 7;
  TestDirectory scratch;
  ASSERT_TRUE(write_demo(scratch.path() / "one", options));
  ASSERT_TRUE(write_demo(scratch.path() / "two", options));
  options.seed = 8;
  ASSERT_TRUE(write_demo(scratch.path() / "three", options));
  const auto one = fingerprint(scratch.path() / "one");
  EXPECT_GT(one.size(), 60U);
  EXPECT_EQ(one, fingerprint(scratch.path() / "two"));
  EXPECT_NE(one, fingerprint(scratch.path() / "three"));
}

TEST_F(DemoTest, HoldsExactlyTheMessagesAndCopiesItReports) {
  std::set<std::string> ids;
  for (const ExportedMessage& m : *exports_) ids.insert(header_of(m.octets, "Message-ID"));
  EXPECT_EQ(ids.count(""), 0U);
  EXPECT_EQ(ids.size(), 900U);
  EXPECT_EQ(summary_.messages, 900U);
  EXPECT_EQ(exports_->size(), summary_.placements);
  EXPECT_EQ(summary_.mailboxes, 41U);
}

TEST_F(DemoTest, GroundTruthNamesTheMailboxesThatHoldEachMessage) {
  const auto stated =
      pairs(*truth_, R"re("message_id":"([^"]+)","what":"[^}]*?"mailboxes":\[([^\]]*)\])re");
  ASSERT_GT(stated.size(), 12U);
  for (const auto& [id, list] : stated) {
    std::set<std::string> names;
    for (const auto& [name, none] : pairs(list, R"re("([^"]+)")re")) names.insert(name);
    EXPECT_EQ(holders(id), names) << id;
  }
}

TEST_F(DemoTest, ForwardedOriginalOfTheLureExistsNowhere) {
  std::set<std::string> carriers;
  for (const ExportedMessage& m : *exports_) {
    const bool from_director =
        header_of(m.octets, "From").find("helena.brandt@") != std::string::npos;
    EXPECT_FALSE(from_director &&
                 header_of(m.octets, "Subject") == "Wave 9 memo, before the board sees it");
    if (m.octets.find("the draft of the wave 9 memo") != std::string::npos) {
      carriers.insert(header_of(m.octets, "Subject"));
    }
  }
  // The lure itself and what quotes it.
  EXPECT_EQ(carriers.count("Fwd: Wave 9 memo, before the board sees it"), 1U);
  for (const std::string& subject : carriers) EXPECT_THAT(subject, HasSubstr("Fwd: Wave 9 memo"));
  const auto lure = pairs(*truth_, R"re("lure":\{"message_id":"([^"]+)")re");
  ASSERT_EQ(lure.size(), 1U);
  EXPECT_EQ(holders(lure[0].first), std::set<std::string>{"daniel.okafor"});
}

TEST_F(DemoTest, IntrudersMailIsMissingFromTheAccountItWasSentFrom) {
  int from_strategist = 0;
  for (const ExportedMessage& m : *exports_) {
    if (header_of(m.octets, "Subject") != "latest crosstabs") continue;
    ++from_strategist;
    EXPECT_THAT(header_of(m.octets, "From"), HasSubstr("daniel.okafor@"));
    EXPECT_EQ(m.mailbox, "weilin.tran");
  }
  EXPECT_EQ(from_strategist, 1);
}

TEST_F(DemoTest, EverySignatureInTheMailboxesIsGood) {
  const auto keys = zone(true);
  std::map<std::string, int> domains;
  int unsigned_copies = 0;
  for (const ExportedMessage& m : *exports_) {
    const Signature result = check_dkim(m.octets, keys);
    if (result == Signature::none) {
      ++unsigned_copies;
      continue;
    }
    EXPECT_EQ(result, Signature::good) << m.mailbox << ' ' << header_of(m.octets, "Message-ID");
    const std::string from = header_of(m.octets, "From");
    ++domains[from.substr(from.rfind('@') + 1)];
  }
  EXPECT_GT(unsigned_copies, 100);  // Sent folders, and partners that do not sign
  EXPECT_GE(domains.size(), 6U);
  EXPECT_GE(domains["whitlock-advisory.example>"], 4);
}

TEST_F(DemoTest, LinesEndInCrLfAndNothingElse) {
  for (const ExportedMessage& m : *exports_) {
    for (std::size_t at = 0; (at = m.octets.find('\r', at)) != std::string::npos; ++at) {
      ASSERT_EQ(m.octets.substr(at, 2), "\r\n") << header_of(m.octets, "Message-ID");
    }
  }
}

TEST_F(DemoTest, RotatedKeysAreOnlyInTheArchive) {
  const auto now = zone(false);
  EXPECT_EQ(now.count("m2025._domainkey.meridian.example"), 0U);
  EXPECT_EQ(now.count("m2026._domainkey.meridian.example"), 1U);
  EXPECT_EQ(zone(true).count("m2025._domainkey.meridian.example"), 1U);
  int without_key = 0;
  for (const ExportedMessage& m : *exports_)
    without_key += check_dkim(m.octets, now) == Signature::no_key;
  EXPECT_GT(without_key, 50);
}

TEST_F(DemoTest, BundleVerifiesWhereItWasLeftAlone) {
  const auto keys = zone(true);
  const auto items =
      pairs(*truth_, R"re("file":"(leak/\d+\.eml)","message_id":"[^"]+","state":"(\w+)")re");
  EXPECT_EQ(items.size(), summary_.leaked);
  std::map<std::string, int> states;
  std::map<std::string, int> good;
  for (const auto& [file, state] : items) {
    const Signature result = check_dkim(read_all(root() / file), keys);
    ++states[state];
    good[state] += result == Signature::good;
    if (state == "unaltered") {
      EXPECT_NE(result, Signature::bad) << file;
    }
    if (state == "altered" || state == "forged") {
      EXPECT_NE(result, Signature::good) << file;
    }
  }
  EXPECT_GE(states["unaltered"], 10);
  EXPECT_GE(states["altered"], 3);
  EXPECT_GE(states["reformatted"], 2);
  EXPECT_EQ(states["forged"], 1);
  EXPECT_GT(good["unaltered"], 5);
}

TEST_F(DemoTest, BundlesUnalteredItemsAreTheStrategistsOwnCopies) {
  const auto items =
      pairs(*truth_, R"re("file":"(leak/\d+\.eml)","message_id":"([^"]+)","state":"unaltered")re");
  for (const auto& [file, id] : items) {
    const std::string leaked = read_all(root() / file);
    bool same = false;
    for (const ExportedMessage& m : *exports_)
      same = same || (m.mailbox == "daniel.okafor" && m.octets == leaked);
    EXPECT_TRUE(same) << file << ' ' << id;
  }
}

TEST(DemoOptionsTest, RefusesWhatItCannotTell) {
  TestDirectory scratch;
  DemoOptions few;
  few.messages = 10;
  auto refused = write_demo(scratch.path() / "few", few);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::usage);
  few.messages = 300;
  ASSERT_TRUE(write_demo(scratch.path() / "twice", few));
  auto again = write_demo(scratch.path() / "twice", few);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("not empty"));
}

}  // namespace
}  // namespace letterlock::demo
