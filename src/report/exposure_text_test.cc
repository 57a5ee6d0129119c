// What an answer to question B says is established, proposed, or cannot be told.
#include "report/exposure_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ascii.h"

namespace letterlock::report {
namespace {

using exposure::ExposureResult;
using testing::HasSubstr;
using testing::Not;

constexpr UnixTime kIntrusion = 1'718'300'000;

// One way of access: two records, and an attempt that failed four days later.
ExposureResult one_access(bool proposed) {
  ExposureResult result;
  result.has_logs = true;
  result.proposed = proposed;
  result.seeds = {{exposure::Seed::Kind::address, "192.0.2.77", "", {}, ""}};
  exposure::Step step;
  step.reason = proposed ? "proposed" : "seed";
  step.value = "address:192.0.2.77";
  step.text = proposed ? "nobody named it" : "named as where to begin";
  step.certainty = proposed ? exposure::Certainty::likely : exposure::Certainty::certain;
  result.steps = {step};
  exposure::AccessContext context;
  context.actor = context.mailbox = "ada@meridian.example";
  context.address = "192.0.2.77";
  context.first = context.first_in = kIntrusion;
  context.last_in = kIntrusion + 60;
  context.last = kIntrusion + UnixTime{4} * 86400;
  context.records = 3;
  context.failed = 1;
  context.got_in = true;
  context.steps = {0};
  result.contexts = {context};
  return result;
}

std::string text_of(const ExposureResult& result) { return exposure_text(result, false, 110); }

// As one line: where it is broken is of no interest here.
std::string unwrapped(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = is_space(c);
    if (!space || (!line.empty() && line.back() != ' ')) line += space ? ' ' : c;
  }
  return line;
}

TEST(ExposureTextTest, ABeginningThatNobodyNamedIsProposedAndNotCertain) {
  const std::string proposed = text_of(one_access(true));
  EXPECT_THAT(proposed, HasSubstr("proposed, not established: nobody named it"));
  EXPECT_THAT(proposed, Not(HasSubstr("certain: ")));
  EXPECT_THAT(proposed, Not(HasSubstr("named as where to begin")));
  const std::string named = text_of(one_access(false));
  EXPECT_THAT(named, HasSubstr("certain: named as where to begin [address:192.0.2.77]"));
  EXPECT_THAT(named, Not(HasSubstr("PROPOSED")));
}

TEST(ExposureTextTest, AttemptsAfterTheEndAreNotToldAsAccess) {
  EXPECT_THAT(unwrapped(text_of(one_access(false))),
              HasSubstr("2 records, 2024-06-13 17:33 UTC to 2024-06-13 17:34 UTC; besides, 1 "));
}

TEST(ExposureTextTest, WhatTwoLogsTellIsCountedOnce) {
  ExposureResult result = one_access(false);
  result.contexts[0].records = 9;
  result.contexts[0].again = 4;
  result.contexts[0].failed = 2;
  result.contexts[0].failed_again = 2;
  const std::string text = unwrapped(text_of(result));
  EXPECT_THAT(text, HasSubstr("3 acts (2 of them in 2 logs), 2024-06-13 17:33 UTC to"));
  EXPECT_THAT(text, HasSubstr("besides, 2 attempts that failed (each in 2 logs)"));
  EXPECT_THAT(text, HasSubstr("5 acts (4 of them in 2 logs)"));
}

TEST(ExposureTextTest, WhatComesFromTheSameAddressIsNamedWithTheWayToFollowIt) {
  ExposureResult result = one_access(false);
  result.left_out = {{"ada@meridian.example",
                      "address:192.0.2.77",
                      "the account had used it before",
                      kIntrusion,
                      kIntrusion,
                      4,
                      "192.0.2.77",
                      {0},
                      "--ip 192.0.2.77"},
                     {"ben@meridian.example",
                      "session:S1",
                      "the owner's side",
                      kIntrusion,
                      kIntrusion,
                      2,
                      "198.51.100.7",
                      {},
                      ""}};
  const std::string text = exposure_text(result, false, 110);
  EXPECT_THAT(text, HasSubstr("same address as C1, not followed: 4 records of ada@"));
  EXPECT_THAT(text, HasSubstr("add --ip"));
  EXPECT_THAT(text, HasSubstr("left out: 2 records of ben@meridian.example [session:S1]"));
}

TEST(ExposureTextTest, TheTimelineCallsNobodysActTheOwners) {
  ExposureResult result = one_access(false);
  exposure::TimelineEntry entry;
  entry.at = entry.until = kIntrusion;
  entry.account = "ada@meridian.example";
  entry.act = store::Act::mfa_changed;
  entry.what = "changed the second factors";
  result.activity.timeline = {entry, entry, entry};
  result.activity.timeline[0].context = 0;
  result.activity.timeline[1].same_address = 0;
  result.activity.timeline[1].address = "192.0.2.77";
  const std::string text = timeline_text(result, false, 110);
  EXPECT_THAT(text, HasSubstr("2024-06-13T17:33 C1   "));
  EXPECT_THAT(text, HasSubstr("2024-06-13T17:33 C1?  "));
  EXPECT_THAT(text, HasSubstr("2024-06-13T17:33 -    "));
  EXPECT_THAT(unwrapped(text), HasSubstr("same address as C1, not followed"));
  EXPECT_THAT(text, Not(HasSubstr("own")));
}

TEST(ExposureTextTest, NothingFoundIsSaidFirst) {
  ExposureResult result;
  result.has_logs = true;
  result.seeds = {{exposure::Seed::Kind::address, "192.0.2.1", "", {}, ""}};
  exposure::Proposal other;
  other.seed = {exposure::Seed::Kind::address, "192.0.2.77", "", {}, ""};
  result.proposals = {other};
  const std::string text = text_of(result);
  const auto answer = text.find("No record matches what you named.");
  const auto proposals = text.find("Where to begin");
  ASSERT_NE(answer, std::string::npos);
  ASSERT_NE(proposals, std::string::npos);
  EXPECT_LT(answer, proposals);
  EXPECT_THAT(unwrapped(text), HasSubstr("no proof; none was followed."));
}

}  // namespace
}  // namespace letterlock::report
