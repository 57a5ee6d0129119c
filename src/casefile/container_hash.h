// The SHA-256 of a container file, computed beside the reading of it: it follows the reader through
// the octets that have just been read, while the system still holds them in memory.
#pragma once

#include <cstdint>
#include <string>

#include "base/expected.h"
#include "base/sha256.h"

namespace letterlock::casefile {

class ContainerHash {
 public:
  explicit ContainerHash(std::string path) : path_(std::move(path)) {}
  ContainerHash(const ContainerHash&) = delete;
  ContainerHash& operator=(const ContainerHash&) = delete;
  ~ContainerHash();

  // The reader has come to `position` of the file. Works in large steps, errors come by finish().
  void follow(std::uint64_t position);
  std::uint64_t octets() const { return octets_; }
  // Reads what is left. Errors: io.
  Expected<Sha256> finish();

 private:
  Expected<void> advance(std::uint64_t position, bool to_the_end);
  std::string path_;
  int fd_ = -1;
  std::uint64_t octets_ = 0;
  Sha256Stream stream_;
  std::string buffer_;
  Expected<void> trouble_;
};

}  // namespace letterlock::casefile
