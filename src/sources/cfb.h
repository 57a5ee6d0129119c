// Reads an OLE compound file (MS-CFB) that lies in memory: storages and streams, like a small file
// system. Chains that loop, leave the file or share sectors are cut, never followed for ever.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/expected.h"

namespace letterlock::sources {

class CompoundFile {
 public:
  struct Entry {
    std::string name;  // UTF-8
    bool storage = false;
    std::uint64_t size = 0;  // of a stream, as stated
    std::uint32_t left, right, child, start;
  };

  // `octets` must outlive this. Errors: corrupt.
  static Expected<CompoundFile> open(std::string_view octets LL_LIFETIME_BOUND);

  static constexpr std::uint32_t kRoot = 0;
  const Entry& entry(std::uint32_t id) const { return entries_[id]; }
  // What a storage holds, each entry once, sorted by name. REQUIRES: `storage` came from here.
  std::vector<std::uint32_t> children(std::uint32_t storage) const;
  // A stream's content; shorter than stated where the file is damaged. REQUIRES: `id` came from
  // here.
  std::string read(std::uint32_t id) const;

 private:
  explicit CompoundFile(std::string_view octets) : octets_(octets) {}
  Expected<void> read_tables();
  void read_directory(std::uint32_t first);
  std::string_view sector(std::uint32_t number) const;
  std::string chain(std::uint32_t first, std::uint64_t size) const;
  std::string mini_chain(std::uint32_t first, std::uint64_t size) const;
  std::uint64_t number(std::string_view octets, std::size_t at, std::size_t size) const;

  std::string_view octets_;
  std::size_t sector_size_ = 512, mini_sector_size_ = 64;
  std::uint64_t mini_cutoff_ = 4096;
  std::vector<std::uint32_t> fat_, mini_fat_;
  std::string mini_stream_;
  std::vector<Entry> entries_;
};

}  // namespace letterlock::sources
