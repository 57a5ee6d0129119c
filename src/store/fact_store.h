// The fact store: batches of facts in, answers to questions out. Engines stand behind this one
// interface (sqlite/ is the embedded one); it never speaks SQL, so that a distributed engine can
// stand beside it.
//
// One writer at a time (casefile/ holds the case's lock); readers may run beside it and see whole
// batches only. An object is used from one thread at a time.
#pragma once

#include <compare>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "store/facts.h"
#include "store/query.h"

namespace letterlock::store {

struct Counts {
  std::uint64_t messages = 0;  // distinct octets
  std::uint64_t placements = 0;
  std::uint64_t mailboxes = 0;
  std::uint64_t people = 0;  // distinct addresses in From, To, Cc, Bcc
  std::uint64_t octets = 0;  // of the distinct messages
  std::uint64_t attachments = 0;
  std::uint64_t distinct_attachments = 0;
  std::uint64_t links = 0;
  std::uint64_t threads = 0;
  std::uint64_t defects = 0;  // in messages
  std::uint64_t source_defects = 0;
  std::uint64_t same_message_id = 0;  // Message-IDs that more than one distinct message carries
  std::uint64_t without_date = 0;
  std::optional<UnixTime> first, last;  // by Date, implausible ones (before 1970-01-02) left out
};

// What lists and searches show of a message.
struct MessageSummary {
  MessageId id = kNoMessage;
  Sha256 evidence;
  std::uint64_t size = 0;
  EvidenceLocation location;
  std::string message_id;
  std::string from_address, from_name;
  std::vector<std::string> to;  // To and Cc addresses
  std::optional<UnixTime> date;
  std::optional<int> zone_minutes;
  std::string subject;
  MessageId thread = kNoMessage;  // its own id where it is alone
  bool reconstructed = false;
};

// Everything the store keeps of one message; `facts.text` stays empty (it is in the index only).
struct StoredMessage {
  MessageId id = kNoMessage;
  MessageFacts facts;
  MessageId thread = kNoMessage;
  std::vector<PlacementFact> placements;
};

// What relations/ and hunt/ read of each message, in one pass over the case.
struct MessageRecord {
  MessageId id = kNoMessage;
  Sha256 evidence;
  std::string message_id;
  std::optional<UnixTime> date;
  std::optional<int> zone_minutes;
  std::string subject;
  std::string mailer;
  std::string list_id;
  bool claims_reply = false, claims_forward = false;
  bool has_references = false;  // In-Reply-To or References is there
  std::uint32_t new_text_length = 0;
  std::vector<AddressFact> addresses;
  std::vector<LinkFact> links;    // where ScanOptions::links
  std::vector<QuoteFact> quotes;  // where ScanOptions::quotes
  // Where ScanOptions::traits: by kind, and what the author wrote new.
  std::vector<TraitFact> traits;
  WritingFact writing;
  // The mailboxes that hold a copy, each once; where ScanOptions::mailboxes.
  std::vector<std::string> mailboxes;
};

struct ScanOptions {
  bool links = false;
  bool quotes = false;
  bool traits = false;
  bool mailboxes = false;
  std::optional<UnixTime> from, until;  // [from, until) by Date
};

struct ThreadKey {
  MessageId id = kNoMessage;
  std::optional<UnixTime> date;
  std::uint64_t message_id_hash = 0;       // 0: none. XXH3-64 of the msg-id
  std::vector<std::uint64_t> in_reply_to;  // hashes
  std::vector<std::uint64_t> references;   // oldest first
  std::uint64_t conversation_hash = 0;     // of Thread-Index's header; 0: none
  std::uint64_t base_subject_hash = 0;     // 0: empty
  std::uint32_t base_subject_length = 0;   // octets
  bool claims_reply = false;               // subject prefix
  // One number an address in From, To or Cc, the same for the same address; sorted, without
  // duplicates.
  std::vector<std::uint64_t> people;
};

// One copy of a message in one mailbox, with what provider logs know a message by.
struct PlacedMessage {
  MessageId id = kNoMessage;
  std::string message_id, subject;
  std::uint64_t size = 0;
  std::optional<UnixTime> date, received;
  std::string mailbox, folder;
  std::optional<UnixTime> internal_date;
};

struct MailboxCounts {
  std::string mailbox;
  std::uint64_t placements = 0;
  std::map<std::string, std::uint64_t> folders;
  // The address this mailbox most likely belongs to, with what speaks for it; "" where unclear.
  std::string owner;
  std::uint64_t owner_votes = 0;  // placements that name the owner (Delivered-To, To, From in Sent)
};

struct PersonCounts {
  std::string address;
  std::string display_name;  // the most frequent
  std::uint64_t sent = 0, received = 0;
  std::optional<UnixTime> first, last;
};

struct PairCounts {
  std::string from, to;
  std::uint64_t messages = 0;
  std::optional<UnixTime> first, last;
};

struct SearchHit {
  MessageSummary message;
  // Text around the match. An engine that keeps no text leaves it ""; whoever has the evidence at
  // hand then makes one (store/snippet.h).
  std::string snippet;
};

struct HitOptions {
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t skip = 0;
  // Copies of one message count as one hit, the one with the smallest number. Copies are hits with
  // the same Message-ID that nothing sets apart for a reader: sender, subject, date, what the
  // author wrote, quotes, links, attachments.
  bool fold = false;
};

struct CopyOf {
  MessageId first = kNoMessage, copy = kNoMessage;
  auto operator<=>(const CopyOf&) const = default;
};

struct Hits {
  std::vector<MessageId> ids;  // newest first, undated ones last: those that were asked for
  std::uint64_t total = 0;     // all hits but `copies`
  std::vector<CopyOf> copies;  // of all hits; sorted
  // Of the hit `first`.
  std::vector<MessageId> copies_of(MessageId first) const;
};

class FactStore {
 public:
  virtual ~FactStore() = default;

  // ---- writing -------------------------------------------------------------------------------
  // Before and after a bulk load; an engine may postpone its indexes in between. If the process
  // dies in between, the next open() repairs.
  virtual Expected<void> begin_load() = 0;
  virtual Expected<void> end_load(Progress& progress) = 0;
  // All of the batch, durably, or nothing. Messages whose evidence is known already are ignored
  // (their placements are not); a placement (placement_identity.h) that is there already only takes
  // over the file's present name, its flags and labels; a source defect that is there is ignored
  // too. New messages get consecutive MessageIds, from 1, in the order of the batch.
  struct Added {
    std::uint64_t messages = 0, placements = 0;
  };
  virtual Expected<Added> add(const FactBatch& batch) = 0;
  // Replaces the thread edges of the messages named. A message that was never named is alone in a
  // thread of its own MessageId.
  virtual Expected<void> set_threads(std::span<const ThreadEdge> edges) = 0;

  // ---- reading -------------------------------------------------------------------------------
  virtual Expected<Counts> counts() = 0;
  virtual Expected<std::map<std::string, std::uint64_t>> defect_counts() = 0;
  virtual Expected<std::vector<SourceDefectFact>> source_defects(std::uint64_t most) = 0;
  virtual Expected<std::vector<MailboxCounts>> mailboxes() = 0;
  virtual Expected<std::vector<PersonCounts>> people(std::uint64_t most) = 0;  // busiest first
  virtual Expected<std::vector<PairCounts>> pairs(std::uint64_t most) = 0;     // busiest first
  // Messages per calendar month (UTC), "2024-06" -> count.
  virtual Expected<std::map<std::string, std::uint64_t>> months() = 0;
  // Attachments held by several messages: hash -> how many; busiest first.
  struct SharedAttachment {
    Sha256 hash;
    std::string filename;
    std::uint64_t size = 0, messages = 0;
  };
  virtual Expected<std::vector<SharedAttachment>> shared_attachments(std::uint64_t most) = 0;

  virtual Expected<std::optional<MessageId>> find(const Sha256& evidence) = 0;
  // The first `most` of all under this Message-ID; a hostile archive has very many.
  virtual Expected<std::vector<MessageId>> find_message_id(std::string_view message_id,
                                                           std::uint64_t most) = 0;
  // Hashes in hexadecimal that begin with `prefix` (at least 4 digits); at most 10.
  virtual Expected<std::vector<MessageId>> find_hash_prefix(std::string_view prefix) = 0;
  virtual Expected<std::optional<StoredMessage>> message(MessageId id) = 0;
  virtual Expected<std::vector<MessageSummary>> summaries(std::span<const MessageId> ids) = 0;
  virtual Expected<Hits> hits(const Query& query, const HitOptions& options) = 0;
  // The same as summaries, nothing folded. `total` (if given) receives the number of all hits.
  Expected<std::vector<SearchHit>> search(const Query& query, std::uint64_t most,
                                          std::uint64_t skip, std::uint64_t* total);
  virtual Expected<std::vector<ThreadEdge>> thread(MessageId any_message) = 0;
  // In how many different texts the rarest of these words stands. A search for them as one phrase
  // looks at about as many, so this says what it costs; 0: no text has the phrase.
  virtual Expected<std::uint64_t> texts_with_rarest(std::string_view phrase) = 0;

  // Messages from one address within [from, until), for checking a claimed original.
  virtual Expected<std::vector<MessageSummary>> messages_from(std::string_view address,
                                                              std::optional<UnixTime> from,
                                                              std::optional<UnixTime> until,
                                                              std::uint64_t most) = 0;
  virtual Expected<std::vector<MessageSummary>> messages_with_base_subject(
      std::string_view base_subject, std::uint64_t most) = 0;

  // Every message by (Date, MessageId), undated ones last. Stops where `visit` returns false.
  virtual Expected<void> scan(const ScanOptions& options,
                              const std::function<bool(const MessageRecord&)>& visit) = 0;
  // In MessageId order.
  virtual Expected<void> scan_thread_keys(const std::function<bool(const ThreadKey&)>& visit) = 0;
  // Every placement, by MessageId.
  virtual Expected<void> scan_placements(
      const std::function<bool(const PlacedMessage&)>& visit) = 0;
  // Every message's hash, size and location in MessageId order, for verification.
  virtual Expected<void> scan_evidence(
      const std::function<bool(MessageId, const Sha256&, std::uint64_t size,
                               const EvidenceLocation&)>& visit) = 0;
  virtual Expected<std::optional<SourceProgress>> progress(std::string_view source,
                                                           std::string_view unit) = 0;
  virtual Expected<std::vector<std::pair<std::uint32_t, std::uint64_t>>> segment_lengths() = 0;
  // A digest over messages, placements and source defects that is the same for the same facts,
  // whatever the order in which they were added (base/multiset_digest.h). MessageIds, places in the
  // segments, progress and thread edges (derived from the facts) are left out of it, and so is what
  // the full-text index holds.
  // running_digest() is kept up to date by add() and costs nothing: what the custody log records.
  // digest() reads every fact again: what a verification compares with it.
  virtual Expected<Sha256> running_digest() = 0;
  virtual Expected<Sha256> digest() = 0;
};

// The embedded engine: one SQLite file. Creates it when `path` does not exist and `writable`.
Expected<std::unique_ptr<FactStore>> open_sqlite(const std::filesystem::path& path, bool writable);

}  // namespace letterlock::store
