// Who does what when in the logs: ordinary days (log_life.cc) and the two takeovers
// (log_takeovers.cc, log_adviser.cc), written into one LogBook for each tenant.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "demo/log_records.h"
#include "demo/logs.h"

namespace letterlock::demo {

// A day of May or June 2026.
UnixTime log_moment(int month, int day, int hour, int minute);

struct LogPeriod {
  UnixTime from = 0, until = 0;
  bool holds(UnixTime time) const { return time >= from && time < until; }
};
LogPeriod logged_time();     // that the exports cover
LogPeriod gap_time();        // the hours that the export of Meridian's mailboxes lacks
LogPeriod throttled_time();  // no reads of the strategist's mailbox are logged

// The intruders' browser, and where most of their addresses are said to be.
inline constexpr std::string_view kIntruderAgent =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/134.0.0.0 Safari/537.36";
inline constexpr Place kIntruderPlace{"Nordhaven", "IS", "64.147", "-21.942", 64511};
inline constexpr const char* kOutlookOnTheWeb = "00000002-0000-0ff1-ce00-000000000000";

void mark_context(AccountTruth& truth, std::string_view kind, std::string_view value, UnixTime from,
                  UnixTime until, std::string_view what);

// The client that `person` uses at that time, from where they are.
Visit usual_visit(const Account& account, UnixTime time, bool on_the_phone, std::uint64_t seed);

class LogStory {
 public:
  LogStory(const Story& story, const Produced& produced, const Bundle& bundle);

  void tell();

  LogBook meridian, whitlock;
  AccountTruth strategist, adviser;

 private:
  // log_life.cc
  void ordinary_days(const Account& account);
  void ordinary_day(const Account& account, std::int64_t day, std::span<const int> held);
  void phone_reads(const Account& account, std::int64_t day, std::span<const int> held);
  void ordinary_sends(const Account& account);
  void ordinary_deletions();
  void throws_away(const Account& account, const HeldMessage& message);
  // A message that reached `person` while the logs ran and is in no export of that mailbox.
  std::optional<HeldMessage> thrown_away(const Person& person, int plan);
  void adviser_days();
  void look_alikes();
  void owner_reads(const Visit& visit, UnixTime time, std::span<const int> held);

  // log_takeovers.cc, log_adviser.cc
  void strategist_enters();
  void strategist_reads();
  void strategist_syncs();
  void strategist_sees(UnixTime time, std::string_view folder, std::size_t count,
                       std::span<const std::size_t> more);
  void strategist_bulk_reader();
  void strategist_scenes();
  void strategist_ends();
  void adviser_enters();
  void adviser_scenes();
  void adviser_ends();
  // Reads one message after the other, gathered into records as the provider does it.
  void read(LogBook& book, AccountTruth& truth, const Visit& visit, std::string_view folder,
            UnixTime start, std::span<const std::size_t> items);
  // Up to `count` of the newest messages there at `time` that are worth opening, as indexes into
  // truth.messages.
  static std::vector<std::size_t> newest(const AccountTruth& truth, UnixTime time, bool sent,
                                         std::size_t count);
  std::vector<std::size_t> leaked(int part, UnixTime before) const;
  Visit web_visit(UnixTime time) const;
  Visit webmail_visit() const;

  void collect_strategist();
  void collect_adviser();
  const Plan& plan(int index) const { return story_.plans[static_cast<std::size_t>(index)]; }
  int scene_plan(std::string_view key) const;
  LoggedMessage logged(int plan) const;
  std::vector<std::string> recipients(const Plan& plan) const;
  bool is_recipient(const Plan& plan, const Person& person) const;

  const Story& story_;
  const Produced& produced_;
  const Bundle& bundle_;
  Random random_;
  std::map<std::string, Account, std::less<>> accounts_;  // by local-part
  std::map<std::string, UnixTime> last_bind_;             // by context and message
  std::string session_, token_, app_id_;                  // of the strategist's intruder
  std::string webmail_session_, webmail_token_;           // of the adviser's
};

}  // namespace letterlock::demo
