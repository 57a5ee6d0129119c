// The providers' logs of both account takeovers, as their owners exported them, and what really
// happened beside.
//
// Meridian's provider, Hosted Mail, keeps its customers' mailboxes on Microsoft 365 behind its own
// gateway, and so does Margaret Whitlock's, Hostwell: the logs are Unified Audit Logs and Entra
// sign-in logs. They hold the owners' and some colleagues' ordinary days around what the intruders
// did, one day on which the provider stopped logging reads, and hours that one export lacks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/json_writer.h"
#include "demo/leak.h"
#include "demo/produce.h"
#include "demo/story.h"

namespace letterlock::demo {

struct LogContext {
  std::string kind;  // "address", "session", "token", "app"
  std::string value;
  UnixTime from = 0, until = 0;
  std::string what;
};

// Time in which what the intruder read is not in the exported logs.
struct BlindTime {
  UnixTime from = 0, until = 0;
  std::string why;  // "throttled", "export gap"
};

// What the intruder left to come back by, or to hide behind.
struct Foothold {
  std::string kind;  // "inbox rule", "consent", "second factor"
  std::string name;
  UnixTime set = 0;
  UnixTime removed = 0;  // 0: still there
};

// One message of a mailbox, from its arrival to its end, and what the intruder did with it.
struct HeldMessage {
  int plan = 0;
  UnixTime arrived = 0;
  bool sent = false;  // lies in Sent Items
  UnixTime gone = 0;  // purged; 0: never
  bool removed_by_intruder = false;
  std::vector<UnixTime> reads;     // that the exported logs show
  std::vector<UnixTime> unlogged;  // that they do not
  UnixTime synced = 0;  // when a folder of its mailbox went to the intruder's desktop client
  bool leaked = false;
};

struct SentByIntruder {
  int plan = 0;
  UnixTime time = 0;
  UnixTime copy_removed = 0;
};

struct AccountTruth {
  std::string account, mailbox;  // mailbox: "" where nobody handed it over
  UnixTime signed_in = 0;        // the first sign-in that was not the owner's
  UnixTime evicted = 0;
  std::vector<LogContext> contexts;
  std::vector<BlindTime> blind;
  std::vector<HeldMessage> messages;
  std::vector<SentByIntruder> sent;
  std::vector<Foothold> footholds;
  std::vector<std::string> searches;
  std::vector<std::string> files;
  std::string synced_folder;
  UnixTime synced_at = 0;
};

struct LogFile {
  std::string name;
  std::string shape;
  std::size_t records = 0;
};

struct LogTruth {
  std::vector<AccountTruth> accounts;
  std::vector<LogFile> files;
  UnixTime first = 0, last = 0;  // the time the exports cover
};

Expected<LogTruth> write_logs(const std::filesystem::path& directory, const Story& story,
                              const Produced& produced, const Bundle& bundle);

// "X0" .. "X4" as the logs allow, without knowing what leaked.
std::string_view expected_class(const HeldMessage& message, const AccountTruth& account);

// The member "exposure" of the ground truth.
void write_exposure_truth(JsonWriter& json, const LogTruth& truth, const Produced& produced);

}  // namespace letterlock::demo
