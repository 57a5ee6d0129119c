#include "sources/cfb.h"

#include <algorithm>
#include <unordered_set>

#include "sources/codepage.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHeader = 512, kEntry = 128;
constexpr std::uint32_t kLastRegular = 0xFFFFFFFA;  // MAXREGSECT
constexpr std::size_t kHeaderDifat = 109;

}  // namespace

std::uint64_t CompoundFile::number(std::string_view octets, std::size_t at,
                                   std::size_t size) const {
  std::uint64_t value = 0;
  for (std::size_t i = std::min(octets.size(), at + size); i-- > at;) {
    value = value << 8 | static_cast<unsigned char>(octets[i]);
  }
  return value;
}

Expected<CompoundFile> CompoundFile::open(std::string_view octets) {
  if (octets.size() < kHeader || !octets.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) {
    return fail(ErrorCode::corrupt, "no OLE compound file");
  }
  CompoundFile file(octets);
  if (auto read = file.read_tables(); !read) return fail(std::move(read));
  return file;
}

// The sector, shorter where the file ends in it, empty where it lies behind the end.
std::string_view CompoundFile::sector(std::uint32_t sector_number) const {
  const std::uint64_t begin = (std::uint64_t{sector_number} + 1) * sector_size_;
  return begin >= octets_.size() ? std::string_view() : octets_.substr(begin, sector_size_);
}

Expected<void> CompoundFile::read_tables() {
  const std::uint64_t shift = number(octets_, 30, 2), mini_shift = number(octets_, 32, 2);
  if ((shift != 9 && shift != 12) || mini_shift != 6) {
    return fail(ErrorCode::corrupt, "offset 30: sectors of 2^{} octets, mini sectors of 2^{}",
                shift, mini_shift);
  }
  sector_size_ = std::size_t{1} << shift;
  mini_cutoff_ = number(octets_, 56, 4);
  const std::size_t sectors = octets_.size() / sector_size_ + 1;
  const std::size_t per_sector = sector_size_ / 4;
  const auto add_fat = [&](std::uint64_t fat_sector) {
    const std::string_view table = sector(static_cast<std::uint32_t>(fat_sector));
    for (std::size_t i = 0; i + 4 <= table.size(); i += 4) {
      fat_.push_back(static_cast<std::uint32_t>(number(table, i, 4)));
    }
  };
  // More FAT than the file has sectors says nothing.
  const auto enough = [&] { return fat_.size() >= sectors + per_sector; };
  for (std::size_t i = 0; i < kHeaderDifat && !enough(); ++i) {
    const std::uint64_t at = number(octets_, 76 + i * 4, 4);
    if (at <= kLastRegular) add_fat(at);
  }
  std::uint64_t difat = number(octets_, 68, 4);
  for (std::size_t steps = 0; difat <= kLastRegular && steps < sectors && !enough(); ++steps) {
    const std::string_view table = sector(static_cast<std::uint32_t>(difat));
    if (table.size() < sector_size_) break;
    for (std::size_t i = 0; i + 1 < per_sector && !enough(); ++i) {
      const std::uint64_t at = number(table, i * 4, 4);
      if (at <= kLastRegular) add_fat(at);
    }
    difat = number(table, sector_size_ - 4, 4);
  }
  read_directory(static_cast<std::uint32_t>(number(octets_, 48, 4)));
  if (entries_.empty()) return fail(ErrorCode::corrupt, "offset 48: no directory");
  const std::string mini_fat =
      chain(static_cast<std::uint32_t>(number(octets_, 60, 4)), octets_.size());
  for (std::size_t i = 0; i + 4 <= mini_fat.size(); i += 4) {
    mini_fat_.push_back(static_cast<std::uint32_t>(number(mini_fat, i, 4)));
  }
  mini_stream_ = chain(entries_[kRoot].start, entries_[kRoot].size);
  return {};
}

void CompoundFile::read_directory(std::uint32_t first) {
  const std::string directory = chain(first, octets_.size());
  for (std::size_t at = 0; at + kEntry <= directory.size(); at += kEntry) {
    const std::string_view raw = std::string_view(directory).substr(at, kEntry);
    Entry entry;
    const std::size_t name = std::min<std::size_t>(number(raw, 64, 2), 64);
    entry.name = utf16le_to_utf8(raw.substr(0, name < 2 ? 0 : name - 2));
    const std::uint64_t type = number(raw, 66, 1);
    entry.storage = type == 1 || type == 5;
    entry.left = static_cast<std::uint32_t>(number(raw, 68, 4));
    entry.right = static_cast<std::uint32_t>(number(raw, 72, 4));
    entry.child = static_cast<std::uint32_t>(number(raw, 76, 4));
    entry.start = static_cast<std::uint32_t>(number(raw, 116, 4));
    // Version 3 files may have rubbish in the upper half.
    entry.size = number(raw, 120, sector_size_ == 512 ? 4 : 8);
    if (type == 0) entry.name.clear();
    entries_.push_back(std::move(entry));
  }
}

// Up to `size` octets; a chain has no more sectors than the file, or it loops.
std::string CompoundFile::chain(std::uint32_t first, std::uint64_t size) const {
  std::string content;
  const std::size_t most = octets_.size() / sector_size_ + 1;
  std::uint32_t at = first;
  for (std::size_t steps = 0; at <= kLastRegular && steps < most && content.size() < size;
       ++steps) {
    const std::string_view piece = sector(at);
    if (piece.empty()) break;
    content += piece.substr(0, std::min<std::uint64_t>(piece.size(), size - content.size()));
    at = at < fat_.size() ? fat_[at] : UINT32_MAX;
  }
  return content;
}

std::string CompoundFile::mini_chain(std::uint32_t first, std::uint64_t size) const {
  std::string content;
  std::uint32_t at = first;
  for (std::size_t steps = 0; steps <= mini_fat_.size() && content.size() < size; ++steps) {
    const std::uint64_t begin = std::uint64_t{at} * mini_sector_size_;
    if (at > kLastRegular || begin >= mini_stream_.size()) break;
    content.append(mini_stream_, begin,
                   std::min<std::uint64_t>(mini_sector_size_, size - content.size()));
    at = at < mini_fat_.size() ? mini_fat_[at] : UINT32_MAX;
  }
  return content;
}

std::string CompoundFile::read(std::uint32_t id) const {
  const Entry& stream = entries_[id];
  if (stream.storage) return {};
  return stream.size < mini_cutoff_ ? mini_chain(stream.start, stream.size)
                                    : chain(stream.start, stream.size);
}

std::vector<std::uint32_t> CompoundFile::children(std::uint32_t storage) const {
  std::vector<std::uint32_t> found;
  std::unordered_set<std::uint32_t> seen;
  std::vector<std::uint32_t> open{entries_[storage].child};
  while (!open.empty()) {
    const std::uint32_t id = open.back();
    open.pop_back();
    if (id >= entries_.size() || id == kRoot || !seen.insert(id).second) continue;
    if (!entries_[id].name.empty()) found.push_back(id);
    open.push_back(entries_[id].left);
    open.push_back(entries_[id].right);
  }
  std::sort(found.begin(), found.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(std::string_view(entries_[a].name), a) <
           std::pair(std::string_view(entries_[b].name), b);
  });
  return found;
}

}  // namespace letterlock::sources
