// Question B on the demo incident: what the logs are made to say, held against what happened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/test_directory.h"
#include "casefile/case.h"
#include "casefile/logs.h"
#include "demo/demo.h"
#include "report/html.h"
#include "report/investigation.h"

namespace letterlock {
namespace {

namespace fs = std::filesystem;
using exposure::ExposureClass;
using simdjson::dom::element;
using ::testing::HasSubstr;

std::string text(const element& object, std::string_view name) {
  return std::string(object[name].get_string().value());
}

std::vector<element> list(const element& object, std::string_view name) {
  const simdjson::dom::array array = object[name].get_array().value();
  return {array.begin(), array.end()};
}

// Message-IDs in angle brackets, as the truth writes them.
std::string bracketed(const std::string& message_id) { return '<' + message_id + '>'; }

class IncidentExposureTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_EQ(setenv("LETTERLOCK_EXTRACT", LETTERLOCK_EXTRACT_PROGRAM, 1), 0);
    place_ = new TestDirectory;
    directory_ = place_->path();
    demo::DemoOptions options;
    options.messages = 1500;
    ASSERT_TRUE(demo::write_demo(directory_, options).has_value());
    static const FixedClock clock(1'800'000'000);
    auto opened = casefile::Case::open(directory_ / "case", casefile::Access::create,
                                       {"tester", "letterlock test", {"ingest"}}, clock);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    case_ = new casefile::Case(std::move(*opened));
    SilentProgress progress;
    ASSERT_TRUE(casefile::ingest(*case_, entries("mailboxes"), {}, progress).has_value());
    const auto logs = casefile::read_logs(*case_, {directory_ / "logs"}, progress);
    ASSERT_TRUE(logs.has_value()) << logs.error().message;
    EXPECT_EQ(logs->read.size(), 6u);
    EXPECT_EQ(logs->broken, 0u);
    report::InvestigateOptions investigate_options;
    investigate_options.now = clock.now();
    leak::KeyRing no_keys;
    investigate_options.keys = &no_keys;
    investigate_options.most_notable = 100'000;
    auto found = report::investigate(*case_, investigate_options, progress);
    ASSERT_TRUE(found.has_value()) << found.error().message;
    investigation_ = new report::Investigation(std::move(*found));
    ASSERT_TRUE(investigation_->exposed.has_value());
    parser_ = new simdjson::dom::parser;
    ASSERT_EQ(parser_->load((directory_ / "ground-truth.json").string())["exposure"].get(truth_),
              simdjson::SUCCESS);
    read_classes();
  }
  static void TearDownTestSuite() {
    delete investigation_;
    delete parser_;
    delete case_;
    delete place_;
  }

  static std::vector<fs::path> entries(const char* folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(directory_ / folder)) {
      paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  static void read_classes() {
    const auto visited =
        exposure::each_message(result(), case_->facts(), [](const exposure::ExposedMessage& one) {
          const std::string id = one.held ? one.held->message_id : one.message_id;
          classes_[{one.mailbox, bracketed(id)}] =
              std::string(exposure::class_name(one.exposure->exposure));
          return true;
        });
    ASSERT_TRUE(visited.has_value());
  }

  static const exposure::ExposureResult& result() { return investigation_->exposed->result; }
  static std::vector<element> accounts() { return list(truth_, "accounts"); }
  // Values of all accounts' contexts of a kind.
  static std::set<std::string> contexts(std::string_view kind) {
    std::set<std::string> values;
    for (const element& account : accounts()) {
      for (const element& context : list(account, "contexts")) {
        if (text(context, "kind") == kind) values.insert(text(context, "value"));
      }
    }
    return values;
  }

  static inline TestDirectory* place_ = nullptr;
  static inline fs::path directory_;
  static inline casefile::Case* case_ = nullptr;
  static inline report::Investigation* investigation_ = nullptr;
  static inline simdjson::dom::parser* parser_ = nullptr;
  static inline element truth_;
  static inline std::map<std::pair<std::string, std::string>, std::string> classes_;
};

TEST_F(IncidentExposureTest, EveryMessageHasTheClassThatTheTruthGivesIt) {
  std::map<std::string, int> seen;
  for (const element& account : accounts()) {
    const std::string mailbox = text(account, "account");
    for (const element& message : list(account, "messages")) {
      const std::string id = text(message, "message_id");
      const auto found = classes_.find({mailbox, id});
      ASSERT_NE(found, classes_.end()) << mailbox << ' ' << id;
      EXPECT_EQ(found->second, text(message, "class")) << mailbox << ' ' << id;
      ++seen[found->second];
    }
  }
  for (const char* level : {"X0", "X1", "X2", "X3", "X4"}) EXPECT_GT(seen[level], 0) << level;
}

TEST_F(IncidentExposureTest, NothingReadInTheDarkIsCalledUntouched) {
  int in_the_dark = 0;
  for (const element& account : accounts()) {
    for (const element& message : list(account, "messages")) {
      if (message["read_unlogged"].error() != simdjson::SUCCESS) continue;
      ++in_the_dark;
      const std::string level = classes_[{text(account, "account"), text(message, "message_id")}];
      EXPECT_GE(level, "X2") << text(message, "message_id");
    }
  }
  EXPECT_GT(in_the_dark, 5);
}

TEST_F(IncidentExposureTest, TheContextsAreTheIntrudersAndNobodyElses) {
  const std::set<std::string> addresses = contexts("address"), sessions = contexts("session");
  std::set<std::string> found;
  for (const exposure::AccessContext& context : result().contexts) {
    if (context.address.empty()) continue;
    EXPECT_EQ(addresses.count(context.address), 1u) << context.address;
    found.insert(context.address);
  }
  EXPECT_EQ(found, addresses);
  std::set<std::string> tied;
  for (const exposure::AccessContext& context : result().contexts) tied.insert(context.session);
  for (const std::string& session : sessions) EXPECT_EQ(tied.count(session), 1u) << session;
}

TEST_F(IncidentExposureTest, WithoutASeedTheIntrudersComeFirstAmongTheProposals) {
  EXPECT_TRUE(result().proposed);
  ASSERT_GE(result().proposals.size(), 3u);
  const std::set<std::string> addresses = contexts("address");
  for (std::size_t i = 0; i < result().proposals.size(); ++i) {
    const exposure::Proposal& proposal = result().proposals[i];
    const bool intruder = addresses.count(proposal.seed.value) == 1;
    if (i < 2) {
      EXPECT_TRUE(intruder && proposal.clear) << seed_text(proposal.seed);
    }
    if (!intruder) {
      EXPECT_FALSE(proposal.clear) << seed_text(proposal.seed);
    }
  }
}

TEST_F(IncidentExposureTest, EntryAndEndAreToldToTheMinute) {
  ASSERT_EQ(result().mailboxes.size(), accounts().size());
  for (const element& account : accounts()) {
    for (const exposure::ReachedMailbox& mailbox : result().mailboxes) {
      if (mailbox.account != text(account, "account")) continue;
      ASSERT_TRUE(mailbox.eviction.has_value());
      EXPECT_EQ(format_utc(*mailbox.eviction).substr(0, 16),
                text(account, "evicted").substr(0, 16));
      if (!mailbox.case_mailboxes.empty()) {
        EXPECT_EQ(format_utc(mailbox.entry).substr(0, 16),
                  text(account, "signed_in").substr(0, 16));
      }
    }
  }
}

TEST_F(IncidentExposureTest, WhatWasSentAndPurgedIsWhatTheIntrudersSentAndPurged) {
  std::set<std::string> sent, purged, sent_truth, purged_truth;
  for (const exposure::Deed& deed : result().activity.sent) sent.insert(bracketed(deed.message_id));
  for (const exposure::Deed& deed : result().activity.deleted) {
    purged.insert(bracketed(deed.message_id));
  }
  for (const element& account : accounts()) {
    for (const element& one : list(account, "sent")) {
      sent_truth.insert(text(one, "message_id"));
      purged_truth.insert(text(one, "message_id"));
    }
    for (const element& one : list(account, "messages")) {
      std::string_view by;
      if (one["removed_by"].get_string().get(by) == simdjson::SUCCESS && by == "intruder") {
        purged_truth.insert(text(one, "message_id"));
      }
    }
  }
  EXPECT_EQ(sent, sent_truth);
  EXPECT_EQ(purged, purged_truth);
}

TEST_F(IncidentExposureTest, WhatLetsThemBackInIsStillThereWhereNobodyRemovedIt) {
  const std::map<std::string, std::string> kinds = {
      {"inbox rule", "inbox_rule"}, {"consent", "consent"}, {"second factor", "mfa_method"}};
  for (const element& account : accounts()) {
    for (const element& foothold : list(account, "footholds")) {
      const std::string kind = kinds.at(text(foothold, "kind"));
      const auto& all = result().activity.persistence;
      const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) {
        const bool same_name = kind == "mfa_method" || one.name == text(foothold, "name");
        return one.kind == kind && one.account == text(account, "account") && same_name;
      });
      ASSERT_NE(found, all.end()) << kind << ' ' << text(foothold, "name");
      EXPECT_EQ(found->removed_at.has_value(), !foothold["removed"].is_null()) << kind;
    }
  }
}

// Nobody has confirmed the access that the logs propose, so nothing is said as a fact.
TEST_F(IncidentExposureTest, SectionCTellsMailFromAccountsInOtherHands) {
  const report::VerificationOverview& verified = *investigation_->verification;
  EXPECT_EQ(verified.counts.taken_over, 0u);
  EXPECT_GT(verified.counts.taken_over_proposed, 10u);
  std::set<std::string> named, named_truth, taken_over;
  for (const element& account : accounts()) {
    taken_over.insert(text(account, "account"));
    for (const element& one : list(account, "sent")) {
      const std::string id = text(one, "message_id");
      const auto held = case_->facts().find_message_id(id.substr(1, id.size() - 2), 1);
      if (held && !held->empty()) named_truth.insert(id);
    }
  }
  for (const leak::Examined& message : verified.notable) {
    if (!message.verdict.takeover) continue;
    EXPECT_TRUE(message.verdict.takeover->window.proposed);
    EXPECT_EQ(taken_over.count(message.verdict.takeover->window.address), 1u);
    if (!message.verdict.takeover->record.empty()) named.insert(bracketed(message.message_id));
  }
  EXPECT_EQ(named, named_truth);
  EXPECT_FALSE(named.empty());
  EXPECT_THAT(report::to_html(*investigation_), HasSubstr("nobody has confirmed"));
}

TEST_F(IncidentExposureTest, TheReportAnswersQuestionBAndJoinsItWithQuestionA) {
  const std::string html = report::to_html(*investigation_);
  EXPECT_THAT(html, HasSubstr("<section id=\"b\">"));
  EXPECT_THAT(html, HasSubstr("which question A points at"));
  EXPECT_THAT(html, HasSubstr("class=\"b-throttled\""));
  EXPECT_THAT(html, HasSubstr("still there"));
  EXPECT_THAT(html, HasSubstr("Who is named in exposed messages"));
  EXPECT_GT(investigation_->exposed->notice.persons, 10u);
}

}  // namespace
}  // namespace letterlock
