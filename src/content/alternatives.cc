#include "content/alternatives.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/fnv1a.h"
#include "base/octet_set.h"

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

constexpr OctetSet kUrlEnd(" \t\r\n>");

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
      at = std::min(kUrlEnd.find_in(text, at), text.size());
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

struct Word {
  std::uint64_t hash = kBorder;
  std::size_t begin = 0;
};

// The words of a text between two borders.
std::vector<Word> words_of(std::string_view text) {
  constexpr std::size_t kOctetsOfWord = 6;
  std::vector<Word> words;
  words.reserve(text.size() / kOctetsOfWord + 2);
  words.emplace_back();
  for_each_word(text,
                [&](std::uint64_t hash, std::size_t begin) { words.push_back({hash, begin}); });
  words.emplace_back();
  return words;
}

// Whether two or three words that follow each other in `asked` do so in `text` as well.
// Alternatives mostly go along with each other: first looked at is the place beside the last that
// was found, then the rest of the text, and only where that is asked often is it worth an index.
class Sequence {
 public:
  // Both outlive this.
  Sequence(const std::vector<Word>& text, const std::vector<Word>& asked)
      : text_(text), asked_(asked), looks_left_(text.size() * kLooks) {}

  // REQUIRES: `count` is 2 or 3, and so many of `asked` begin at `at`.
  bool has(std::size_t at, std::size_t count) {
    // `ahead_` wraps around where it is negative, and mostly back here; else no place is beside.
    const std::size_t beside = std::min(at + ahead_, text_.size());
    if (beside + count <= text_.size() && stands_at(beside, at, count)) return true;
    if (looks_left_ < text_.size()) return is_indexed(at, count);
    looks_left_ -= text_.size();
    std::size_t found = find(at, count, beside, text_.size());
    if (found == text_.size()) found = find(at, count, 0, beside);
    if (found == text_.size()) return false;
    ahead_ = found - at;
    return true;
  }

 private:
  static constexpr std::size_t kLooks = 24;
  static constexpr std::size_t kWordsForNewOne = 3;  // words repeat

  bool stands_at(std::size_t here, std::size_t at, std::size_t count) const {
    return text_[here].hash == asked_[at].hash && text_[here + 1].hash == asked_[at + 1].hash &&
           (count == 2 || text_[here + 2].hash == asked_[at + 2].hash);
  }
  // The first place in [from, end) where they stand; the text's size where there is none.
  std::size_t find(std::size_t at, std::size_t count, std::size_t from, std::size_t end) const {
    end = std::min(end, text_.size() - count + 1);
    for (; from < end; ++from) {
      if (stands_at(from, at, count)) return from;
    }
    return text_.size();
  }
  bool is_indexed(std::size_t at, std::size_t count) {
    if (!pairs_) make_index();
    return count == 2 ? pairs_->contains(run_of(asked_[at].hash, asked_[at + 1].hash))
                      : triples_->contains(
                            run_of(asked_[at].hash, asked_[at + 1].hash, asked_[at + 2].hash));
  }
  void make_index() {
    pairs_.emplace(text_.size() / kWordsForNewOne);
    triples_.emplace(text_.size() / kWordsForNewOne);
    for (std::size_t i = 1; i < text_.size(); ++i) {
      pairs_->insert(run_of(text_[i - 1].hash, text_[i].hash));
      if (i > 1) triples_->insert(run_of(text_[i - 2].hash, text_[i - 1].hash, text_[i].hash));
    }
  }

  const std::vector<Word>& text_;
  const std::vector<Word>& asked_;
  std::size_t looks_left_;  // in words of the text
  std::size_t ahead_ = 0;   // by how much what was found last stands further on in the text
  std::optional<WordSet> pairs_, triples_;
};

}  // namespace

std::string lines_only_in(std::string_view other, std::string_view text) {
  const std::vector<Word> shown = words_of(text), words = words_of(other);
  Sequence said(shown, words);
  const auto among_three = [&](std::size_t first) {
    return first + 2 < words.size() && said.has(first, 3);
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
      same = same && (at == first || said.has(at - 1, 2)) &&
             (among_three(at - 1) || among_three(at) || (at >= 2 && among_three(at - 2)));
    }
    if (!same) lines.append(trim(other.substr(line, end - line))).append("\n");
  }
  return lines;
}

}  // namespace letterlock::content
