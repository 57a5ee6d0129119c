// The reading side of an ingest: takes what the sources yield, hashes it, tells what is new, and
// sends it down the pipeline in chunks. Runs in a thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casefile/case.h"
#include "casefile/chunk.h"
#include "casefile/container_hash.h"
#include "casefile/pipeline.h"
#include "casefile/seen.h"
#include "casefile/shared_bodies.h"
#include "casefile/source_plan.h"
#include "sources/source.h"

namespace letterlock::casefile {

// What the writer's thread sets and reads while the feed runs.
struct FeedSignals {
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> octets = 0;  // of the plan's, read so far
};

class Feed final : public sources::Sink {
 public:
  Feed(const std::vector<PlannedSource>& plan, const IngestOptions& options, SeenEvidence& seen,
       Pipeline& pipeline, FeedSignals& signals)
      : plan_(plan),
        options_(options),
        seen_(seen),
        pipeline_(pipeline),
        signals_(signals),
        chunk_(pipeline.empty_chunk()) {}

  // Reads everything and closes the pipeline.
  void run();

  Expected<void> message(std::string_view octets, const sources::Provenance& provenance,
                         sources::Position after) override;
  void defect(const sources::SourceDefect& defect) override;
  void advance(std::uint64_t octets) override;
  bool stop_requested() const override { return signals_.stop; }

 private:
  // The file that is being read, for its hash.
  struct Container {
    std::string name;
    std::uint64_t messages = 0;
    // Of its first message, where that message is all of the file.
    std::optional<Sha256> whole;
    std::uint64_t whole_octets = 0;
    ContainerHash hash;
  };

  Expected<void> read_source();
  Expected<void> read_unit(const PlannedUnit& planned);
  Expected<void> finish_unit();
  void enter_container(std::string_view octets, const Sha256& hash,
                       const sources::Provenance& provenance);
  void leave_container();
  store::PlacementFact placement_of(const sources::Provenance& provenance,
                                    const Sha256& evidence) const;
  store::SourceProgress& progress();
  Expected<void> flush();

  const std::vector<PlannedSource>& plan_;
  const IngestOptions& options_;
  SeenEvidence& seen_;
  Pipeline& pipeline_;
  FeedSignals& signals_;
  SharedBodies bodies_;

  const PlannedSource* source_ = nullptr;
  const PlannedUnit* unit_ = nullptr;
  std::uint64_t octets_before_ = 0;  // of the units before this one
  std::uint64_t messages_ = 0;       // of this unit, in this run
  std::unique_ptr<Container> container_;
  Sha256Stream listing_;
  UnitRead unit_read_;
  std::unique_ptr<Chunk> chunk_;
};

}  // namespace letterlock::casefile
