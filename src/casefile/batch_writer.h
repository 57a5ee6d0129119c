// The writing side of an ingest: gathers examined chunks into batches, and makes each durable in
// the order that a kill at any point leaves a case that fits: evidence, custody log, then facts,
// whose commit is the point from which the batch counts.
#pragma once

#include <cstdint>
#include <memory>

#include "casefile/case_state.h"
#include "casefile/chunk.h"

namespace letterlock::casefile {

class BatchWriter {
 public:
  // Cuts off what a failed ingest on the same Case left behind the committed evidence.
  static Expected<BatchWriter> open(store::FactStore& facts, CustodyLog& custody, FileOps& files,
                                    const std::filesystem::path& evidence,
                                    const IngestOptions& options, IngestSummary& summary);

  // Takes what `chunk` holds out of it.
  Expected<void> take(Chunk& chunk);
  Expected<void> commit();

 private:
  BatchWriter(store::FactStore& facts, CustodyLog& custody, SegmentWriter segments,
              const IngestOptions& options, IngestSummary& summary)
      : facts_(facts),
        custody_(custody),
        segments_(std::move(segments)),
        options_(options),
        summary_(summary) {}
  Expected<void> log_units();

  store::FactStore& facts_;
  CustodyLog& custody_;
  SegmentWriter segments_;
  const IngestOptions& options_;
  IngestSummary& summary_;
  store::FactBatch batch_;
  std::vector<UnitRead> units_;
  std::uint64_t octets_ = 0;  // of the batch's messages
};

}  // namespace letterlock::casefile
