#include "casefile/file_ops.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace letterlock::casefile {
namespace {

Unexpected failed(const std::filesystem::path& path, const char* what) {
  return fail(ErrorCode::io, "{}: {}: {}", path.string(), what, std::strerror(errno));
}

// Closes on every way out.
struct Descriptor {
  int fd;
  explicit Descriptor(int opened) : fd(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

Expected<void> write_all(int fd, std::string_view octets, const std::filesystem::path& path,
                         FileOps& ops) {
  while (!octets.empty()) {
    const ssize_t written = ops.write(fd, octets.data(), octets.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(path, "write");
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

ssize_t FileOps::write(int fd, const void* octets, std::size_t count) {
  return ::write(fd, octets, count);
}
int FileOps::fdatasync(int fd) { return ::fdatasync(fd); }
int FileOps::ftruncate(int fd, off_t length) { return ::ftruncate(fd, length); }
int FileOps::rename(const char* from, const char* to) { return ::rename(from, to); }

FileOps& FileOps::system() {
  static FileOps ops;
  return ops;
}

Expected<AppendFile> AppendFile::open(const std::filesystem::path& path, FileOps& ops) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return failed(path, "open");
  struct stat status{};
  if (::fstat(fd, &status) != 0) {
    const Unexpected error = failed(path, "stat");
    ::close(fd);
    return error;
  }
  return AppendFile(path, fd, static_cast<std::uint64_t>(status.st_size), ops);
}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      size_(other.size_),
      ops_(other.ops_) {}

AppendFile& AppendFile::operator=(AppendFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  std::swap(ops_, other.ops_);
  return *this;
}

AppendFile::~AppendFile() {
  if (fd_ >= 0) ::close(fd_);
}

Expected<void> AppendFile::append(std::string_view octets) {
  auto written = write_all(fd_, octets, path_, *ops_);
  if (!written) return written;
  size_ += octets.size();
  return {};
}

Expected<void> AppendFile::sync() {
  if (ops_->fdatasync(fd_) != 0) return failed(path_, "sync");
  return {};
}

Expected<void> AppendFile::cut(std::uint64_t length) {
  if (ops_->ftruncate(fd_, static_cast<off_t>(length)) != 0) return failed(path_, "cut");
  size_ = length;
  return sync();
}

Expected<void> sync_directory(const std::filesystem::path& directory, FileOps& ops) {
  const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.fd < 0) return failed(directory, "open");
  if (ops.fdatasync(opened.fd) != 0) return failed(directory, "sync");
  return {};
}

Expected<void> replace_file(const std::filesystem::path& path, std::string_view octets,
                            FileOps& ops) {
  const std::filesystem::path temporary = path.string() + ".new";
  const Descriptor opened(
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (opened.fd < 0) return failed(temporary, "open");
  if (auto done = write_all(opened.fd, octets, temporary, ops); !done) return done;
  if (ops.fdatasync(opened.fd) != 0) return failed(temporary, "sync");
  if (ops.rename(temporary.c_str(), path.c_str()) != 0) return failed(path, "rename");
  return sync_directory(path.parent_path(), ops);
}

Expected<std::string> read_file(const std::filesystem::path& path, std::uint64_t most) {
  const Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (opened.fd < 0) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::io;
    return fail(code, "{}: {}", path.string(), std::strerror(errno));
  }
  std::string text;
  for (;;) {
    constexpr std::size_t kReadStep = 64 << 10;
    const std::size_t before = text.size();
    text.resize(before + kReadStep);
    const ssize_t got = ::read(opened.fd, text.data() + before, kReadStep);
    if (got < 0 && errno == EINTR) {
      text.resize(before);
      continue;
    }
    if (got < 0) return failed(path, "read");
    text.resize(before + static_cast<std::size_t>(got));
    if (got == 0) return text;
    if (text.size() > most) {
      return fail(ErrorCode::limit, "{}: longer than {} octets", path.string(), most);
    }
  }
}

}  // namespace letterlock::casefile
