#include "content/alternatives.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "base/ascii.h"
#include "base/fnv1a.h"

namespace letterlock::content {
namespace {

// What an octet is in a word: a small letter, digit or octet of one beyond ASCII, or one of these.
enum : std::uint8_t { kBreak, kSign };
constexpr auto kInWord = [] {
  std::array<std::uint8_t, 256> in_word{};
  for (std::size_t c = 0; c < in_word.size(); ++c) {
    const auto octet = static_cast<char>(c);
    if (c >= 0x80) in_word[c] = static_cast<std::uint8_t>(c);
    if (is_alnum(octet)) in_word[c] = static_cast<std::uint8_t>(to_lower(octet));
  }
  // No-break spaces and typographic signs are written differently in plain text.
  in_word[0xC2] = in_word[0xE2] = kSign;
  return in_word;
}();

// Calls `word(hash, begin)` for each word of the text.
template <class Callback>
void for_each_word(std::string_view text, Callback word) {
  const auto in_word = [text](std::size_t at) {
    return kInWord[static_cast<unsigned char>(text[at])];
  };
  for (std::size_t at = 0; at < text.size();) {
    std::uint8_t octet = in_word(at);
    if (octet == kBreak) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    Fnv1a hash;
    if (octet == kSign) at = std::min(at + (text[at] == '\xC2' ? 2 : 3), text.size());
    for (; octet > kSign; octet = in_word(at)) {
      hash.add(std::uint64_t{octet});
      if (++at == text.size()) break;
    }
    if (at < text.size() && text[at] == ':' && text.substr(at).starts_with("://")) {
      while (at < text.size() && !is_space(text[at]) && text[at] != '>') ++at;
    } else if (in_word(begin) != kSign) {
      word(hash.value() ^ hash.value() >> 29, begin);
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

// Where a text begins and ends: a text of one word is only said by a text of that one word.
constexpr std::uint64_t kBorder = 0x9E3779B97F4A7C15;

// Words that follow each other, as one.
template <typename... Words>
std::uint64_t run_of(Words... words) {
  Fnv1a hash;
  (hash.add(words), ...);
  return hash.value();
}

// What follows what in a text, for both alternatives to be compared by.
class Sequence {
 public:
  explicit Sequence(std::string_view text)
      : pairs_(text.size() / kOctetsForNewWord), triples_(text.size() / kOctetsForNewWord) {
    for_each_word(text, [this](std::uint64_t word, std::size_t) { take(word); });
    take(kBorder);
  }
  bool has(std::uint64_t first, std::uint64_t second) const {
    return pairs_.contains(run_of(first, second));
  }
  bool has(std::uint64_t first, std::uint64_t second, std::uint64_t third) const {
    return triples_.contains(run_of(first, second, third));
  }

 private:
  static constexpr std::size_t kOctetsForNewWord = 16;  // words repeat
  void take(std::uint64_t word) {
    pairs_.insert(run_of(last_, word));
    triples_.insert(run_of(before_, last_, word));
    before_ = last_;
    last_ = word;
  }
  WordSet pairs_, triples_;
  std::uint64_t before_ = 0, last_ = kBorder;
};

struct Word {
  std::uint64_t hash = kBorder;
  std::size_t begin = 0;
};

}  // namespace

std::string lines_only_in(std::string_view other, std::string_view text) {
  const Sequence said(text);
  constexpr std::size_t kOctetsOfWord = 6;
  std::vector<Word> words;
  words.reserve(other.size() / kOctetsOfWord + 2);
  words.emplace_back();
  for_each_word(other,
                [&](std::uint64_t hash, std::size_t begin) { words.push_back({hash, begin}); });
  words.emplace_back();
  const auto among_three = [&](std::size_t first) {
    return first + 2 < words.size() &&
           said.has(words[first].hash, words[first + 1].hash, words[first + 2].hash);
  };
  std::string lines;
  std::size_t line = 0;  // where the line of words[at] begins
  for (std::size_t at = 1; at + 1 < words.size();) {
    std::size_t end = std::min(other.find('\n', line), other.size());
    for (; end < words[at].begin; end = std::min(other.find('\n', line), other.size())) {
      line = end + 1;
    }
    bool same = true;
    for (const std::size_t first = at; at + 1 < words.size() && words[at].begin < end; ++at) {
      same = same && (at == first || said.has(words[at - 1].hash, words[at].hash)) &&
             (among_three(at - 1) || among_three(at) || (at >= 2 && among_three(at - 2)));
    }
    if (!same) lines.append(trim(other.substr(line, end - line))).append("\n");
  }
  return lines;
}

}  // namespace letterlock::content
