// The product's main job on the demo incident: from exports to a case to findings, held against the
// ground truth that the generator wrote beside them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "auth/key_archive_text.h"
#include "base/test_directory.h"
#include "casefile/case.h"
#include "demo/demo.h"
#include "leak/examine.h"
#include "report/html.h"
#include "report/investigation.h"
#include "report/json.h"
#include "report/terminal.h"

namespace letterlock {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// One demo, one case and one investigation for all tests below.
class IncidentTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_EQ(setenv("LETTERLOCK_EXTRACT", LETTERLOCK_EXTRACT_PROGRAM, 1), 0);
    place_ = new TestDirectory;
    directory_ = place_->path();
    demo::DemoOptions options;
    options.messages = 4000;
    const auto written = demo::write_demo(directory_, options);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    placements_ = written->placements;
    const FixedClock clock(1'800'000'000);
    auto the_case = casefile::Case::open(directory_ / "case", casefile::Access::create,
                                         {"tester", "letterlock test", {"ingest"}}, clock);
    ASSERT_TRUE(the_case.has_value()) << the_case.error().message;
    std::vector<fs::path> sources;
    for (const auto& entry : fs::directory_iterator(directory_ / "mailboxes")) {
      sources.push_back(entry.path());
    }
    std::sort(sources.begin(), sources.end());
    SilentProgress progress;
    const auto ingested = casefile::ingest(*the_case, sources, {}, progress);
    ASSERT_TRUE(ingested.has_value()) << ingested.error().message;
    report::InvestigateOptions investigate_options;
    investigate_options.now = clock.now();
    investigate_options.tool = "letterlock test";
    auto found = report::investigate(*the_case, investigate_options, progress);
    ASSERT_TRUE(found.has_value()) << found.error().message;
    investigation_ = new report::Investigation(std::move(*found));
    parser_ = new simdjson::dom::parser;
    ASSERT_EQ(parser_->load((directory_ / "ground-truth.json").string()).get(truth_),
              simdjson::SUCCESS);
  }
  static void TearDownTestSuite() {
    delete investigation_;
    delete parser_;
    delete place_;
  }

  // Without its angle brackets, as cases keep it.
  static std::string id_of(const simdjson::dom::element& message) {
    const std::string id(message["message_id"].get_string().value());
    return id.substr(1, id.size() - 2);
  }
  static const hunt::Finding* finding(const std::string& message_id) {
    for (const hunt::Finding& one : investigation_->hunt.findings) {
      if (one.message_id == message_id) return &one;
    }
    return nullptr;
  }
  static std::vector<std::string> codes(const hunt::Finding& finding) {
    std::vector<std::string> list;
    for (const hunt::Reason& reason : finding.reasons) list.push_back(reason.code);
    return list;
  }

  static inline TestDirectory* place_ = nullptr;
  static inline fs::path directory_;
  static inline std::size_t placements_ = 0;
  static inline report::Investigation* investigation_ = nullptr;
  static inline simdjson::dom::parser* parser_ = nullptr;
  static inline simdjson::dom::element truth_;
};

TEST_F(IncidentTest, EveryCopyInEveryMailboxIsAPlacement) {
  EXPECT_EQ(investigation_->counts.placements, placements_);
  EXPECT_EQ(investigation_->counts.source_defects, 0u);
  const simdjson::dom::array people = truth_["people"].get_array().value();
  EXPECT_GT(investigation_->mailboxes.size(), 30u);
  EXPECT_GT(people.size(), 40u);
}

TEST_F(IncidentTest, TheLureIsTheFirstFindingWithAllThatSpeaksAgainstIt) {
  ASSERT_FALSE(investigation_->hunt.findings.empty());
  const hunt::Finding& first = investigation_->hunt.findings.front();
  EXPECT_EQ(first.message_id, id_of(truth_["lure"].value()));
  EXPECT_THAT(codes(first), Contains("forwarded_original_absent"));
  EXPECT_THAT(codes(first), Contains("link_domain_new_to_case"));
  EXPECT_THAT(codes(first), Contains("link_carries_other_url"));
  EXPECT_THAT(codes(first), Contains("back_after_silence"));
}

TEST_F(IncidentTest, TheHijackedAccountIsTheFirstEpisodeInPlainWords) {
  const std::vector<hunt::Episode>& episodes = investigation_->hunt.episodes;
  ASSERT_FALSE(episodes.empty());
  const hunt::Episode& first = episodes.front();
  const hunt::Finding* lure = finding(id_of(truth_["lure"].value()));
  ASSERT_NE(lure, nullptr);
  EXPECT_EQ(first.account, lure->from_address);
  EXPECT_THAT(first.messages, Contains(lure->message));
  EXPECT_LE(first.from, first.until);
  EXPECT_THAT(first.changed, Contains("forwarded_original_absent"));
  EXPECT_THAT(first.changed, Contains("link_carries_other_url"));
  const std::string told = report::to_terminal(*investigation_, false, 1000);
  EXPECT_THAT(told, HasSubstr("Episodes: what departs from one account"));
  EXPECT_THAT(told, HasSubstr("Forwards a message that the case should hold and does not"));
  EXPECT_THAT(report::to_html(*investigation_), HasSubstr("id=\"episode-1\""));
  EXPECT_THAT(report::to_json(*investigation_),
              HasSubstr("\"episodes\":[{\"type\":\"episode\",\"account\""));
}

TEST_F(IncidentTest, TheLinkSentFromTheStrategistsAccountIsFound) {
  const std::string hop(truth_["strategist"]["second_hop_domain"].get_string().value());
  bool found = false;
  for (const hunt::Finding& one : investigation_->hunt.findings) {
    for (const hunt::Reason& reason : one.reasons) {
      found = found || (reason.text.find(hop) != std::string::npos &&
                        one.from_address == truth_["strategist"]["address"].get_string().value());
    }
  }
  EXPECT_TRUE(found) << hop;
}

TEST_F(IncidentTest, NothingBenignIsCalledContradicted) {
  const simdjson::dom::array benign = truth_["benign_lookalikes"].get_array().value();
  for (const simdjson::dom::element& one : benign) {
    const hunt::Finding* listed = finding(id_of(one));
    if (listed != nullptr) {
      EXPECT_NE(listed->verdict, hunt::Verdict::contradicted) << listed->message_id;
    }
  }
  std::vector<std::string> intruders;
  const simdjson::dom::array messages = truth_["sent_from_hijacked_account"].get_array().value();
  for (const simdjson::dom::element& one : messages) intruders.push_back(id_of(one));
  for (const hunt::Finding& one : investigation_->hunt.findings) {
    if (one.verdict == hunt::Verdict::contradicted) {
      EXPECT_THAT(intruders, Contains(one.message_id))
          << one.subject << ": " << one.reasons.front().text;
    }
  }
}

TEST_F(IncidentTest, EveryPieceOfEvidenceCanBeCutOutOfTheCaseAgain) {
  const FixedClock clock(1'800'000'001);
  auto again = casefile::Case::open(directory_ / "case", casefile::Access::read, {}, clock);
  ASSERT_TRUE(again.has_value());
  std::size_t checked = 0;
  for (const hunt::Finding& one : investigation_->hunt.findings) {
    for (const hunt::Reason& reason : one.reasons) {
      for (const hunt::Evidence& evidence : reason.evidence) {
        const auto octets = again->evidence(evidence.message);
        ASSERT_TRUE(octets.has_value()) << octets.error().message;
        EXPECT_EQ(sha256(*octets), evidence.sha256);
        ASSERT_LE(evidence.where.end(), octets->size());
        if (!evidence.decoded && !evidence.says.empty()) {
          EXPECT_EQ(octets->substr(evidence.where.offset, evidence.says.size()), evidence.says);
        }
        ++checked;
      }
    }
  }
  EXPECT_GT(checked, 5u);
}

TEST_F(IncidentTest, TheReportNamesTheLureAndLoadsNothing) {
  const std::string html = report::to_html(*investigation_);
  EXPECT_THAT(html, HasSubstr("Content-Security-Policy"));
  EXPECT_THAT(html, HasSubstr("mailer-delivery"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("href=\"http")));
  EXPECT_THAT(html, Not(HasSubstr("src=")));
  EXPECT_THAT(html, Not(HasSubstr("https://mailer-delivery.example")));  // never a link to click
  simdjson::dom::parser parser;
  const std::string json = report::to_json(*investigation_);
  EXPECT_EQ(parser.parse(json).error(), simdjson::SUCCESS);
}

TEST_F(IncidentTest, TheCaseVerifiesAndASecondRunAddsNothing) {
  SilentProgress progress;
  const auto verified = casefile::verify(directory_ / "case", progress);
  ASSERT_TRUE(verified.has_value()) << verified.error().message;
  EXPECT_EQ(verified->broken, "");
  EXPECT_EQ(verified->messages, investigation_->counts.messages);
}

// What was done to each leaked message, and the verdicts that may follow. A message from a Sent
// folder carries no signature.
bool fits(std::string_view state, std::string_view folder, leak::Verdict verdict) {
  if (folder == "sent") return verdict == leak::Verdict::unsigned_;
  if (state == "unaltered") return verdict == leak::Verdict::verified;
  if (state == "reformatted") {
    return verdict == leak::Verdict::verified || verdict == leak::Verdict::verified_after_repair;
  }
  return verdict == leak::Verdict::header_only || verdict == leak::Verdict::contradicted;
}

TEST_F(IncidentTest, VerdictsOnTheLeakAreTheTruth) {
  auth::KeyArchive archive;
  std::ifstream keys_file(directory_ / "keys/archive.keys");
  const std::string keys_text{std::istreambuf_iterator<char>(keys_file), {}};
  ASSERT_TRUE(auth::read_key_archive(keys_text, archive).has_value());
  leak::KeyRing ring;
  ring.add(archive, "leak");
  leak::ExamineOptions options;
  options.verdict.dkim.now = 1'800'000'000;
  options.verdict.repair = [](const mime::Message&) { return leak::RepairContext{}; };
  std::map<std::string, int> states;
  for (const auto message : truth_["leak"]["messages"].get_array()) {
    const std::string file(message["file"].get_string().value());
    const std::string_view state = message["state"].get_string().value();
    const std::string_view folder = message["folder"].get_string().value();
    std::ifstream mail(directory_ / file);
    leak::Specimen specimen;
    specimen.octets.assign(std::istreambuf_iterator<char>(mail), {});
    const leak::Examined told = leak::examine(specimen, ring, options);
    EXPECT_TRUE(fits(state, folder, told.verdict.verdict))
        << file << " " << state << " " << message["how"].get_string().value() << ": "
        << to_string(told.verdict.verdict);
    ++states[std::string(state)];
  }
  for (const char* state : {"unaltered", "reformatted", "altered", "forged"}) {
    EXPECT_GT(states[state], 0) << state;
  }
}

}  // namespace
}  // namespace letterlock
