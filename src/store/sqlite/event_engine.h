// The embedded event store: one SQLite file (docs/case-format.md). See event_store.h.
//
// Events lie in the order of reading; by_time and by_account give their order in time. Logs are
// written in time order or its reverse, so new rows of every index lie close to each other, and
// known records are looked up by their time first: adding stays linear however many there are. The
// one index that is in no such order, by_hash, is brought up to date at the end of a load.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/multiset_digest.h"
#include "store/event_store.h"
#include "store/sqlite/database.h"
#include "store/sqlite/dictionary.h"

namespace letterlock::store::sqlite {

class EventEngine final : public EventStore {
 public:
  static Expected<std::unique_ptr<EventStore>> open(const std::filesystem::path& path,
                                                    bool writable);

  Expected<void> begin_load() override { return {}; }
  Expected<void> end_load(Progress& progress) override;
  Expected<LogFileId> put_file(const LogFile& file) override;
  Expected<Added> add(LogFileId file, std::span<const LoggedRecord> batch) override;

  Expected<EventCounts> counts() override;
  Expected<std::vector<LogFile>> files() override;
  Expected<std::vector<AccountEvents>> accounts() override;
  Expected<void> scan(const EventFilter& filter, EventOrder order,
                      const std::function<bool(const Event&)>& visit) override;
  Expected<std::uint64_t> count(const EventFilter& filter) override;
  Expected<std::optional<Event>> event(EventId id) override;
  Expected<std::optional<std::string>> record(const Sha256& hash) override;
  Expected<Sha256> running_digest() override { return digest_.value(); }
  Expected<Sha256> digest() override;

 private:
  explicit EventEngine(std::unique_ptr<Database> database)
      : database_(std::move(database)), names_(*database_, Dictionary::kName) {}

  struct Totals {
    std::int64_t events = 0, records = 0, undated = 0, other = 0, record_octets = 0, longest = 0;
    std::optional<std::int64_t> first, last;
  };
  // What a batch changes of the tables of totals, written at its end.
  struct Change {
    std::int64_t events = 0;
    std::int64_t as_actor = 0, as_mailbox = 0;
    std::optional<TimeSpan> time;
  };
  struct KnownRecord {
    std::int64_t id = 0;
    std::int64_t first_event = 0, events = 0;
    Sha256 hash;
  };

  // Writing.
  Expected<void> load_state();
  Expected<void> commit();
  void add_one(LogFileId file, const LoggedRecord& record, Added& added);
  bool has_octets(std::int64_t until, const LoggedRecord& record);
  std::optional<KnownRecord> with_identity(std::int64_t until, std::string_view identity);
  bool is_better(const LoggedRecord& record, const KnownRecord& known);
  std::int64_t put_record(LogFileId file, const LoggedRecord& record, std::int64_t until);
  void put_event(const LoggedRecord& record, std::size_t part, std::int64_t id, std::int64_t row);
  void remove_events(const KnownRecord& known);
  void count_event(const Event& event, std::int64_t sign);
  void add_to_digest(const Event& event, bool remove);
  void write_changes();
  void write_totals();
  void read_totals();
  void flush_block();
  void roll_up();

  // Reading.
  bool visit_rows(Statement& rows, const EventFilter& filter,
                  const std::function<bool(const Event&)>& visit);
  bool read_event(Statement& row, Event& event);
  std::string account_condition(const EventFilter& filter, bool& nobody);
  Expected<void> unpack_block(std::int64_t block, std::uint64_t size);
  void damaged(std::string_view what, std::int64_t id);

  std::unique_ptr<Database> database_;
  Dictionary names_;
  MultisetDigest digest_;
  Totals totals_;
  std::unordered_map<std::int64_t, Change> account_changes_;
  std::unordered_map<std::int64_t, std::int64_t> operation_changes_;
  std::map<Act, std::int64_t> act_changes_;
  std::int64_t last_event_ = 0, last_record_ = 0, last_block_ = 0;
  std::string block_;    // octets of records that are not written yet
  std::string scratch_;  // blobs on their way
  // The block that record() unpacked last.
  std::int64_t unpacked_block_ = 0;
  std::string unpacked_;
};

}  // namespace letterlock::store::sqlite
