// Exit codes: the answer (0, 1), then sysexits.h for trouble of ours.
#pragma once

#include "base/expected.h"

namespace letterlock::cli {

enum ExitCode : int {
  kDone = 0,          // done, nothing adverse
  kAnswerIsNo = 1,    // done, the answer is no: a finding, a broken chain, no match
  kUsage = 64,        // EX_USAGE
  kCorrupt = 65,      // EX_DATAERR: corrupt or over a limit
  kNoInput = 66,      // EX_NOINPUT
  kInternal = 70,     // EX_SOFTWARE
  kIo = 74,           // EX_IOERR
  kTemporary = 75,    // EX_TEMPFAIL: try again
  kConfig = 78,       // EX_CONFIG
  kInterrupted = 130  // stopped by the user; what was done is kept
};

constexpr ExitCode exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return kUsage;
    case ErrorCode::corrupt:
    case ErrorCode::limit:
      return kCorrupt;
    case ErrorCode::not_found:
      return kNoInput;
    case ErrorCode::internal:
      return kInternal;
    case ErrorCode::io:
      return kIo;
    case ErrorCode::busy:
      return kTemporary;
    case ErrorCode::config:
      return kConfig;
    case ErrorCode::interrupted:
      return kInterrupted;
  }
  return kInternal;
}

}  // namespace letterlock::cli
