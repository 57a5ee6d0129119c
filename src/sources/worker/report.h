// The worker's end of the pipe: frames written to standard output, each in one piece.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sources/frame.h"

namespace letterlock::sources {

// What the worker may do, from its command line.
struct WorkerLimits {
  std::uint64_t octets = 0;  // all entries together
  std::uint64_t ratio = 0;   // to the container's size, after the first 64 MiB
  std::uint64_t entries = 0;
  std::uint64_t message_size = 0;
  std::uint64_t container_size = 0;  // the sandbox does not let it be asked for
};

class Report {
 public:
  void entry(const Entry& entry) { send(FrameType::entry, encode(entry)); }
  void octets(std::string_view octets);  // of any size
  void entry_end(std::string_view trouble = {}) { send(FrameType::entry_end, trouble); }
  void defect(std::string inner, std::uint64_t offset, std::string name, std::string detail);
  void progress(std::uint64_t octets_read);
  void code(const CodeFrame& code) { send(FrameType::code, encode(code)); }
  void end() { send(FrameType::end, {}); }

 private:
  void send(FrameType type, std::string_view payload);
  std::uint64_t last_progress_ = 0;
};

// Both read the container from descriptor 0.
void extract_archive(bool compressed_file, const WorkerLimits& limits, Report& report);
void extract_pst(const WorkerLimits& limits, Report& report);

// Answers until nobody asks any more; what the process ends with.
int look_for_codes(Report& report);

// What the sandbox leaves to a worker of either sort.
struct SandboxLimits {
  std::uint64_t memory = 0;                        // octets of address space
  std::optional<std::uint64_t> processor_seconds;  // nullopt: the worker has a timer of its own
};
SandboxLimits container_limits(std::uint64_t container_size);
SandboxLimits picture_limits();

// Gives up every right but to compute, to read descriptor 0 and to write descriptor 1.
void enter_sandbox(const SandboxLimits& limits);

}  // namespace letterlock::sources
