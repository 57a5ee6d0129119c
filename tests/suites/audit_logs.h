// The audit logs of the public corpora, unpacked.
#pragma once

#include <gtest/gtest.h>
#include <zstd.h>

#include <fstream>
#include <iterator>
#include <string>

namespace letterlock::suites {

inline std::string log_path(const std::string& name) {
  return std::string(LETTERLOCK_CORPORA_DIR "/audit-logs/") + name;
}

inline std::string log_octets(const std::string& name) {
  std::ifstream stream(log_path(name), std::ios::binary);
  std::string octets{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_FALSE(octets.empty()) << name;
  if (!name.ends_with(".zst")) return octets;
  std::string unpacked(std::size_t{64} << 20, '\0');
  const std::size_t size =
      ZSTD_decompress(unpacked.data(), unpacked.size(), octets.data(), octets.size());
  EXPECT_FALSE(ZSTD_isError(size));
  unpacked.resize(ZSTD_isError(size) ? 0 : size);
  return unpacked;
}

}  // namespace letterlock::suites
