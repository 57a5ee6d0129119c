// Memory for what had to be decoded: handed out in pieces, freed all at once.
//
// Pieces never move and live as long as the Arena does, moves of the Arena included.
// Not thread-safe; one Arena per Message.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/attributes.h"

namespace letterlock {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  // `size` writable octets, not initialised, aligned for any scalar.
  char* allocate(std::size_t size) LL_LIFETIME_BOUND;

  // Gives the unused tail of the newest piece back: the piece keeps its first `used` octets.
  // REQUIRES: `piece` is the newest piece and was `size` octets long.
  void shrink(char* piece, std::size_t size, std::size_t used);

  std::string_view copy(std::string_view text) LL_LIFETIME_BOUND;

  // Octets handed out, and the number of blocks asked of the system allocator.
  std::size_t used() const { return used_; }
  std::size_t blocks() const { return blocks_.size(); }

  // Forgets every piece, keeping the largest block for reuse.
  void clear();

 private:
  struct Block {
    std::unique_ptr<char[]> memory;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t used_ = 0;
};

}  // namespace letterlock
