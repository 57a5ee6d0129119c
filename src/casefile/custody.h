// The custody log of a case: one Entry for every act, each bound to the one before by its hash, so
// that nothing in between can be changed, dropped or reordered unnoticed (docs/case-format.md).
//
// custody.log is JSON Lines, custody.head says which Entry is the last, so that a cut end shows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/expected.h"
#include "base/sha256.h"
#include "casefile/case.h"
#include "casefile/file_ops.h"

namespace letterlock::casefile {

// What the last line of a log says about where the next one joins.
struct CustodyHead {
  std::uint64_t sequence = 0;  // 0: no Entry yet
  Sha256 line;                 // SHA-256 of its line without the line end; zeros for none
  bool operator==(const CustodyHead&) const = default;
};

// What our own code needs to know of an Entry; the rest is for people and in `line`.
struct CustodyEntry {
  std::uint64_t sequence = 0;
  std::string act;
  std::string line;  // without the line end
  std::uint64_t offset = 0;
  // A member of `details` that holds a word without escapes (a hash, a name of ours); "" if absent.
  std::string_view detail(std::string_view name) const LL_LIFETIME_BOUND;
};

struct CustodyChain {
  std::vector<CustodyEntry> entries;
  CustodyHead head;  // of what is whole
  // Octets behind the last line end: an Entry that was being written when its writer died.
  std::uint64_t torn_offset = 0;
  std::string torn;
  // The first thing that does not fit, with file and offset; empty where all fits.
  std::string broken;
};

// Reads the log and re-computes every hash. Errors are those of reading; what does not fit is said
// in `broken`, and `entries` are those before it.
Expected<CustodyChain> read_custody(const std::filesystem::path& directory);

// Why no case can be opened at `directory`, whose log was not found: there is none, or it may not
// be read.
Error no_case(const std::filesystem::path& directory);

// The line of an Entry, without the line end.
std::string custody_line(const CustodyHead& previous, UnixTime time, std::string_view act,
                         const Actor& actor, std::string_view details_json);

class CustodyLog {
 public:
  // REQUIRES: `chain` was read from `directory` and nothing in it is broken. What is torn is moved
  // to custody.torn-N first, and Entry N says so.
  static Expected<CustodyLog> open(const std::filesystem::path& directory,
                                   const CustodyChain& chain, const Actor& actor,
                                   const Clock& clock, FileOps& ops);

  // Durable when it returns. After an error the log is as before, or its end is torn.
  Expected<void> append(std::string_view act, std::string_view details_json);
  const CustodyHead& head() const { return head_; }

 private:
  CustodyLog(std::filesystem::path directory, AppendFile file, CustodyHead head, Actor actor,
             const Clock& clock, FileOps& ops);
  Expected<void> set_torn_aside(const CustodyChain& chain);

  std::filesystem::path directory_;
  AppendFile file_;
  CustodyHead head_;
  Actor actor_;
  const Clock* clock_;
  FileOps* ops_;
};

}  // namespace letterlock::casefile
