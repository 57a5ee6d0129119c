#include "content/asks.h"

#include <algorithm>
#include <array>

namespace letterlock::content {
namespace {

constexpr std::size_t kLongestGap = 2;

struct Element {
  bool gap = false;                  // "~" stands before it
  bool sentence_end = false;         // "$": no word
  std::uint16_t begin = 0, end = 0;  // any of these words: indexes into Phrases::words_
};

struct Phrase {
  AskKind kind = AskKind::login;
  std::uint16_t begin = 0, end = 0;  // indexes into Phrases::elements_
};

std::string_view next_piece(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

// Every phrase of the tables, found by its first word.
class Phrases {
 public:
  Phrases() {
    for (const AskTable& table : ask_tables()) {
      std::string_view text = table.phrases;
      while (!text.empty()) {
        if (const auto line = next_piece(text, '\n'); !line.empty()) add(table.kind, line);
      }
    }
    index();
  }

  // Calls `visit` for each phrase that begins with the word.
  template <class Visit>
  void each_that_begins(std::uint32_t hash, Visit visit) const {
    if ((begins_[hash >> kFilterShift >> 6] >> (hash >> kFilterShift & 63) & 1) == 0) return;
    for (std::size_t at = hash & kMask; slots_[at].hash != 0; at = (at + 1) & kMask) {
      if (slots_[at].hash != hash) continue;
      for (std::uint32_t i = slots_[at].begin; i < slots_[at].end; ++i) {
        visit(phrases_[first_[i].second]);
      }
      return;
    }
  }

  // The last token of `phrase` where its elements from `element` on match from `at` on; 0 where
  // they do not. Gaps are short and phrases too: bounded work.
  std::size_t match(const Phrase& phrase, std::uint16_t element, const std::vector<Token>& tokens,
                    std::size_t at) const {
    if (element == phrase.end) return at - 1;
    const Element& wanted = elements_[element];
    if (wanted.sentence_end) return at >= tokens.size() || tokens[at].new_sentence ? at - 1 : 0;
    const std::size_t most = wanted.gap ? kLongestGap : 0;
    for (std::size_t skipped = 0; skipped <= most; ++skipped, ++at) {
      if (at >= tokens.size() || tokens[at].new_sentence) return 0;
      if (!has(wanted, tokens[at].hash)) continue;
      const auto next = static_cast<std::uint16_t>(element + 1);
      if (const std::size_t last = match(phrase, next, tokens, at + 1); last != 0) return last;
    }
    return 0;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint16_t begin = 0, end = 0;  // indexes into first_
  };
  static constexpr std::size_t kMask = 4095;  // the tables begin with some 500 different words

  bool has(const Element& element, std::uint32_t hash) const {
    for (std::size_t i = element.begin; i < element.end; ++i) {
      if (words_[i] == hash) return true;
    }
    return false;
  }
  void add(AskKind kind, std::string_view line);
  void index();

  std::vector<std::uint32_t> words_;
  std::vector<Element> elements_;
  std::vector<Phrase> phrases_;
  std::vector<std::pair<std::uint32_t, std::uint16_t>> first_;  // word, phrase; sorted
  std::array<Slot, kMask + 1> slots_{};
  // A bit for the upper part of each first word's hash: nearly all words of a text end here, in
  // 4 KiB that stay near.
  static constexpr unsigned kFilterShift = 17;
  std::array<std::uint64_t, (1u << (32 - kFilterShift)) / 64> begins_{};
};

void Phrases::add(AskKind kind, std::string_view line) {
  Phrase phrase{kind, static_cast<std::uint16_t>(elements_.size()), 0};
  bool gap = false;
  while (!line.empty()) {
    std::string_view piece = next_piece(line, ' ');
    if (piece == "~") {
      gap = true;
      continue;
    }
    Element element;
    element.sentence_end = piece == "$";
    if (element.sentence_end) piece = {};
    element.gap = std::exchange(gap, false);
    element.begin = static_cast<std::uint16_t>(words_.size());
    while (!piece.empty()) {
      for (const std::uint32_t hash : phrase_hashes(next_piece(piece, '|'))) {
        words_.push_back(hash);
      }
    }
    element.end = static_cast<std::uint16_t>(words_.size());
    elements_.push_back(element);
  }
  phrase.end = static_cast<std::uint16_t>(elements_.size());
  phrases_.push_back(phrase);
}

void Phrases::index() {
  for (std::size_t i = 0; i < phrases_.size(); ++i) {
    const Element& first = elements_[phrases_[i].begin];
    for (std::size_t word = first.begin; word < first.end; ++word) {
      first_.push_back({words_[word], static_cast<std::uint16_t>(i)});
    }
  }
  std::sort(first_.begin(), first_.end());
  for (std::uint16_t begin = 0; begin < first_.size();) {
    std::uint16_t end = begin;
    while (end < first_.size() && first_[end].first == first_[begin].first) ++end;
    std::size_t at = first_[begin].first & kMask;
    while (slots_[at].hash != 0) at = (at + 1) & kMask;
    slots_[at] = {first_[begin].first, begin, end};
    const std::uint32_t bit = first_[begin].first >> kFilterShift;
    begins_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
    begin = end;
  }
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
      const bool alone = phrase.end - phrase.begin == 1;
      const auto second = static_cast<std::uint16_t>(phrase.begin + 1);
      const std::size_t last = alone ? at : kPhrases.match(phrase, second, all, at + 1);
      if (last == 0 && !alone) return;
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
