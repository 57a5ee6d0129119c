// The few system calls by which a case's own files are written, so that tests can make each fail in
// turn; and an append-only file on top of them.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace letterlock::casefile {

// Answers and errno as the system calls of the same name. Used from one thread at a time.
class FileOps {
 public:
  virtual ~FileOps() = default;
  virtual ssize_t write(int fd, const void* octets, std::size_t count);
  virtual int fdatasync(int fd);
  virtual int ftruncate(int fd, off_t length);
  virtual int rename(const char* from, const char* to);

  static FileOps& system();
};

// A file that only grows at its end, except that what was never acknowledged may be cut off.
class AppendFile {
 public:
  // Creates the file where it is not there.
  static Expected<AppendFile> open(const std::filesystem::path& path, FileOps& ops);
  AppendFile(AppendFile&& other) noexcept;
  AppendFile& operator=(AppendFile&& other) noexcept;
  ~AppendFile();

  std::uint64_t size() const { return size_; }
  const std::filesystem::path& path() const { return path_; }

  // After an error the file may end in a part of `octets`; size() says where it began.
  Expected<void> append(std::string_view octets);
  Expected<void> sync();
  Expected<void> cut(std::uint64_t length);

 private:
  AppendFile(std::filesystem::path path, int fd, std::uint64_t size, FileOps& ops)
      : path_(std::move(path)), fd_(fd), size_(size), ops_(&ops) {}
  std::filesystem::path path_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
  FileOps* ops_ = nullptr;
};

// Makes names created or removed in `directory` durable.
Expected<void> sync_directory(const std::filesystem::path& directory, FileOps& ops);

// Writes `octets` to `path` by way of a temporary file, so that a reader sees the old or the new.
Expected<void> replace_file(const std::filesystem::path& path, std::string_view octets,
                            FileOps& ops);

// The whole file. ErrorCode::limit where it is larger than `most`.
Expected<std::string> read_file(const std::filesystem::path& path, std::uint64_t most);

}  // namespace letterlock::casefile
