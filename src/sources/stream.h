// Streams (base/stream.h) over files, and files themselves.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/expected.h"
#include "base/stream.h"

namespace letterlock::sources {

using letterlock::MemoryStream;
using letterlock::Stream;

// An open file; closes it when it goes.
class File {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  // Read-only, regular files only, symbolic links followed, nothing waited for. Errors: not_found,
  // io.
  static Expected<File> open(const std::string& path);
  // An unlinked file in `directory`, to write and read.
  static Expected<File> temporary(const std::string& directory);

  int descriptor() const { return descriptor_; }
  Expected<std::uint64_t> size() const;
  // What size() said when open() opened it.
  std::uint64_t size_when_opened() const { return size_when_opened_; }
  // Up to `size` octets at `offset`; fewer at the end.
  Expected<std::size_t> read_at(std::uint64_t offset, char* into, std::size_t size) const;
  Expected<std::string> read_at(std::uint64_t offset, std::size_t size) const;
  Expected<void> append(std::string_view octets);

 private:
  int descriptor_ = -1;
  std::uint64_t size_when_opened_ = 0;
};

class FileStream final : public Stream {
 public:
  explicit FileStream(const File& file LL_LIFETIME_BOUND, std::uint64_t offset = 0)
      : file_(file), offset_(offset) {}
  Expected<std::size_t> read(char* into, std::size_t size) override;

 private:
  const File& file_;
  std::uint64_t offset_;
};

// A stream whose first octets were looked at already.
class PrefixedStream final : public Stream {
 public:
  PrefixedStream(std::string_view prefix, Stream& rest) : prefix_(prefix), rest_(rest) {}
  Expected<std::size_t> read(char* into, std::size_t size) override;

 private:
  std::string_view prefix_;
  Stream& rest_;
};

// What reading to an end gave: trouble where the end came too early.
struct Collected {
  std::string octets;
  bool too_big = false;    // more than `limit` came; `octets` holds the first `limit`
  std::uint64_t size = 0;  // octets that came
  std::string trouble;     // why the rest could not be had; empty: all is there
};
// Up to `limit` octets. `drain`: where more come, reads on to know how many.
Collected collect(Stream& stream, std::uint64_t limit, bool drain);

}  // namespace letterlock::sources
