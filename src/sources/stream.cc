#include "sources/stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace letterlock::sources {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10;

}  // namespace

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_when_opened_(other.size_when_opened_) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_when_opened_, other.size_when_opened_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Expected<File> File::open(const std::string& path) {
  // O_NONBLOCK: a FIFO put among the evidence must not stop us.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (descriptor < 0) {
    const int why = errno;
    return fail(why == ENOENT || why == ENOTDIR ? ErrorCode::not_found : ErrorCode::io, "{}: {}",
                path, std::strerror(why));
  }
  File file(descriptor);
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) {
    return fail(ErrorCode::io, "{}: {}", path, std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::io, "{}: not a regular file", path);
  file.size_when_opened_ = static_cast<std::uint64_t>(status.st_size);
  return file;
}

Expected<File> File::temporary(const std::string& directory) {
  int descriptor = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) {  // a file system without O_TMPFILE
    std::string name = directory + "/letterlock-XXXXXX";
    descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor >= 0) ::unlink(name.c_str());
  }
  if (descriptor < 0) {
    return fail(ErrorCode::io, "{}: no temporary file: {}", directory, std::strerror(errno));
  }
  return File(descriptor);
}

Expected<std::uint64_t> File::size() const {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) return fail(ErrorCode::io, "{}", std::strerror(errno));
  return static_cast<std::uint64_t>(status.st_size);
}

Expected<std::size_t> File::read_at(std::uint64_t offset, char* into, std::size_t size) const {
  for (;;) {
    const ssize_t got = ::pread(descriptor_, into, size, static_cast<off_t>(offset));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) {
      return fail(ErrorCode::io, "offset {}: {}", offset, std::strerror(errno));
    }
  }
}

Expected<std::string> File::read_at(std::uint64_t offset, std::size_t size) const {
  std::string octets(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    auto got = read_at(offset + filled, octets.data() + filled, size - filled);
    if (!got) return fail(std::move(got));
    if (*got == 0) break;
    filled += *got;
  }
  octets.resize(filled);
  return octets;
}

Expected<void> File::append(std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t put = ::write(descriptor_, octets.data(), octets.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail(ErrorCode::io, "temporary file: {}", std::strerror(errno));
    octets.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Expected<std::size_t> FileStream::read(char* into, std::size_t size) {
  auto got = file_.read_at(offset_, into, size);
  if (got) offset_ += *got;
  return got;
}

Expected<std::size_t> PrefixedStream::read(char* into, std::size_t size) {
  if (prefix_.empty()) return rest_.read(into, size);
  const std::size_t count = std::min(size, prefix_.size());
  std::memcpy(into, prefix_.data(), count);
  prefix_.remove_prefix(count);
  return count;
}

Collected collect(Stream& stream, std::uint64_t limit, bool drain) {
  Collected all;
  std::string spare;
  for (;;) {
    const std::size_t have = all.octets.size();
    const bool full = have >= limit;
    if (full && spare.empty()) spare.resize(drain ? kPiece : 1);
    const std::size_t room = full ? spare.size() : std::min<std::uint64_t>(kPiece, limit - have);
    if (!full) all.octets.resize(have + room);
    auto got = stream.read(full ? spare.data() : all.octets.data() + have, room);
    if (!full) all.octets.resize(have + (got ? *got : 0));
    if (!got) all.trouble = got.error().message;
    if (!got || *got == 0) return all;
    all.size += *got;
    if (full) {
      all.too_big = true;
      if (!drain) return all;
    }
  }
}

}  // namespace letterlock::sources
