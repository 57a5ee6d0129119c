// The evidence segments of a case: append-only files evidence/000001.seg, 000002.seg, ... of
// records (evidence_record.h), one behind the other without gaps.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "casefile/evidence_record.h"
#include "casefile/file_ops.h"
#include "store/facts.h"

namespace letterlock::casefile {

// (segment number, octets) of the segments that the facts rely on.
using SegmentLengths = std::vector<std::pair<std::uint32_t, std::uint64_t>>;

std::filesystem::path segment_path(const std::filesystem::path& evidence, std::uint32_t segment);

// What lies beyond the committed length of a segment: written by a run that did not come to its
// commit, and relied upon by nothing.
struct SegmentTail {
  std::uint32_t segment = 0;
  std::uint64_t from = 0;
  std::uint64_t octets = 0;
};

// Errors: corrupt where a segment is shorter than committed, or missing.
Expected<std::vector<SegmentTail>> find_tails(const std::filesystem::path& evidence,
                                              const SegmentLengths& committed);
// Cuts them off; a segment of which nothing remains is removed.
Expected<void> cut_tails(const std::filesystem::path& evidence,
                         const std::vector<SegmentTail>& tails, FileOps& ops);

class SegmentWriter {
 public:
  // REQUIRES: no tails. A segment is not begun past `segment_octets`; a record larger than that
  // gets one of its own.
  static Expected<SegmentWriter> open(const std::filesystem::path& evidence,
                                      const SegmentLengths& committed, std::uint64_t segment_octets,
                                      FileOps& ops);

  // Appends records that lie one behind the other, all into one segment; where the first will lie.
  Expected<store::EvidenceLocation> append(std::string_view records);
  // Makes all that was appended durable; the lengths of the segments that grew since the last time.
  Expected<SegmentLengths> commit();

 private:
  SegmentWriter(std::filesystem::path evidence, std::uint64_t segment_octets, FileOps& ops)
      : evidence_(std::move(evidence)), segment_octets_(segment_octets), ops_(&ops) {}
  Expected<void> roll();

  std::filesystem::path evidence_;
  std::uint64_t segment_octets_;
  FileOps* ops_;
  std::uint32_t segment_ = 0;  // the one that grows; 0: none yet
  std::uint64_t length_ = 0;   // of it
  std::optional<AppendFile> file_;
  std::map<std::uint32_t, std::uint64_t> grown_;
};

// Reads evidence by its location. Keeps the last few records unpacked, for whoever reads on in the
// neighbourhood. Used from one thread.
class SegmentReader {
 public:
  // Where a message lies that others share octets with.
  using Locate = std::function<Expected<store::EvidenceLocation>(const Sha256&)>;
  SegmentReader(std::filesystem::path evidence, Locate locate)
      : evidence_(std::move(evidence)), locate_(std::move(locate)) {}
  SegmentReader(SegmentReader&& other) noexcept;
  SegmentReader& operator=(SegmentReader&&) = delete;
  ~SegmentReader();

  struct Found {
    std::string octets;
    std::uint32_t index = 0;     // in its record
    std::uint32_t messages = 0;  // of the record
    std::uint64_t end = 0;       // offset behind the record
  };
  // Checks checksums and hash. Errors name the segment's file and the offset.
  Expected<Found> read(const Sha256& evidence, const store::EvidenceLocation& location);

 private:
  struct Unpacked {
    store::EvidenceLocation location;
    std::uint64_t end = 0;
    std::vector<Listed> list;
    std::string octets;

    // Where among the list and where in the octets the message is; nullopt where it is not here.
    struct Place {
      std::uint32_t index = 0;
      std::uint64_t begin = 0;
    };
    std::optional<Place> find(const Sha256& evidence) const;
  };
  static constexpr std::size_t kKept = 8;

  Expected<const Unpacked*> unpacked(const store::EvidenceLocation& location);
  Expected<Unpacked> unpack(const store::EvidenceLocation& location);
  Expected<Found> take(const Sha256& evidence, const store::EvidenceLocation& location);
  Expected<std::string> tail(const SharedTail& tail);
  Expected<void> use(std::uint32_t segment);
  Expected<void> read_at(std::uint64_t offset, std::size_t count, std::string& out);

  std::filesystem::path evidence_;
  Locate locate_;
  std::uint32_t open_segment_ = 0;
  int fd_ = -1;
  std::uint64_t open_size_ = 0;
  std::string stored_;
  std::vector<Unpacked> kept_;  // the one used last at the end
  RecordDecoder decoder_;
};

}  // namespace letterlock::casefile
