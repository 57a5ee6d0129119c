#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "casefile/segments.h"

namespace letterlock::casefile {

SegmentReader::SegmentReader(SegmentReader&& other) noexcept
    : evidence_(std::move(other.evidence_)),
      open_segment_(std::exchange(other.open_segment_, 0)),
      fd_(std::exchange(other.fd_, -1)),
      open_size_(other.open_size_),
      stored_(std::move(other.stored_)),
      decoder_(std::move(other.decoder_)) {}

SegmentReader::~SegmentReader() {
  if (fd_ >= 0) ::close(fd_);
}

Expected<void> SegmentReader::use(std::uint32_t segment) {
  if (fd_ >= 0 && segment == open_segment_) return {};
  const auto path = segment_path(evidence_, segment);
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::corrupt : ErrorCode::io;
    return fail(code, "{}: {}", path.string(), std::strerror(errno));
  }
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
  open_segment_ = segment;
  open_size_ = 0;
  return {};
}

Expected<void> SegmentReader::read_at(std::uint64_t offset, std::size_t count, std::string& out) {
  // A header that lies about its length must not make us allocate more than the file holds.
  if (offset + count > open_size_) {
    struct stat status{};
    if (::fstat(fd_, &status) == 0) open_size_ = static_cast<std::uint64_t>(status.st_size);
  }
  const std::uint64_t left = offset < open_size_ ? open_size_ - offset : 0;
  if (count > left) {
    return fail(ErrorCode::corrupt, "{} octets should follow, {} are there", count, left);
  }
  out.resize(count);
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got =
        ::pread(fd_, out.data() + done, count - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::io, "{}", std::strerror(errno));
    if (got == 0) return fail(ErrorCode::corrupt, "the file ends {} octets early", count - done);
    done += static_cast<std::size_t>(got);
  }
  return {};
}

Expected<SegmentReader::Record> SegmentReader::read(const Sha256& evidence,
                                                    const store::EvidenceLocation& location) {
  if (auto used = use(location.segment); !used) return fail(std::move(used));
  const auto at = [&](const Error& error) {
    return fail(error.code, "{}: record at offset {}: {}",
                segment_path(evidence_, location.segment).string(), location.offset, error.message);
  };
  if (auto got = read_at(location.offset, kRecordHeaderSize, stored_); !got) return at(got.error());
  std::string why;
  const auto header = decode_header(stored_, why);
  if (!header) return at({ErrorCode::corrupt, why});
  if (header->evidence != evidence) {
    return at({ErrorCode::corrupt,
               fmt::format("holds {}, not {}", header->evidence.hex(), evidence.hex())});
  }
  const std::uint64_t body = location.offset + kRecordHeaderSize;
  if (auto got = read_at(body, header->stored_length, stored_); !got) return at(got.error());
  auto octets = decoder_.octets(*header, stored_);
  if (!octets) return at(octets.error());
  return Record{std::move(*octets), body + header->stored_length};
}

}  // namespace letterlock::casefile
