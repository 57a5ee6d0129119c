// What travels through an ingest: a run of messages in source order, with what belongs to them.
// The reader fills it, one worker examines it, the writer takes it apart. A chunk goes into one
// durable step as a whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "casefile/evidence_record.h"
#include "store/facts.h"

namespace letterlock::casefile {

struct Item {
  std::size_t offset = 0, length = 0;  // in Chunk::octets
  bool is_new = false;                 // no earlier message has these octets
  bool reconstructed = false;
  SharedTail tail;                 // of a new one
  store::PlacementFact placement;  // evidence included
  // Of new ones, by the worker:
  store::MessageFacts facts;  // location.offset counts from the beginning of Chunk::records
};

// A unit of a source that was read to its end, for the custody log.
struct UnitRead {
  std::string source;
  std::uint64_t messages = 0;    // yielded in this run
  std::uint64_t octets = 0;      // of the container or containers
  std::optional<Sha256> sha256;  // of the file; for a directory, of its listing
  bool is_listing = false;
  bool from_the_beginning = true;
};

struct Chunk {
  std::string octets;
  std::vector<Item> items;
  std::vector<store::SourceDefectFact> defects;
  std::vector<store::SourceProgress> progress;  // the last one of a unit counts
  std::vector<UnitRead> units;
  std::string records;  // evidence records of the new items, one behind the other

  std::string_view view(const Item& item) const {
    return std::string_view(octets).substr(item.offset, item.length);
  }
  // Keeps the memory.
  void clear() {
    octets.clear();
    items.clear();
    defects.clear();
    progress.clear();
    units.clear();
    records.clear();
  }
  bool empty() const { return items.empty() && defects.empty() && progress.empty(); }
};

}  // namespace letterlock::casefile
