// Text as a row of words, each known by its hash, for comparing and for finding phrases.
//
// Words are normalised (NFKC, case folded: Unicode's NFKC_Casefold, so that letters dressed up as
// mathematical symbols and invisible characters do not hide a word). URLs and addresses are left
// out. ICU is asked only for lines with more than ASCII and the commonest marks and letters.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::content {

struct Token {
  std::uint32_t hash = 0;   // FNV-1a of the normalised word
  std::uint32_t begin = 0;  // where it stands in the text; its line where that is not ASCII
  std::uint16_t length = 0;
  bool new_sentence = false;  // a full stop, a blank line or the like stands before it
  bool word = false;          // letters only, at least two
};

// What the letters and marks between them show.
struct Marks {
  std::uint32_t lower = 0, upper = 0;  // ASCII letters
  std::uint32_t scripts[8] = {};       // letters by Script
  bool emoji = false, nosed_smiley = false, smiley = false;
  bool exclamations = false, dots = false, ellipsis = false, double_hyphen = false, dash = false;
};

enum class Script : std::uint8_t { latin, cyrillic, greek, han, kana, hangul, arabic, other };

class Tokens {
 public:
  // `octets`: of text to come, about.
  explicit Tokens(std::size_t octets = 0) {
    constexpr std::size_t kOctetsPerWord = 5;
    tokens_.reserve(std::min(octets / kOctetsPerWord + 8, kMost));
  }
  // Begins anew and keeps the memory.
  void clear() {
    tokens_.clear();
    marks_ = {};
    new_sentence_ = true;
  }
  // Adds a line; it stands at `begin` of the text.
  void add_line(std::string_view line, std::uint32_t begin);
  // The next line does not go on with the sentence.
  void end_paragraph() { new_sentence_ = true; }
  // Past this many no more are taken.
  static constexpr std::size_t kMost = std::size_t{16} * 1024;

  const std::vector<Token>& all() const { return tokens_; }
  const Marks& marks() const { return marks_; }

 private:
  void add_text(std::string_view text, std::uint32_t begin, std::uint32_t line_length);
  struct Place {
    std::uint32_t begin;
    std::uint16_t length;
  };
  bool add_usual_word(std::string_view text, std::size_t at, std::size_t letters, Place place);
  void push(std::uint32_t hash, Place place, bool word);
  std::size_t wide_mark(std::string_view text, std::size_t at);

  std::vector<Token> tokens_;
  Marks marks_;
  std::string folded_;
  bool new_sentence_ = true;
};

// NFKC_Casefold of UTF-8 text, by ICU.
void fold(std::string_view text, std::string& out);
// The same, where every code point of `text` is one of the commonest and folds for itself; false
// (and anything in `out`) where not.
bool fold_quickly(std::string_view text, std::string& out);

// A token's hash in 24 bits, as Writing::words has it.
constexpr std::uint32_t fold_hash(std::uint32_t hash) { return (hash >> 24) ^ (hash & 0xFFFFFF); }

// The words of a phrase, by hash.
std::vector<std::uint32_t> phrase_hashes(std::string_view phrase);

}  // namespace letterlock::content
