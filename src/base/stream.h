// Octets that arrive in order, wherever they come from. Reading never needs the whole.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/expected.h"

namespace letterlock {

class Stream {
 public:
  virtual ~Stream() = default;
  // Reads at least one and at most `size` octets; 0 at the end. An error says why the rest cannot
  // be had (damaged container, bad disk); what was read before is good.
  virtual Expected<std::size_t> read(char* into, std::size_t size) = 0;
};

// Octets in memory, handed out in pieces of at most `piece` (for tests: chunked equals whole).
class MemoryStream final : public Stream {
 public:
  explicit MemoryStream(std::string_view octets, std::size_t piece = SIZE_MAX)
      : octets_(octets), piece_(piece) {}
  Expected<std::size_t> read(char* into, std::size_t size) override {
    const std::size_t count = octets_.copy(into, std::min(size, piece_));
    octets_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view octets_;
  std::size_t piece_;
};

}  // namespace letterlock
