#include "sources/worker/report.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace letterlock::sources {
namespace {

constexpr std::uint64_t kProgressStep = std::uint64_t{1} << 20;

void write_whole(std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t put = ::write(STDOUT_FILENO, octets.data(), octets.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) ::_exit(3);  // nobody listens any more
    octets.remove_prefix(static_cast<std::size_t>(put));
  }
}

}  // namespace

void Report::send(FrameType type, std::string_view payload) {
  payload = payload.substr(0, kMaxFrame);
  write_whole(frame_header(type, static_cast<std::uint32_t>(payload.size())));
  write_whole(payload);
}

void Report::octets(std::string_view octets) {
  while (!octets.empty()) {
    const std::string_view piece = octets.substr(0, kMaxFrame);
    send(FrameType::octets, piece);
    octets.remove_prefix(piece.size());
  }
}

void Report::defect(std::string inner, std::uint64_t offset, std::string name, std::string detail) {
  send(FrameType::defect,
       encode(WorkerDefect{std::move(inner), offset, std::move(name), std::move(detail)}));
}

void Report::progress(std::uint64_t octets_read) {
  if (octets_read < last_progress_ + kProgressStep) return;
  last_progress_ = octets_read;
  send(FrameType::progress, encode(octets_read));
}

}  // namespace letterlock::sources
