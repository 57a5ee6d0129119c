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

  // Calls `visit` for each phrase that may begin at token `at`: for all that do, and few others.
  template <class Visit>
  void each_that_may_begin(const std::vector<Token>& tokens, std::size_t at, Visit visit) const {
    const std::uint32_t hash = tokens[at].hash;
    if (!begins_.has(hash) || !may_go_on(tokens, at)) return;
    for (std::size_t slot = hash & kMask; slots_[slot].hash != 0; slot = (slot + 1) & kMask) {
      if (slots_[slot].hash != hash) continue;
      for (std::uint32_t i = slots_[slot].begin; i < slots_[slot].end; ++i) {
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

  // A bit for the upper part of each hash it was given: nearly all words of a text end here, in
  // 4 KiB that stay near.
  class Filter {
   public:
    void add(std::uint32_t hash) {
      bits_[hash >> kShift >> 6] |= std::uint64_t{1} << (hash >> kShift & 63);
    }
    bool has(std::uint32_t hash) const {
      return (bits_[hash >> kShift >> 6] >> (hash >> kShift & 63) & 1) != 0;
    }

   private:
    static constexpr unsigned kShift = 17;
    std::array<std::uint64_t, (1u << (32 - kShift)) / 64> bits_{};
  };

  static std::uint32_t pair(std::uint32_t first, std::uint32_t second) {
    return first * 0x9E3779B1u + second;
  }
  // Whether the words after `at` are ones that come second in a phrase that begins with it.
  bool may_go_on(const std::vector<Token>& tokens, std::size_t at) const {
    const std::uint32_t first = tokens[at].hash;
    if (alone_.has(first)) return true;
    const std::size_t end = std::min(at + 2 + kLongestGap, tokens.size());
    if (at + 1 < end && next_.has(pair(first, tokens[at + 1].hash))) return true;
    for (std::size_t i = at + 1; i < end; ++i) {
      if (after_gap_.has(pair(first, tokens[i].hash))) return true;
    }
    return false;
  }
  void filter(std::uint32_t first, const Phrase& phrase);

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
  Filter begins_;            // first words
  Filter next_, after_gap_;  // pairs of first and second words, by what may stand between
  Filter alone_;             // first words of phrases without a second one
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
    begins_.add(first_[begin].first);
    for (std::size_t i = begin; i < end; ++i) filter(first_[i].first, phrases_[first_[i].second]);
    begin = end;
  }
}

void Phrases::filter(std::uint32_t first, const Phrase& phrase) {
  if (phrase.end - phrase.begin == 1 || elements_[phrase.begin + 1u].sentence_end) {
    return alone_.add(first);
  }
  const Element& second = elements_[phrase.begin + 1u];
  Filter& pairs = second.gap ? after_gap_ : next_;
  for (std::size_t i = second.begin; i < second.end; ++i) pairs.add(pair(first, words_[i]));
}

}  // namespace

std::vector<FoundAsk> find_asks(const Tokens& tokens) {
  static const Phrases kPhrases;
  const std::vector<Token>& all = tokens.all();
  std::array<FoundAsk, kAskKinds> found{};
  std::array<std::size_t, kAskKinds> free_from{};  // one place counts once
  for (std::size_t at = 0; at < all.size(); ++at) {
    kPhrases.each_that_may_begin(all, at, [&](const Phrase& phrase) {
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
