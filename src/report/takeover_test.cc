#include "report/takeover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leak/verdict.h"

namespace letterlock::report {
namespace {

using exposure::Certainty;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr UnixTime kDay = 86'400, kTakenOver = 19'880 * kDay;  // 2024-06-06

exposure::AccessContext context(UnixTime first, UnixTime last, Certainty certainty) {
  exposure::AccessContext one;
  one.actor = one.mailbox = "Ada@Meridian.Example";
  one.first = one.first_in = first;
  one.last = one.last_in = last;
  one.got_in = true;
  one.certainty = certainty;
  return one;
}

exposure::ExposureResult confirmed() {
  exposure::ExposureResult result;
  result.has_logs = true;
  result.logged = store::TimeSpan{kTakenOver - 10 * kDay, kTakenOver + 30 * kDay};
  result.contexts = {context(kTakenOver, kTakenOver + 5 * kDay, Certainty::certain),
                     context(kTakenOver - kDay, kTakenOver, Certainty::possible)};
  exposure::ReachedMailbox mailbox;
  mailbox.account = "Ada@Meridian.Example";
  mailbox.contexts = {0, 1};
  mailbox.eviction = kTakenOver + 6 * kDay;
  result.mailboxes = {mailbox};
  exposure::Deed deed;
  deed.act = store::Act::mail_sent;
  deed.message_id = "sent@meridian.example";
  deed.record = "R7";
  result.activity.sent = {deed};
  return result;
}

std::string date(UnixTime at) { return format_utc(at).substr(0, 10); }

std::optional<leak::InOtherHands> of(const exposure::ExposureResult& result, const std::string& day,
                                     const std::string& id = "1@x") {
  const auto message = mime::Message::parse(
      mime::RawMessage::copy_of("From: Ada <ada@meridian.example>\r\nDate: " + day +
                                " 12:00:00 +0000\r\nMessage-ID: <" + id + ">\r\n\r\nx\r\n"));
  return leak::in_other_hands(*message, taken_over_by(result));
}

TEST(TakeoverTest, AWindowForEachCertaintyUntilAccessWasEnded) {
  const auto windows = taken_over_by(confirmed());
  ASSERT_EQ(windows.size(), 2U);
  EXPECT_EQ(windows[0].address, "ada@meridian.example");
  EXPECT_EQ(date(windows[0].from), "2024-06-06");
  EXPECT_EQ(date(windows[0].until), "2024-06-12");
  EXPECT_EQ(windows[0].certainty, "certain");
  EXPECT_THAT(windows[0].access, ElementsAre("C1"));
  EXPECT_EQ(date(windows[1].from), "2024-06-05");
  EXPECT_EQ(windows[1].certainty, "possible");
  EXPECT_THAT(windows[1].access, ElementsAre("C1", "C2"));
}

TEST(TakeoverTest, WhereNoEndIsRecordedTheLogsEndIt) {
  exposure::ExposureResult result = confirmed();
  result.mailboxes[0].eviction.reset();
  const auto found = of(result, "1 Jul 2024");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->window.end_recorded);
  EXPECT_THAT(takeover_sentence(*found), HasSubstr("no record shows an end"));
  EXPECT_FALSE(of(result, "1 Aug 2024")) << "of what comes after the logs nothing is said";
}

TEST(TakeoverTest, TheStrongestReasonIsTold) {
  EXPECT_FALSE(of(confirmed(), "1 Jun 2024"));
  EXPECT_EQ(of(confirmed(), "5 Jun 2024")->window.certainty, "possible");
  EXPECT_EQ(of(confirmed(), "7 Jun 2024")->window.certainty, "certain");
  const auto named = of(confirmed(), "1 Jan 2020", "sent@meridian.example");
  ASSERT_TRUE(named) << "a record names it, whatever its Date says";
  EXPECT_EQ(named->record, "R7");
  EXPECT_THAT(takeover_sentence(*named), HasSubstr("A record of the provider (R7)"));
}

TEST(TakeoverTest, AProposalIsNeverSaidAsAFact) {
  exposure::ExposureResult result = confirmed();
  result.proposed = true;
  const auto found = of(result, "7 Jun 2024", "sent@meridian.example");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->window.proposed);
  EXPECT_THAT(takeover_words(*found), HasSubstr("perhaps"));
  EXPECT_THAT(takeover_sentence(*found), HasSubstr("nobody has confirmed"));
  leak::MessageVerdict verdict;
  verdict.takeover = found;
  EXPECT_FALSE(verdict.taken_over());
}

TEST(TakeoverTest, WhoOpenedSingleFoldersDoesNotWriteAsTheOwner) {
  exposure::ExposureResult result = confirmed();
  result.mailboxes[0].folders = {"Projects"};
  EXPECT_THAT(taken_over_by(result), IsEmpty());
}

TEST(TakeoverTest, OthersAreNotMarked) {
  exposure::ExposureResult result = confirmed();
  result.mailboxes[0].account = "no address";
  EXPECT_THAT(taken_over_by(result), IsEmpty());
  result.mailboxes[0].account = "bo@meridian.example";
  EXPECT_FALSE(of(result, "7 Jun 2024"));
}

}  // namespace
}  // namespace letterlock::report
