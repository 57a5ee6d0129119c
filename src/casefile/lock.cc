#include "casefile/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/printable.h"

namespace letterlock::casefile {
namespace {

std::string name_in(int fd) {
  std::string text(512, '\0');
  const ssize_t got = ::pread(fd, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return printable(text);
}

std::string holder(int fd) {
  std::string name = name_in(fd);
  return name.empty() ? "another process" : name;
}

std::string ourselves(const Clock& clock) {
  char host[256] = "";
  if (::gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
  return fmt::format("process {} on {} since {}\n", ::getpid(), host, format_utc(clock.now()));
}

}  // namespace

Expected<Lock> Lock::take(const std::filesystem::path& directory, const Clock& clock) {
  const auto path = directory / "lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return fail(ErrorCode::io, "{}: {}", path.string(), std::strerror(errno));
  Lock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return fail(ErrorCode::io, "{}: {}", path.string(), std::strerror(errno));
    }
    return fail(ErrorCode::busy, "{}: {} writes to this case; try again when it is done",
                directory.string(), holder(fd));
  }
  lock.ours_ = true;
  // Who holds it is for people only: the lock counts even where this cannot be written.
  const std::string text = ourselves(clock);
  if (::ftruncate(fd, 0) == 0 && ::pwrite(fd, text.data(), text.size(), 0) < 0) {
    return fail(ErrorCode::io, "{}: {}", path.string(), std::strerror(errno));
  }
  return lock;
}

Expected<Lock> Lock::share(const std::filesystem::path& directory) {
  Lock lock(::open((directory / "lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (lock.fd_ >= 0 && ::flock(lock.fd_, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return fail(ErrorCode::busy, "{}: {} writes to this case; try again when it is done",
                directory.string(), holder(lock.fd_));
  }
  return lock;
}

// A name without a lock is left of a process that was killed. The lock is tried for only where
// there is a name, so that looking does not get in the way of whoever wants to write.
std::string Lock::writer(const std::filesystem::path& directory) {
  const Lock lock(::open((directory / "lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (lock.fd_ < 0) return "";
  std::string name = name_in(lock.fd_);
  if (name.empty() || ::flock(lock.fd_, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) return "";
  return name;
}

Lock::Lock(Lock&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), ours_(std::exchange(other.ours_, false)) {}
Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(ours_, other.ours_);
  return *this;
}
Lock::~Lock() {
  // The name goes with its holder. Where that fails a stale name stays, which harms nobody.
  if (ours_ && ::ftruncate(fd_, 0) != 0) ours_ = false;
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace letterlock::casefile
