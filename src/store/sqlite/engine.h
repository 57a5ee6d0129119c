// The embedded engine of the fact store: one SQLite file. See docs/case-format.md for the tables.
//
// Messages are appended; what is looked up by something else than a message's number is rolled up
// from them in sorted order (postings.h): the writer does so every kTail messages and at
// end_load(), a reader beside it rolls up the tail for itself into temporary tables.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/multiset_digest.h"
#include "store/fact_store.h"
#include "store/sqlite/bitmap.h"
#include "store/sqlite/body_cache.h"
#include "store/sqlite/crowded_places.h"
#include "store/sqlite/database.h"
#include "store/sqlite/facts_codec.h"
#include "store/sqlite/postings.h"
#include "store/tokenizer.h"

namespace letterlock::store::sqlite {

class Engine final : public FactStore {
 public:
  static Expected<std::unique_ptr<FactStore>> open(const std::filesystem::path& path,
                                                   bool writable);
  ~Engine() override;

  Expected<void> begin_load() override;
  Expected<void> end_load(Progress& progress) override;
  Expected<Added> add(const FactBatch& batch) override;
  Expected<void> set_threads(std::span<const ThreadEdge> edges) override;

  Expected<Counts> counts() override;
  Expected<std::map<std::string, std::uint64_t>> defect_counts() override;
  Expected<std::vector<SourceDefectFact>> source_defects(std::uint64_t most) override;
  Expected<std::vector<MailboxCounts>> mailboxes() override;
  Expected<std::vector<PersonCounts>> people(std::uint64_t most) override;
  Expected<std::vector<PairCounts>> pairs(std::uint64_t most) override;
  Expected<std::map<std::string, std::uint64_t>> months() override;
  Expected<std::vector<SharedAttachment>> shared_attachments(std::uint64_t most) override;

  Expected<std::optional<MessageId>> find(const Sha256& evidence) override;
  Expected<std::vector<MessageId>> find_message_id(std::string_view message_id,
                                                   std::uint64_t most) override;
  Expected<std::vector<MessageId>> find_hash_prefix(std::string_view prefix) override;
  Expected<std::optional<StoredMessage>> message(MessageId id) override;
  Expected<std::vector<MessageSummary>> summaries(std::span<const MessageId> ids) override;
  Expected<Hits> hits(const Query& query, const HitOptions& options) override;
  Expected<std::vector<ThreadEdge>> thread(MessageId any_message) override;
  Expected<std::uint64_t> texts_with_rarest(std::string_view phrase) override;
  Expected<std::vector<MessageSummary>> messages_from(std::string_view address,
                                                      std::optional<UnixTime> from,
                                                      std::optional<UnixTime> until,
                                                      std::uint64_t most) override;
  Expected<std::vector<MessageSummary>> messages_with_base_subject(std::string_view base_subject,
                                                                   std::uint64_t most) override;

  Expected<void> scan(const ScanOptions& options,
                      const std::function<bool(const MessageRecord&)>& visit) override;
  Expected<void> scan_thread_keys(const std::function<bool(const ThreadKey&)>& visit) override;
  Expected<void> scan_placements(const std::function<bool(const PlacedMessage&)>& visit) override;
  Expected<void> scan_evidence(
      const std::function<bool(MessageId, const Sha256&, std::uint64_t size,
                               const EvidenceLocation&)>& visit) override;
  Expected<std::optional<SourceProgress>> progress(std::string_view source,
                                                   std::string_view unit) override;
  Expected<std::vector<std::pair<std::uint32_t, std::uint64_t>>> segment_lengths() override;
  Expected<Sha256> running_digest() override;
  Expected<Sha256> digest() override;

 private:
  friend class CopyFinder;
  friend class SearchPlan;

  // The writer rolls up after this many messages: a roll-up rewrites most pages of its tables, so
  // fewer cost less a message; what is gathered in between takes some 50 MB.
  static constexpr std::int64_t kTail = 131'072;

  // Sums that every batch keeps up to date; the names are the rows of table `total`.
  struct Totals {
    std::int64_t messages = 0, placements = 0, octets = 0, attachments = 0, links = 0;
    std::int64_t defects = 0, source_defects = 0, without_date = 0;
    std::int64_t first = kUndated, last = kUndated;
  };
  // A message added by the batch at hand.
  struct Fresh {
    std::int64_t id = 0;
    Sha256 hash;
    std::string addresses;  // packed
    bool placed = false;
  };

  // A consistent view for one question; questions may nest.
  class Reading {
   public:
    explicit Reading(Engine& engine);
    ~Reading();
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

   private:
    Engine& engine_;
  };

  Engine(std::unique_ptr<Tokenizer> tokenizer, std::unique_ptr<Database> database, bool writable);
  Expected<void> load_state();
  void read_totals();
  void write_totals();

  // ---- add() ----
  Expected<void> writable(std::string_view what) const;
  Expected<void> commit();
  void roll_back();
  void add_message(const MessageFacts& facts);
  std::int64_t add_body(const MessageFacts& facts);
  void insert_message(const MessageFacts& facts, std::int64_t body, std::int64_t flags);
  void index_texts();
  void add_attachments(const MessageFacts& facts);
  void count_message(const MessageFacts& facts);
  bool add_placement(const PlacementFact& placement);
  bool has_placement(std::int64_t message, const PlacementFact& placement);
  static std::uint64_t hash_of_place(std::int64_t mailbox, std::int64_t folder, std::int64_t offset,
                                     std::string_view source, std::string_view inner);
  void keep_places(std::int64_t message);
  void rename_placement(std::int64_t row, std::int64_t message, const PlacementFact& now);
  void add_source_defect(const SourceDefectFact& defect);
  void add_progress(const FactBatch& batch);
  void write_batch_sums();
  void post_message(const MessageFacts& facts, std::int64_t body, std::int64_t flags);

  // Rolls up what no roll-up holds yet, so that a question may rely on the rolled tables.
  void settle();
  void flush_postings();
  void roll_up_tail(const std::string& schema);
  bool is_sent_folder(std::int64_t folder);

  // ---- questions ----
  std::int64_t find_row(const Sha256& hash);
  bool has_hash(std::int64_t id, const Sha256& hash);
  std::int64_t thread_of(std::int64_t id);
  std::vector<std::string> tokens_of(std::string_view text);
  std::uint64_t texts_with(const std::string& token);
  std::optional<MessageSummary> summary(std::int64_t id);
  std::vector<MessageSummary> summaries_of(const std::vector<std::int64_t>& ids);
  bool read_message(std::int64_t id, StoredMessage& stored);
  void read_body(std::int64_t body, std::vector<LinkFact>* links, std::vector<QuoteFact>* quotes,
                 WritingFact* writing);
  void read_placements(std::int64_t id, const Sha256& evidence,
                       std::vector<PlacementFact>& placements,
                       std::optional<std::int64_t> only = std::nullopt);
  void read_mailboxes(std::int64_t id, std::vector<std::string>& mailboxes);
  void damaged(std::string_view what, std::int64_t id);
  template <class T>
  Expected<T> answer(T value) {
    if (auto worked = database_->take_failure(); !worked) return fail(std::move(worked));
    return value;
  }

  std::unique_ptr<Tokenizer> tokenizer_;  // outlives the database, which calls it
  std::unique_ptr<Database> database_;
  Dictionaries words_;
  NumberWording numbers_;
  const bool writable_;
  int readings_ = 0;

  Totals totals_;
  MultisetDigest digest_;
  std::int64_t last_message_ = 0, last_placement_ = 0;
  std::int64_t rolled_messages_ = 0;
  Postings postings_;
  // What is_sent_folder() said last: placements come a folder at a time.
  std::pair<std::int64_t, bool> sent_folder_{0, false};
  // The writer's messages that no roll-up covers yet, by prefix_of() their hash.
  std::unordered_multimap<std::int64_t, std::int64_t> recent_;
  BodyCache bodies_;
  CrowdedPlaces crowded_;
  // In how many texts a token stands, as far as asked while there were `counted_for_` messages:
  // counting reads all of its postings.
  std::unordered_map<std::string, std::uint64_t> texts_with_;
  std::int64_t counted_for_ = 0;
  // A reader's temporary roll-up covers this: (rolled messages, placements, last of both).
  std::array<std::int64_t, 4> rolled_for_reader_{};

  // Of the batch at hand.
  std::vector<std::pair<std::int64_t, const MessageFacts*>> texts_;  // to be indexed
  std::unordered_map<std::uint64_t, Fresh> fresh_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> folder_counts_;
  std::map<std::int64_t, std::int64_t> month_counts_, defect_counts_;
  std::string addresses_, references_, fields_, parts_, defects_, traits_, links_, quotes_,
      writing_, scratch_;
};

}  // namespace letterlock::store::sqlite
