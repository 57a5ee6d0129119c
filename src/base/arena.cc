#include "base/arena.h"

#include <algorithm>
#include <cstring>

namespace letterlock {
namespace {
constexpr std::size_t kAlignment = alignof(std::max_align_t);
constexpr std::size_t kFirstBlock = 4096;
constexpr std::size_t kLargestGrowth = 1 << 20;  // doubling stops here so that waste stays bounded
}  // namespace

char* Arena::allocate(std::size_t size) {
  const std::size_t rounded = (size + kAlignment - 1) / kAlignment * kAlignment;
  if (rounded > left_) {
    const std::size_t last = blocks_.empty() ? kFirstBlock / 2 : blocks_.back().size;
    const std::size_t wanted = std::max(rounded, std::min(last * 2, kLargestGrowth));
    blocks_.push_back({std::unique_ptr<char[]>(new char[wanted]), wanted});
    next_ = blocks_.back().memory.get();
    left_ = wanted;
  }
  char* piece = next_;
  next_ += rounded;
  left_ -= rounded;
  used_ += rounded;
  return piece;
}

void Arena::shrink(char* piece, std::size_t size, std::size_t used) {
  const std::size_t had = (size + kAlignment - 1) / kAlignment * kAlignment;
  const std::size_t keeps = (used + kAlignment - 1) / kAlignment * kAlignment;
  LL_ASSERT(used <= size && piece + had == next_);
  next_ -= had - keeps;
  left_ += had - keeps;
  used_ -= had - keeps;
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  char* piece = allocate(text.size());
  std::memcpy(piece, text.data(), text.size());
  return {piece, text.size()};
}

void Arena::clear() {
  used_ = 0;
  if (blocks_.empty()) return;
  auto largest = std::max_element(blocks_.begin(), blocks_.end(),
                                  [](const Block& a, const Block& b) { return a.size < b.size; });
  Block kept = std::move(*largest);
  blocks_.clear();
  blocks_.push_back(std::move(kept));
  next_ = blocks_.back().memory.get();
  left_ = blocks_.back().size;
}

}  // namespace letterlock
