// Reads one log file, whatever its shape, into records with their Events.
//
//   auto told = read_log(source, sink, limits);
//
// The shape is recognised by content, never by a name: JSON (json_splitter.h) or CSV
// (csv_reader.h), of Microsoft 365, Entra ID or Google (docs/logs.md). Memory does not grow with
// the file. What cannot be read is named in LogFile::defects with row and offset, counted, and
// skipped; what the file itself shows to be missing (caps, gaps, lossy exports) is a defect too.
#pragma once

#include <cstdint>
#include <memory>

#include "base/expected.h"
#include "base/stream.h"
#include "store/event_store.h"

namespace letterlock::audit {

// Where the octets come from. Opened a second time where a file's dates have to be looked at first.
class LogSource {
 public:
  virtual ~LogSource() = default;
  virtual Expected<std::unique_ptr<Stream>> open() = 0;
};

class RecordSink {
 public:
  virtual ~RecordSink() = default;
  // Records come in the order of the file. place.file and ids are not filled in.
  virtual Expected<void> record(store::LoggedRecord record) = 0;
  // So many of the file's octets were read.
  virtual void advance(std::uint64_t octets) = 0;
  virtual bool stop_requested() const = 0;
};

struct LogLimits {
  // One record. The largest real ones (bulk deletions, eDiscovery) reach a few megabytes.
  std::size_t record_octets = std::size_t{64} << 20;
  // Broken places of one kind that are named one by one; further ones are counted.
  std::size_t named_places = 50;
};

// What is known of the file when its end is reached: all but id, path, inner, container,
// known_records and read_at. Not `finished` where the sink asked to stop or the stream failed (a
// defect says so). Errors: of the sink; not_found for a file that is no log (its defects are lost).
Expected<store::LogFile> read_log(LogSource& source, RecordSink& sink,
                                  const LogLimits& limits = {});

}  // namespace letterlock::audit
