#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "casefile/segments.h"

namespace letterlock::casefile {

SegmentReader::SegmentReader(SegmentReader&& other) noexcept
    : evidence_(std::move(other.evidence_)),
      locate_(std::move(other.locate_)),
      open_segment_(std::exchange(other.open_segment_, 0)),
      fd_(std::exchange(other.fd_, -1)),
      open_size_(other.open_size_),
      stored_(std::move(other.stored_)),
      kept_(std::move(other.kept_)),
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

Expected<SegmentReader::Unpacked> SegmentReader::unpack(const store::EvidenceLocation& location) {
  if (auto used = use(location.segment); !used) return fail(std::move(used));
  std::uint64_t at = location.offset;
  if (auto got = read_at(at, kRecordHeaderSize, stored_); !got) return fail(std::move(got));
  std::string why;
  const auto header = decode_header(stored_, why);
  if (!header) return fail(ErrorCode::corrupt, "{}", why);
  Unpacked record;
  record.location = location;
  record.end = at + header->length();
  at += kRecordHeaderSize;
  if (auto got = read_at(at, header->list_length(), stored_); !got) return fail(std::move(got));
  auto list = decode_list(*header, stored_);
  if (!list) return fail(std::move(list));
  record.list = std::move(*list);
  at += header->list_length();
  if (auto got = read_at(at, header->stored_length, stored_); !got) return fail(std::move(got));
  auto octets = decoder_.octets(*header, stored_);
  if (!octets) return fail(std::move(octets));
  record.octets = std::move(*octets);
  return record;
}

// Good until the next call.
Expected<const SegmentReader::Unpacked*> SegmentReader::unpacked(
    const store::EvidenceLocation& location) {
  const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const Unpacked& each) {
    return each.location.segment == location.segment && each.location.offset == location.offset;
  });
  if (known != kept_.end()) {
    std::rotate(known, known + 1, kept_.end());
    return &kept_.back();
  }
  auto record = unpack(location);
  if (!record) return fail(std::move(record));
  if (kept_.size() == kKept) kept_.erase(kept_.begin());
  kept_.push_back(std::move(*record));
  return &kept_.back();
}

std::optional<SegmentReader::Unpacked::Place> SegmentReader::Unpacked::find(
    const Sha256& evidence) const {
  Place place;
  for (const Listed& listed : list) {
    if (listed.evidence == evidence) return place;
    ++place.index;
    place.begin += listed.own();
  }
  return std::nullopt;
}

// The octets that another message holds. What it gives is checked with the whole message's hash.
Expected<std::string> SegmentReader::tail(const SharedTail& tail) {
  auto location = locate_(tail.holder);
  if (!location) return fail(std::move(location));
  auto record = unpacked(*location);
  if (!record) return fail(std::move(record));
  const auto place = (*record)->find(tail.holder);
  if (!place) return fail(ErrorCode::corrupt, "its record holds no such message");
  const Listed& holder = (*record)->list[place->index];
  if (holder.tail.octets > 0 || tail.from > holder.length ||
      holder.length - tail.from != tail.octets) {
    return fail(ErrorCode::corrupt, "it does not end in {} octets from offset {} on", tail.octets,
                tail.from);
  }
  return (*record)->octets.substr(place->begin + tail.from, tail.octets);
}

Expected<SegmentReader::Found> SegmentReader::take(const Sha256& evidence,
                                                   const store::EvidenceLocation& location) {
  auto record = unpacked(location);
  if (!record) return fail(std::move(record));
  const auto place = (*record)->find(evidence);
  if (!place) return fail(ErrorCode::corrupt, "holds no {}", evidence.hex());
  const Listed listed = (*record)->list[place->index];
  Found found{(*record)->octets.substr(place->begin, listed.own()), place->index,
              static_cast<std::uint32_t>((*record)->list.size()), (*record)->end};
  if (listed.tail.octets > 0) {
    auto shared = tail(listed.tail);
    if (!shared) {
      return fail(shared.error().code, "the body of {} is kept with {}: {}", evidence.hex(),
                  listed.tail.holder.hex(), shared.error().message);
    }
    found.octets += *shared;
  }
  if (sha256(found.octets) == evidence) return found;
  return fail(ErrorCode::corrupt, "the octets do not have the hash {}", evidence.hex());
}

Expected<SegmentReader::Found> SegmentReader::read(const Sha256& evidence,
                                                   const store::EvidenceLocation& location) {
  auto found = take(evidence, location);
  // A large message has a record of its own, which nobody asks for twice in a row.
  std::erase_if(kept_, [](const Unpacked& one) { return one.octets.size() > kRecordOctets; });
  if (found) return found;
  return fail(found.error().code, "{}: record at offset {}: {}",
              segment_path(evidence_, location.segment).string(), location.offset,
              found.error().message);
}

}  // namespace letterlock::casefile
