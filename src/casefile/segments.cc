#include "casefile/segments.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace letterlock::casefile {
namespace {

// The number in "000017.seg"; nullopt for any other name.
std::optional<std::uint32_t> segment_number(const std::string& name) {
  constexpr std::string_view kEnding = ".seg";
  if (!name.ends_with(kEnding)) return std::nullopt;
  const char* const last = name.data() + name.size() - kEnding.size();
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(name.data(), last, number);
  if (parsed.ec != std::errc{} || parsed.ptr != last || number == 0) return std::nullopt;
  return number;
}

Expected<std::map<std::uint32_t, std::uint64_t>> sizes(const std::filesystem::path& evidence) {
  std::map<std::uint32_t, std::uint64_t> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(evidence, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto number = segment_number(entry->path().filename().string());
    if (!number) continue;
    const std::uint64_t size = entry->file_size(error);
    if (error) break;
    found.emplace(*number, size);
  }
  if (error) return fail(ErrorCode::io, "{}: {}", evidence.string(), error.message());
  return found;
}

}  // namespace

std::filesystem::path segment_path(const std::filesystem::path& evidence, std::uint32_t segment) {
  return evidence / fmt::format("{:06}.seg", segment);
}

Expected<std::vector<SegmentTail>> find_tails(const std::filesystem::path& evidence,
                                              const SegmentLengths& committed) {
  auto found = sizes(evidence);
  if (!found) return fail(std::move(found));
  std::vector<SegmentTail> tails;
  for (const auto& [segment, length] : committed) {
    const auto file = found->find(segment);
    const std::uint64_t size = file == found->end() ? 0 : file->second;
    if (size < length) {
      return fail(ErrorCode::corrupt, "{}: {} octets, but the facts rely on {}: offset {} is gone",
                  segment_path(evidence, segment).string(), size, length, size);
    }
    if (size > length) tails.push_back({segment, length, size - length});
    if (file != found->end()) found->erase(file);
  }
  for (const auto& [segment, size] : *found) tails.push_back({segment, 0, size});
  std::sort(tails.begin(), tails.end(),
            [](const SegmentTail& a, const SegmentTail& b) { return a.segment < b.segment; });
  return tails;
}

Expected<void> cut_tails(const std::filesystem::path& evidence,
                         const std::vector<SegmentTail>& tails, FileOps& ops) {
  for (const SegmentTail& tail : tails) {
    const auto path = segment_path(evidence, tail.segment);
    auto file = AppendFile::open(path, ops);
    if (!file) return fail(std::move(file));
    if (auto cut = file->cut(tail.from); !cut) return cut;
    std::error_code error;
    if (tail.from == 0 && !std::filesystem::remove(path, error)) {
      return fail(ErrorCode::io, "{}: remove: {}", path.string(), error.message());
    }
  }
  return tails.empty() ? Expected<void>() : sync_directory(evidence, ops);
}

Expected<SegmentWriter> SegmentWriter::open(const std::filesystem::path& evidence,
                                            const SegmentLengths& committed,
                                            std::uint64_t segment_octets, FileOps& ops) {
  SegmentWriter writer(evidence, segment_octets, ops);
  const auto last = std::max_element(committed.begin(), committed.end());
  if (last == committed.end()) return writer;
  auto file = AppendFile::open(segment_path(evidence, last->first), ops);
  if (!file) return fail(std::move(file));
  if (file->size() != last->second) {
    return fail(ErrorCode::internal, "{}: {} octets where {} are committed", file->path().string(),
                file->size(), last->second);
  }
  writer.segment_ = last->first;
  writer.length_ = last->second;
  writer.file_ = std::move(*file);
  return writer;
}

Expected<store::EvidenceLocation> SegmentWriter::append(std::string_view records) {
  const bool full = length_ > 0 && length_ + records.size() > segment_octets_;
  if (!file_ || full) {
    if (auto rolled = roll(); !rolled) return fail(std::move(rolled));
  }
  const store::EvidenceLocation location{segment_, length_};
  if (auto written = file_->append(records); !written) return fail(std::move(written));
  length_ += records.size();
  grown_[segment_] = length_;
  return location;
}

Expected<SegmentLengths> SegmentWriter::commit() {
  if (grown_.empty()) return SegmentLengths{};
  if (auto synced = file_->sync(); !synced) return fail(std::move(synced));
  SegmentLengths lengths(grown_.begin(), grown_.end());
  grown_.clear();
  return lengths;
}

Expected<void> SegmentWriter::roll() {
  if (file_) {
    if (auto synced = file_->sync(); !synced) return synced;
  }
  auto file = AppendFile::open(segment_path(evidence_, segment_ + 1), *ops_);
  if (!file) return fail(std::move(file));
  file_ = std::move(*file);
  ++segment_;
  length_ = 0;
  return sync_directory(evidence_, *ops_);
}

}  // namespace letterlock::casefile
