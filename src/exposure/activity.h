// What was done in the intruder's contexts, besides reading.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/event.h"
#include "store/facts.h"

namespace letterlock::exposure {

// One thing done, with the record that says so.
struct Deed {
  store::Act act = store::Act::other;
  std::string operation, record;
  UnixTime at = 0;
  // Into ExposureResult::contexts; in Activity::beside, one of the same address.
  std::uint32_t context = 0;
  std::string account;  // mailbox or account that it was done to
  std::string message_id, subject, folder;
  std::vector<std::string> recipients;
  std::string what;  // one sentence
  bool failed = false;
  // The message in the case; kNoMessage where it holds none.
  store::MessageId message = store::kNoMessage;
  bool joined_by_subject = false;  // by subject and time, for want of a Message-ID
};

// What would let the intruder in again, or mail out, and whether it was still there at the end.
struct Persistence {
  std::string kind;  // "inbox_rule", "forwarding", "mailbox_permission", "consent", "mfa_method",
                     // "credential", "tenant_mail_flow", "role", "account"
  std::string account, name, what;
  UnixTime set_at = 0;
  std::string set_record;
  std::optional<UnixTime> removed_at;
  std::string removed_record;
  bool by_intruder = true;  // set in one of the contexts
};

// A line of an account's story.
struct TimelineEntry {
  UnixTime at = 0;
  std::string account;
  // None: not counted as the intruder's. Whose it was is not known by that.
  std::optional<std::uint32_t> context;
  store::Act act = store::Act::other;
  std::string what;
  std::string record;
  std::uint64_t times = 1;  // alike ones in a row
  UnixTime until = 0;
  // Further records of the same: of alike ones, and of sign-ins that another log has too.
  std::vector<std::string> more_records;  // at most kMostMoreRecords
  std::string address = {};               // "" where the log has none
  // Without a context: the first one that came from the same address, which was not followed here.
  std::optional<std::uint32_t> same_address = {};
};

inline constexpr std::size_t kMostMoreRecords = 7;

struct Activity {
  std::vector<Deed> sent, deleted, changed, searched, files;  // oldest first
  // The same kinds of deeds from an address of one of the contexts, that are not counted as the
  // intruder's (ExposureResult::left_out says why).
  std::vector<Deed> beside;
  std::vector<Persistence> persistence;  // still there first
  std::vector<TimelineEntry> timeline;   // oldest first
  std::uint64_t cut = 0;                 // deeds and lines beyond kMostDeeds of each list
};
inline constexpr std::size_t kMostDeeds = 100'000;

}  // namespace letterlock::exposure
