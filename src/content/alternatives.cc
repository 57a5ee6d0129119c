#include "content/alternatives.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "base/ascii.h"

namespace letterlock::content {
namespace {

enum : std::uint8_t { kBreak, kLetter, kHigh };
constexpr auto kClass = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (c >= 0x80) classes[c] = kHigh;
    if (is_alnum(static_cast<char>(c))) classes[c] = kLetter;
  }
  return classes;
}();

// Calls `word(hash, begin)` for each word of the text.
template <class Callback>
void for_each_word(std::string_view text, Callback word) {
  for (std::size_t at = 0; at < text.size();) {
    if (kClass[static_cast<unsigned char>(text[at])] == kBreak) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    std::uint64_t hash = 0xcbf29ce484222325;
    for (; at < text.size() && kClass[static_cast<unsigned char>(text[at])] != kBreak; ++at) {
      // No-break spaces and typographic signs are written differently in plain text.
      if (text[at] == '\xC2' || text[at] == '\xE2') {
        const std::size_t length = text[at] == '\xC2' ? 2 : 3;
        if (at > begin) break;
        at = std::min(at + length, text.size());
        break;
      }
      hash = (hash ^ static_cast<unsigned char>(to_lower(text[at]))) * 0x100000001b3;
    }
    const bool sign = text[begin] == '\xC2' || text[begin] == '\xE2';
    const bool url = text.substr(at, 3) == "://";
    if (url) {
      while (at < text.size() && !is_space(text[at]) && text[at] != '>') ++at;
    } else if (!sign) {
      word(hash ^ hash >> 29, begin);
    }
  }
}

// A set of hashes with open addressing; 0 is an empty slot.
class WordSet {
 public:
  // `words`: to come, about.
  explicit WordSet(std::size_t words)
      : slots_(std::bit_ceil(std::max<std::size_t>(words * 2, 64))) {}
  void insert(std::uint64_t hash) {
    std::uint64_t& place = slots_[slot(hash)];
    if (place != 0) return;
    place = hash | 1;
    if (++used_ * 2 > slots_.size()) grow();
  }
  bool contains(std::uint64_t hash) const { return slots_[slot(hash)] != 0; }

 private:
  std::size_t slot(std::uint64_t hash) const {
    hash |= 1;
    std::size_t at = hash >> 3 & (slots_.size() - 1);
    while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void grow() {
    std::vector<std::uint64_t> before(slots_.size() * 2);
    before.swap(slots_);
    for (const std::uint64_t hash : before) {
      if (hash != 0) slots_[slot(hash)] = hash;
    }
  }

  std::vector<std::uint64_t> slots_;  // at most half of them in use
  std::size_t used_ = 0;
};

}  // namespace

std::string lines_only_in(std::string_view other, std::string_view text) {
  constexpr std::size_t kOctetsForNewWord = 16;  // words repeat
  WordSet known(text.size() / kOctetsForNewWord);
  for_each_word(text, [&known](std::uint64_t hash, std::size_t) { known.insert(hash); });
  std::string lines;
  std::size_t copied = 0;  // lines up to here are decided
  for_each_word(other, [&](std::uint64_t hash, std::size_t begin) {
    if (begin < copied || known.contains(hash)) return;
    const std::size_t newline = other.rfind('\n', begin);
    const std::size_t line = std::max(copied, newline == std::string_view::npos ? 0 : newline + 1);
    const std::size_t end = std::min(other.find('\n', begin), other.size());
    lines += trim(other.substr(line, end - line));
    lines += '\n';
    copied = end;
  });
  return lines;
}

}  // namespace letterlock::content
