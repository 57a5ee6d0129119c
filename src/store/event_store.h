// The event store: what the logs say, in batches, and answers about it. Engines stand behind this
// one interface (sqlite/ is the embedded one); it never speaks SQL.
//
// Original records are kept whole, each once, under the SHA-256 of its octets. A record that is
// there already, by its octets or by its provider's own id, is known: counted, and its events are
// kept once. Of two forms of one record the same one is kept whichever came first: one that is not
// `incomplete` before one that is, then the one with the smaller hash.
//
// One writer at a time (casefile/ holds the case's lock); readers may run beside it and see whole
// batches only. An object is used from one thread at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "store/event.h"

namespace letterlock::store {

// Something the log file itself tells, that matters to what its records can prove. docs/logs.md
// lists the names and what each means.
struct LogDefect {
  std::string name;  // "row_cap_reached", "cell_cut", "folders_lost"
  std::string detail;
  std::uint64_t row = 0;            // 0: the file as a whole
  std::uint64_t offset = 0;         // after decompression
  std::uint64_t times = 1;          // how often; row and offset are those of the first
  std::optional<TimeSpan> affects;  // the time in which records may be missing, where that is known
  std::string account;              // whose records may be missing; "": anybody's
  bool operator==(const LogDefect&) const = default;
};

// A log file that was read.
struct LogFile {
  LogFileId id = kNoLogFile;  // given by the store
  std::string path;           // as named to us
  std::string inner;          // path inside, where that is an archive or compressed; else ""
  Sha256 container;           // of the octets of the file named to us
  Sha256 hash;                // of the log's octets; where nothing was unpacked, the same
  std::uint64_t size = 0;     // of the log, unpacked
  Provider provider = Provider::unknown;
  std::string shape;          // which export: "portal-csv", "graph-query", "reports-api", ...
  std::string dates;          // how its dates were read: "iso", "us", "european", "epoch"; "" none
  std::uint64_t records = 0;  // that could be read
  std::uint64_t broken = 0;   // that could not: each named in the defects, up to a limit
  std::uint64_t events = 0;   // made of the records
  std::uint64_t known_records = 0;  // of `records`, those that the store had before
  std::optional<TimeSpan> time;     // first and last event
  std::vector<LogDefect> defects;
  UnixTime read_at = 0;
  bool finished = false;  // false: reading it was interrupted; some of its records are missing
  bool operator==(const LogFile&) const = default;
};

// One original record and what was made of it.
struct LoggedRecord {
  std::string octets;         // as in the log
  Sha256 hash;                // of `octets`
  std::string record_id;      // provider's own; "" where it has none
  std::vector<Event> events;  // at least one; id and place.file are the store's to fill in
};

struct EventCounts {
  std::uint64_t events = 0;
  std::uint64_t records = 0;
  std::uint64_t files = 0;
  std::uint64_t undated = 0;        // events without a time
  std::uint64_t other = 0;          // events whose operation is not in the vocabulary
  std::uint64_t record_octets = 0;  // of the original records
  std::optional<TimeSpan> time;     // first and last dated event
  std::map<Act, std::uint64_t> acts;
  std::map<std::string, std::uint64_t> operations;
};

struct AccountEvents {
  std::string account;
  std::uint64_t as_actor = 0, as_mailbox = 0;
  std::optional<TimeSpan> time;
};

// Which events a scan visits: those that meet all conditions given. Empty means no condition; of
// several values one has to match. Text is compared without regard to ASCII case, whole.
struct EventFilter {
  std::vector<std::string> accounts;    // actor or mailbox
  std::optional<UnixTime> from, until;  // events whose time touches [from, until)
  struct Network {
    IpAddress address;
    unsigned prefix = 128;  // bits; past the address's size means all
  };
  std::vector<Network> networks;
  std::vector<std::string> sessions;
  std::vector<std::string> tokens;
  std::vector<std::string> apps;         // id or name
  std::vector<std::string> user_agents;  // user agent or client
  std::vector<std::string> operations;
  std::vector<Act> acts;
  std::optional<LogFileId> file;
  bool undated = true;  // visit events without a time as well; only where from and until are absent
};

enum class EventOrder : std::uint8_t {
  oldest_first,  // by time.from, then time.until, then the record's hash, then its part;
                 // undated last: the same events in the same order however they were read
  newest_first,  // the reverse, undated last
};

class EventStore {
 public:
  virtual ~EventStore() = default;

  // ---- writing -------------------------------------------------------------------------------
  // Before and after a bulk load; an engine may postpone its indexes in between. If the process
  // dies in between, the next open() repairs.
  virtual Expected<void> begin_load() = 0;
  virtual Expected<void> end_load(Progress& progress) = 0;
  // A new file (id is kNoLogFile), or what is now known of the one with that id.
  virtual Expected<LogFileId> put_file(const LogFile& file) = 0;
  // All of the batch, durably, or nothing. New events get consecutive EventIds in the order of the
  // batch.
  struct Added {
    std::uint64_t records = 0, events = 0;
    std::uint64_t same_octets = 0;  // known records
    std::uint64_t same_id = 0;      // other octets under a record id that is known
    std::uint64_t replaced = 0;     // of those, the ones whose events took the old ones' place
  };
  virtual Expected<Added> add(LogFileId file, std::span<const LoggedRecord> batch) = 0;

  // ---- reading -------------------------------------------------------------------------------
  virtual Expected<EventCounts> counts() = 0;
  virtual Expected<std::vector<LogFile>> files() = 0;
  virtual Expected<std::vector<AccountEvents>> accounts() = 0;  // busiest first
  // Visits the events in order; stops where `visit` returns false. Memory does not grow with the
  // number of events.
  virtual Expected<void> scan(const EventFilter& filter, EventOrder order,
                              const std::function<bool(const Event&)>& visit) = 0;
  virtual Expected<std::uint64_t> count(const EventFilter& filter) = 0;
  virtual Expected<std::optional<Event>> event(EventId id) = 0;
  // The original record's octets, checked against its hash (ErrorCode::corrupt where they differ).
  virtual Expected<std::optional<std::string>> record(const Sha256& hash) = 0;
  // A digest over the events with their records' hashes, the same for the same logs whatever the
  // order in which they were read (base/multiset_digest.h). EventIds and the places in log files
  // are left out of it. running_digest() is kept up to date by add() and costs nothing: what the
  // custody log records. digest() reads every event and record again: what a verification compares
  // with it.
  virtual Expected<Sha256> running_digest() = 0;
  virtual Expected<Sha256> digest() = 0;
};

// The embedded engine: one SQLite file. Creates it when `path` does not exist and `writable`.
Expected<std::unique_ptr<EventStore>> open_sqlite_events(const std::filesystem::path& path,
                                                         bool writable);

}  // namespace letterlock::store
