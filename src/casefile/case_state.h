// What an open case is made of, for the parts of this room. See case.h.
#pragma once

#include <memory>
#include <optional>

#include "casefile/case.h"
#include "casefile/custody.h"
#include "casefile/file_ops.h"
#include "casefile/lock.h"
#include "casefile/segments.h"

namespace letterlock::casefile {

inline constexpr int kCaseFormat = 1;
inline constexpr std::string_view kEventsFile = "events.sqlite";

// Of a message that must be there: ErrorCode::corrupt where it is not.
Expected<store::EvidenceLocation> location_of(const Sha256& evidence, store::FactStore& facts);

struct Case::State {
  explicit State(const std::filesystem::path& where)
      : directory(where), segments(where / "evidence", [this](const Sha256& evidence) {
          return location_of(evidence, *facts);
        }) {}

  std::filesystem::path directory;
  Actor actor;
  const Clock* clock = nullptr;
  FileOps* files = nullptr;
  std::optional<Lock> lock;           // to write
  std::optional<CustodyLog> custody;  // to write
  std::unique_ptr<store::FactStore> facts;
  std::unique_ptr<store::EventStore> events;  // once asked for
  std::function<Expected<std::unique_ptr<store::EventStore>>(bool writable)> open_events;
  SegmentReader segments;
  // The last ingest did not come to its end: what follows the load is still owed.
  bool load_incomplete = false;

  std::filesystem::path evidence_directory() const { return directory / "evidence"; }
};

// Which acts of ingest a chain tells of.
struct IngestHistory {
  std::uint64_t open_start = 0;  // sequence of an ingest-start that nothing answers; 0: none
  bool load_incomplete = false;  // the last ingest was interrupted, failed or was stopped
  std::uint64_t last_start = 0;  // sequence of the last ingest-start
  const CustodyEntry* last_end = nullptr;
  bool begun_since = false;  // another ingest began after last_end: its counts are old
};
IngestHistory ingest_history(const CustodyChain& chain);

// Opens the facts of the case as `parts` says.
Expected<std::unique_ptr<store::FactStore>> open_facts(const std::filesystem::path& directory,
                                                       bool writable, bool may_create,
                                                       const CaseParts& parts);

}  // namespace letterlock::casefile
