// Reading what providers logged into a case (audit/log_reader.h, store/event_store.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "casefile/case.h"
#include "store/event_store.h"

namespace letterlock::casefile {

struct LogsSummary {
  std::vector<store::LogFile> read;   // in this run, in order
  std::vector<store::LogFile> known;  // of files that an earlier run had read whole
  struct Unreadable {
    std::string path, inner, why;
  };
  std::vector<Unreadable> unreadable;
  std::uint64_t records = 0, events = 0;  // new to the case
  std::uint64_t known_records = 0;        // read again: from this or from another file
  std::uint64_t broken = 0;
  bool stopped = false;  // by Progress::stop_requested
};

// Reads log files into the case: directories recursively, compressed files and archives unpacked.
// Safe to kill at any point and to run again: a record is kept once. Writes a custody entry before
// and after. Errors: not_found, io.
Expected<LogsSummary> read_logs(Case& into, const std::vector<std::filesystem::path>& paths,
                                Progress& progress);

}  // namespace letterlock::casefile
