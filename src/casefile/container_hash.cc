#include "casefile/container_hash.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace letterlock::casefile {
namespace {

constexpr std::size_t kBuffer = 256 << 10;
constexpr std::uint64_t kStep = 4 << 20;

}  // namespace

ContainerHash::~ContainerHash() {
  if (fd_ >= 0) ::close(fd_);
}

void ContainerHash::follow(std::uint64_t position) {
  if (position < octets_ + kStep || !trouble_) return;
  trouble_ = advance(position, false);
}

Expected<Sha256> ContainerHash::finish() {
  if (trouble_) trouble_ = advance(0, true);
  if (!trouble_) return fail(trouble_.error());
  return stream_.finish();
}

Expected<void> ContainerHash::advance(std::uint64_t position, bool to_the_end) {
  if (fd_ < 0) fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) return fail(ErrorCode::io, "{}: {}", path_, std::strerror(errno));
  buffer_.resize(kBuffer);
  while (to_the_end || octets_ < position) {
    const std::size_t wanted =
        to_the_end ? kBuffer : std::min<std::uint64_t>(kBuffer, position - octets_);
    const ssize_t got = ::read(fd_, buffer_.data(), wanted);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::io, "{}: {}", path_, std::strerror(errno));
    if (got == 0) return {};
    stream_.update(std::string_view(buffer_).substr(0, static_cast<std::size_t>(got)));
    octets_ += static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace letterlock::casefile
