// A case: a directory that keeps evidence by its SHA-256, facts about it, and the custody log
// (docs/case-format.md).
//
// Opening to write takes the case's lock; a second writer gets ErrorCode::busy with the holder's
// name. Readers need no lock and see whole batches. Used from one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/limits.h"
#include "base/progress.h"
#include "store/event_store.h"
#include "store/fact_store.h"

namespace letterlock::casefile {

// Who acts, for the custody log.
struct Actor {
  std::string name;                    // login name or what --actor says
  std::string tool;                    // "letterlock 0.1.0"
  std::vector<std::string> arguments;  // exact command line
};

enum class Access { read, write, create /* write, and make the directory if it is not there */ };

class FileOps;

// What a case stands on. Another fact store engine goes in here; tests put in files that fail.
struct CaseParts {
  FileOps* files = nullptr;  // nullptr: the system's
  // Empty: the embedded engine, in the case's facts.sqlite.
  std::function<Expected<std::unique_ptr<store::FactStore>>(bool writable)> open_facts;
  // Empty: the embedded engine, in the case's events.sqlite.
  std::function<Expected<std::unique_ptr<store::EventStore>>(bool writable)> open_events;
};

class Case {
 public:
  // Opening to write also repairs what a killed run left, and says so in the custody log. Errors:
  // not_found, busy, corrupt (a custody log that does not fit is never continued). `clock` and what
  // `parts` points to must outlive the Case.
  static Expected<Case> open(const std::filesystem::path& directory, Access access,
                             const Actor& actor, const Clock& clock, const CaseParts& parts = {});
  Case(Case&&) noexcept;
  Case& operator=(Case&&) noexcept;
  ~Case();

  const std::filesystem::path& directory() const;
  store::FactStore& facts();
  // What the provider's logs say, in the case's events.sqlite; opened when first asked for. Errors:
  // not_found where no log was read into the case and it is opened to read.
  Expected<store::EventStore*> events();
  // Whether logs were ever read into the case.
  bool has_logs() const;

  // The octets as received. Checks the hash: corrupt evidence is ErrorCode::corrupt naming segment
  // and offset, never returned.
  Expected<std::string> evidence(const Sha256& hash, const store::EvidenceLocation& location);
  Expected<std::string> evidence(store::MessageId id);

  // What a user may type for a message: an ordinal ("17", "#17"), a hash or its prefix, or a
  // Message-ID with or without angle brackets. not_found and ambiguous answers say what to do.
  Expected<store::MessageId> resolve(std::string_view name);

  // Appends an Entry to the custody log. REQUIRES: opened to write.
  Expected<void> record(std::string_view act, std::string_view details_json);

 private:
  struct State;
  explicit Case(std::unique_ptr<State> state);
  friend class CaseOpener;
  friend class Ingester;
  friend class LogReading;
  std::unique_ptr<State> state_;
};

struct IngestOptions {
  std::string mailbox;  // whose mailbox all of it is; "" derives it from each source
  unsigned jobs = 0;    // parsing threads; 0: as many as processors
  Limits limits;
  // Octets of messages that go into one durable step: what a kill can cost.
  std::uint64_t batch_octets = 32u << 20;
  std::uint32_t batch_messages = 4096;
  // Octets of messages in flight between reading and writing; one larger message may go alone.
  // 0: what keeps every thread busy. More would only leave the processors' caches meanwhile.
  std::uint64_t flight_octets = 0;
  // Where a new evidence segment is begun.
  std::uint64_t segment_octets = std::uint64_t{1} << 30;
};

inline constexpr std::size_t kMostToldDefects = 20;

struct IngestSummary {
  std::uint64_t read = 0;  // messages yielded by the sources
  std::uint64_t new_messages = 0;
  std::uint64_t new_placements = 0;
  std::uint64_t octets = 0;
  std::uint64_t source_defects = 0;
  // The first of them, kMostToldDefects at most; the case keeps all.
  std::vector<store::SourceDefectFact> told_defects;
  std::uint64_t message_defects = 0;
  std::uint64_t resumed = 0;  // placements skipped because an earlier run had them
  std::uint64_t threads = 0;  // edges written; 0 where nothing was new
  bool stopped = false;       // by Progress::stop_requested
};

// Reads every source into the case. Safe to kill at any point and to run again.
Expected<IngestSummary> ingest(Case& into, const std::vector<std::filesystem::path>& sources,
                               const IngestOptions& options, Progress& progress);

// Re-computes everything: custody chain, evidence hashes, placements' evidence, facts digest.
struct Verification {
  std::uint64_t entries = 0, messages = 0, octets = 0;
  // The first thing that does not fit, in words with file and offset; empty: all fits.
  std::string broken;
  // What an interrupted run left and the next writer will repair; no sign of a change.
  std::vector<std::string> remarks;
};
// Errors: not_found, busy while somebody writes, io.
Expected<Verification> verify(const std::filesystem::path& directory, Progress& progress,
                              const CaseParts& parts = {});

// The custody log, oldest first, as the JSON objects it holds.
Expected<std::vector<std::string>> custody_entries(const std::filesystem::path& directory);

}  // namespace letterlock::casefile
