// What tests of this room share: files, files that fail, a case in a directory.
#pragma once

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/test_directory.h"
#include "casefile/case.h"
#include "casefile/file_ops.h"

namespace letterlock::casefile {

inline void put_file(const std::filesystem::path& path, std::string_view octets) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  ASSERT_TRUE(file.good());
}

inline std::string get_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Lets `calls_until_failure` calls pass; the next one and, where `for_good`, all after it fail as a
// full disk does: a write may put down half of its octets first.
class FailingFiles final : public FileOps {
 public:
  int calls_until_failure = -1;  // below zero: never
  bool for_good = false;
  int calls = 0;

  ssize_t write(int fd, const void* octets, std::size_t count) override {
    if (!refuse()) return FileOps::write(fd, octets, count);
    if (!half_written_ && count > 1) {
      half_written_ = true;
      calls_until_failure = 0;
      return FileOps::write(fd, octets, count / 2);
    }
    errno = ENOSPC;
    return -1;
  }
  // Nobody pulls the plug on a test; waiting for the disk would take most of its time.
  int fdatasync(int) override { return refuse() ? no_space() : 0; }
  int ftruncate(int fd, off_t length) override {
    return refuse() ? no_space() : FileOps::ftruncate(fd, length);
  }
  int rename(const char* from, const char* to) override {
    return refuse() ? no_space() : FileOps::rename(from, to);
  }

 private:
  bool refuse() {
    ++calls;
    if (calls_until_failure < 0) return false;
    if (calls_until_failure > 0) {
      --calls_until_failure;
      return false;
    }
    if (!for_good) calls_until_failure = -1;
    return true;
  }
  static int no_space() {
    errno = ENOSPC;
    return -1;
  }
  bool half_written_ = false;
};

inline Actor test_actor() { return {"examiner", "letterlock test", {"ingest", "case", "a.mbox"}}; }

}  // namespace letterlock::casefile
