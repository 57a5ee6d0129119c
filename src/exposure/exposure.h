// What did the intruder see? Provider logs joined with the mailboxes of the case
// (docs/exposure.md).
//
// Plain records. Nothing here says who the intruder is: an access context is a way of access that
// was named by the user or tied to one that was, each tie with its reason. The same facts, events
// and options give the same ExposureResult, whatever the order in which logs and mail were read.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/progress.h"
#include "exposure/activity.h"
#include "exposure/coverage.h"
#include "exposure/seed.h"
#include "store/event_store.h"
#include "store/fact_store.h"

namespace letterlock::exposure {

// How exposed a message is; a higher one is worse.
enum class ExposureClass : std::uint8_t {
  x0,  // not reachable: arrived later, gone before, or outside the folder that was granted
  x1,  // reachable, the log is complete and has no record of access
  x2,  // cannot be excluded: the log is silent for a reason of its own
  x3,  // synced: its folder was copied to a client
  x4,  // accessed: a record names it (not: read by a person)
  x5,  // taken: forwarded, exported, downloaded, or found among leaked mail
};
inline constexpr std::size_t kClassCount = 6;
std::string_view class_name(ExposureClass exposure);   // "X4"
std::string_view class_words(ExposureClass exposure);  // "was opened"

// What a class rests on.
enum class Basis : std::uint8_t {
  arrived_after,      // X0
  gone_before,        // X0
  outside_folder,     // X0
  no_record,          // X1
  blind,              // X2: MessageExposure::blind says why
  perhaps_forwarded,  // X2: a rule's condition cannot be checked on the message
  handled,            // X2: moved, deleted or changed in a context, no record of opening it
  folder_synced,      // X3
  mailbox_synced,     // X3: another folder was synced; the provider's rule takes the whole mailbox
  named_in_read,      // X4
  attachment_opened,  // X4
  written,            // X4: sent or created in a context, whose user wrote it
  attachment_download,  // X5
  message_download,     // X5
  forwarded_by_rule,    // X5
  sent_on,              // X5
  exported,             // X5
  leaked_copy,          // X5
};
std::string_view basis_name(Basis basis);

// How a record and a message were found to belong together, best first.
enum class JoinedBy : std::uint8_t { nothing, message_id, subject_size_time };

// One way of access: the key by which the provider itself starts a new record, without the folder.
struct AccessContext {
  std::string actor;    // who signed in
  std::string mailbox;  // whose mailbox; "" for acts on none (sign-ins, consents)
  std::string address;  // "" where the log has none
  std::string client;
  std::string user_agent;
  std::string app;  // id, or name
  std::string session;
  store::LogonType logon = store::LogonType::unknown;
  std::string country;
  std::optional<std::uint32_t> as_number;

  UnixTime first = 0, last = 0;  // of the records taken
  std::uint64_t records = 0;     // taken
  // Of these, second records of sign-ins that two logs have; and those of them that failed.
  std::uint64_t again = 0, failed_again = 0;
  std::uint64_t left_out = 0;  // same key, but at times that nothing ties to the intruder
  bool got_in = false;         // at least one record is no failure
  // Attempts that did not get in: each once, also where two logs have it.
  std::uint64_t failed = 0;
  UnixTime first_in = 0, last_in = 0;  // of those that are no failures; where got_in
  Certainty certainty = Certainty::certain;
  std::vector<std::uint32_t> steps;  // into ExposureResult::steps
  // Why these records cannot be told from the owner's; "" where they can.
  std::string like_the_owner;
};

// Why something belongs to the intruder: a seed, or a tie to what belongs already.
struct Step {
  std::string reason;  // "seed", "proposed", "same_session", "same_token", "app_and_address",
                       // "same_address", "address_new_to_account", "consented_app",
                       // "granted_account"
  std::string value;   // what ties: "session:S1", "address:192.0.2.7"; --not refuses it
  std::string text;    // one sentence
  Certainty certainty = Certainty::certain;
  std::string account;
  UnixTime first = 0, last = 0;  // of the records it brought
  std::uint64_t records = 0;
  std::optional<std::uint32_t> from;  // the step that it grew from
};

// Records that are not counted as the intruder's, though a tie led to them or they come from an
// address of one of the contexts: who made them cannot be told from the log.
struct LeftOut {
  std::string account;      // "" where there are several
  std::string value, text;  // what leads to them, and why it was not followed
  UnixTime first = 0, last = 0;
  std::uint64_t records = 0;
  std::string address = {};                      // where they are from one
  std::vector<std::uint32_t> same_address = {};  // contexts of that address
  std::string follow = {};                       // "--ip 192.0.2.7"; "": no option does it
};

// A record of a log that the answer rests on.
struct UsedRecord {
  store::EventId event = store::kNoEvent;
  std::string name;  // the provider's id of it, or the SHA-256 of its octets
  std::string operation;
  store::Act act = store::Act::other;
  store::TimeSpan time;
  std::uint32_t context = 0;  // into ExposureResult::contexts
  std::string folder;         // of a sync
};

// A mailbox that the contexts reached.
struct ReachedMailbox {
  std::string account;                      // as the logs call it
  std::vector<std::string> case_mailboxes;  // as the case calls it; empty: not held
  UnixTime entry = 0;                       // first record of access
  std::optional<UnixTime> eviction;         // none: no record shows that access was ended
  std::string eviction_text;                // what ended it
  std::vector<std::string> folders;         // only these were granted; empty: all of it
  std::vector<std::uint32_t> contexts;
  Coverage coverage;
  std::array<std::uint64_t, kClassCount> classes{};  // held messages
  std::uint64_t not_held = 0;                        // named in records only
};

// One message in one mailbox, worst over all contexts. Small: a case has a million of them.
// describe() makes words of it.
struct MessageExposure {
  store::MessageId message = store::kNoMessage;  // kNoMessage: not in the case
  std::uint32_t mailbox = 0;                     // into ExposureResult::mailboxes
  std::uint32_t named = 0;                       // not in the case: into ExposureResult::not_held
  std::uint32_t first_record = 0;                // into ExposureResult::record_lists
  std::uint32_t records = 0;
  ExposureClass exposure = ExposureClass::x0;
  Basis basis = Basis::no_record;
  Certainty certainty = Certainty::certain;
  JoinedBy joined = JoinedBy::nothing;
  BlindMask blind = 0;
};

// A message that records name and the case does not hold in that mailbox.
struct NotHeld {
  std::string message_id, subject, folder;
  std::optional<std::uint64_t> size;
  // A message with that Message-ID that the case holds in other mailboxes.
  store::MessageId elsewhere = store::kNoMessage;
};

struct ExposureResult {
  bool has_logs = false;
  bool proposed = false;  // nobody named a seed; the strongest proposal was taken
  std::vector<Seed> seeds;
  std::vector<Proposal> proposals;  // strongest first
  std::vector<Step> steps;
  std::vector<AccessContext> contexts;  // by first record
  std::vector<LeftOut> left_out;
  std::vector<ReachedMailbox> mailboxes;
  std::vector<MessageExposure> messages;  // worst first, then by mailbox and MessageId
  std::vector<NotHeld> not_held;
  std::vector<UsedRecord> records;          // oldest first
  std::vector<std::uint32_t> record_lists;  // into `records`; at most kMostRecordsOfMessage each
  Activity activity;
  std::array<std::uint64_t, kClassCount> classes{};
  std::uint64_t events = 0, undated = 0, duplicates = 0;
  std::optional<store::TimeSpan> logged;  // first and last dated event
  // Operations that the vocabulary has no act for, with their events; most frequent first.
  std::vector<std::pair<std::string, std::uint64_t>> unknown;
  std::uint64_t unknown_events = 0, unknown_in_contexts = 0;
  std::vector<std::string> remarks;          // what limits the answer as a whole, in sentences
  std::vector<std::string> refused_nothing;  // values of ExposureOptions::refused that nothing has
};

inline constexpr std::uint32_t kMostRecordsOfMessage = 8;

struct ExposureOptions {
  std::vector<Seed> seeds;           // none: proposals, and the strongest where it is clear
  std::vector<std::string> refused;  // values ("session:S1", or just "S1") that tie nothing
  std::vector<std::string> accounts;
  std::optional<UnixTime> from, until;   // only access in [from, until)
  UnixTime minutes = UnixTime{30} * 60;  // "within minutes", in seconds
  // Mailboxes of the case that hold what was leaked: a message in them is X5 elsewhere.
  std::vector<std::string> leaked_mailboxes;
};

Expected<ExposureResult> expose(store::FactStore& facts, store::EventStore& events,
                                const ExposureOptions& options, Progress& progress);

// A MessageExposure with all that is known of the message, for showing.
struct ExposedMessage {
  const MessageExposure* exposure = nullptr;
  std::optional<store::MessageSummary> held;
  std::string message_id, subject;
  std::string mailbox;
  std::vector<std::uint32_t> contexts;  // into ExposureResult::contexts
  std::vector<std::string> records;     // names
  std::string why;                      // one sentence
};

// How an index into ExposureResult::contexts is written: "C1".
std::string context_label(std::uint32_t context);

// Visits the messages in the result's order; stops where `visit` returns false. Memory does not
// grow with their number.
Expected<void> each_message(const ExposureResult& result, store::FactStore& facts,
                            const std::function<bool(const ExposedMessage&)>& visit);

}  // namespace letterlock::exposure
