// What an ingest is going to read: the units of its sources, and where to go on in each.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "sources/source.h"
#include "store/fact_store.h"

namespace letterlock::casefile {

struct PlannedUnit {
  sources::Unit unit;
  sources::Position from;
  std::uint64_t earlier_messages = 0;  // yielded before `from`
  std::int64_t modified = 0;           // nanoseconds since 1970, of the file or directory
  bool is_directory = false;
};

struct PlannedSource {
  std::string root;  // absolute; the same for the same place, however it was typed
  bool is_file = false;
  std::string mailbox;  // what to call the mailbox where neither user nor source does
  sources::SourceFormat format = sources::SourceFormat::unknown;
  std::vector<PlannedUnit> units;    // those that are to be read
  std::uint64_t finished_units = 0;  // read by an earlier run and not changed since
  std::uint64_t finished_messages = 0;
  std::uint64_t octets = 0;  // of `units`
  Sha256 listing;            // of all its units (docs/case-format.md)
  std::vector<store::SourceDefectFact> defects;

  // The path of a container as Provenance names it.
  std::string path_of(const std::string& container) const;
};

// The absolute path of a source. Errors: not_found and io.
Expected<std::string> root_of(const std::filesystem::path& source);

// Errors: those of root_of, and those of reading it.
Expected<PlannedSource> plan_source(const std::filesystem::path& source, store::FactStore& facts);

store::SourceDefectFact defect_fact(const PlannedSource& source,
                                    const sources::SourceDefect& defect);

}  // namespace letterlock::casefile
