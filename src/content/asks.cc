#include "content/asks.h"

#include <algorithm>
#include <array>

namespace letterlock::content {
namespace {

constexpr std::size_t kLongestGap = 2;

struct Element {
  bool gap = false;                   // "~" stands before it
  std::vector<std::uint32_t> hashes;  // sorted: any of them
};

struct Phrase {
  AskKind kind = AskKind::login;
  std::vector<Element> elements;
};

std::string_view next_piece(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

Phrase read_phrase(AskKind kind, std::string_view line) {
  Phrase phrase;
  phrase.kind = kind;
  bool gap = false;
  while (!line.empty()) {
    std::string_view piece = next_piece(line, ' ');
    if (piece == "~") {
      gap = true;
      continue;
    }
    Element element;
    element.gap = std::exchange(gap, false);
    while (!piece.empty()) {
      for (const std::uint32_t hash : phrase_hashes(next_piece(piece, '|'))) {
        element.hashes.push_back(hash);
      }
    }
    std::sort(element.hashes.begin(), element.hashes.end());
    phrase.elements.push_back(std::move(element));
  }
  return phrase;
}

// The phrases by their first word.
class Phrases {
 public:
  Phrases() {
    for (const AskTable& table : ask_tables()) {
      std::string_view text = table.phrases;
      while (!text.empty()) {
        const std::string_view line = next_piece(text, '\n');
        if (!line.empty()) phrases_.push_back(read_phrase(table.kind, line));
      }
    }
    for (std::uint32_t i = 0; i < phrases_.size(); ++i) {
      for (const std::uint32_t hash : phrases_[i].elements.front().hashes) {
        first_.push_back({hash, i});
        maybe_[hash % kBits / 64] |= std::uint64_t{1} << hash % 64;
      }
    }
    std::sort(first_.begin(), first_.end());
  }

  template <class Visit>
  void each_that_begins(std::uint32_t hash, Visit visit) const {
    // Nine words in ten begin none.
    if ((maybe_[hash % kBits / 64] >> hash % 64 & 1) == 0) return;
    auto at = std::lower_bound(first_.begin(), first_.end(), std::pair(hash, std::uint32_t{0}));
    for (; at != first_.end() && at->first == hash; ++at) visit(phrases_[at->second]);
  }

 private:
  static constexpr std::uint32_t kBits = 8192;
  std::vector<Phrase> phrases_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> first_;
  std::array<std::uint64_t, kBits / 64> maybe_{};
};

bool has(const Element& element, std::uint32_t hash) {
  return std::binary_search(element.hashes.begin(), element.hashes.end(), hash);
}

// The last token of `phrase` where its elements from `element` on match from `at` on; 0 where they
// do not. Gaps are short and phrases too: bounded work.
std::size_t match(const Phrase& phrase, std::size_t element, const std::vector<Token>& tokens,
                  std::size_t at) {
  if (element == phrase.elements.size()) return at - 1;
  const Element& wanted = phrase.elements[element];
  const std::size_t most = wanted.gap ? kLongestGap : 0;
  for (std::size_t skipped = 0; skipped <= most; ++skipped, ++at) {
    if (at >= tokens.size() || tokens[at].new_sentence) return 0;
    if (!has(wanted, tokens[at].hash)) continue;
    if (const std::size_t last = match(phrase, element + 1, tokens, at + 1); last != 0) return last;
  }
  return 0;
}

}  // namespace

std::vector<FoundAsk> find_asks(const Tokens& tokens) {
  static const Phrases kPhrases;
  const std::vector<Token>& all = tokens.all();
  std::array<FoundAsk, kAskKinds> found{};
  std::array<std::size_t, kAskKinds> free_from{};  // one place counts once
  for (std::size_t at = 0; at < all.size(); ++at) {
    kPhrases.each_that_begins(all[at].hash, [&](const Phrase& phrase) {
      const auto kind = static_cast<std::size_t>(phrase.kind);
      if (at < free_from[kind]) return;
      const std::size_t last = phrase.elements.size() == 1 ? at : match(phrase, 1, all, at + 1);
      if (last < at || (last == 0 && phrase.elements.size() > 1)) return;
      if (found[kind].count++ == 0) {
        found[kind].first = at;
        found[kind].last = last;
      }
      free_from[kind] = last + 1;
    });
  }
  std::vector<FoundAsk> asks;
  for (std::size_t kind = 0; kind < kAskKinds; ++kind) {
    if (found[kind].count == 0) continue;
    found[kind].kind = static_cast<AskKind>(kind);
    asks.push_back(found[kind]);
  }
  return asks;
}

}  // namespace letterlock::content
