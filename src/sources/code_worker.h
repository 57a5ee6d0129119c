// QR codes in pictures and documents, read by a `letterlock-extract` without rights that is kept
// for the next picture. One that fell over is started anew for the next.
//
// Not thread-safe; each thread has its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "sources/frame.h"
#include "sources/worker_process.h"

namespace letterlock::sources {

// Codes told of one picture or document; a sheet of stickers has more, a message has no use for
// them.
inline constexpr std::size_t kMostCodes = 32;

class CodeWorker {
 public:
  // `program`: empty for the one that find_worker() finds.
  explicit CodeWorker(std::string program = {}, std::uint32_t silence_seconds = 60)
      : program_(std::move(program)), silence_seconds_(silence_seconds) {}

  // In the order in which they were found. Errors: not_found where there is no worker program;
  // corrupt where it ended over these octets.
  Expected<std::vector<CodeFrame>> read(Picture what, std::string_view octets);

 private:
  Expected<std::vector<CodeFrame>> hear();
  std::string program_;
  std::uint32_t silence_seconds_;
  std::optional<WorkerProcess> worker_;
};

}  // namespace letterlock::sources
