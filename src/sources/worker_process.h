// Our end of a `letterlock-extract` that reads one container, or looks at pictures as they come:
// starts it, hears it, ends it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/attributes.h"
#include "base/expected.h"
#include "sources/frame.h"
#include "sources/source.h"
#include "sources/stream.h"

namespace letterlock::sources {

struct Frame {
  FrameType type = FrameType::end;
  std::string_view payload;  // good until the next is heard
};

class WorkerProcess {
 public:
  // `format`: archive, compressed or pst. The worker gets `container` read-only as its standard
  // input and nothing else of ours.
  static Expected<WorkerProcess> start(const File& container, SourceFormat format,
                                       const ReadOptions& options);
  // A worker that ask() has look at pictures and documents, one after the other. `program`: empty
  // for the one that find_worker() finds.
  static Expected<WorkerProcess> start_looking(const std::string& program, std::uint32_t silence);
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&&) = delete;
  ~WorkerProcess();  // stops it where it still runs

  // REQUIRES: start_looking() made this, and the end frame of the question before was heard.
  Expected<void> ask(Picture what, std::string_view octets);
  // The next frame. An error says how the worker ended before its end frame; why() names it as a
  // SourceDefect does: worker_crashed, worker_timeout or worker_protocol.
  Expected<Frame> hear() LL_LIFETIME_BOUND;
  std::string_view why() const { return why_; }
  pid_t process() const { return process_; }

 private:
  WorkerProcess(pid_t process, int pipe, std::uint32_t silence)
      : process_(process), pipe_(pipe), silence_seconds_(silence) {}
  Expected<void> fill(std::size_t wanted);
  Unexpected ended();
  Unexpected broken(std::string_view what);

  pid_t process_ = -1;
  int pipe_ = -1;
  std::uint32_t silence_seconds_;
  std::string buffer_;
  std::size_t taken_ = 0;  // octets of buffer_ that were handed out
  std::string_view why_ = "worker_crashed";
};

}  // namespace letterlock::sources
