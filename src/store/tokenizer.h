// Text to search tokens, the same way for what is indexed and for what is asked.
//
// - Words are runs of letters, digits and private-use characters. Case is folded (Unicode's
//   compatibility case folding); in Latin, Greek and Cyrillic diacritics are dropped, so that
//   "Muller" finds "Müller". Invisible format characters inside a word are left out of it: no one
//   hides a word from search with a zero-width space.
// - Han, kana and Bopomofo become one token a character, asked for as a phrase: any part of such
//   text is found. (Dictionary segmentation depends on what stands around: a word inside a longer
//   compound would be missed.)
// - Thai, Lao, Khmer and Burmese, written without spaces, are segmented by ICU's dictionaries.
// - ASCII runs longer than kLongestToken are encoded data, no words: left out. Other tokens are cut
//   at that length.
//
// Octets that are not UTF-8 separate words. Linear. Used from one thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace letterlock::store {

class Tokenizer {
 public:
  // In octets; a SHA-256 in hexadecimal still fits.
  static constexpr std::size_t kLongestToken = 64;

  struct Token {
    std::string_view text;           // folded; valid until the next call
    std::size_t begin = 0, end = 0;  // where it stands in the input
  };

  Tokenizer();
  ~Tokenizer();
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  // Starts on another text, which must outlive the calls of next().
  void start(std::string_view text);
  // The next token; false at the end.
  bool next(Token& token);

 private:
  enum class Class : std::uint8_t { separator, word, dropped, single, dictionary };
  struct Folded {
    bool is_known = false;
    Class what = Class::separator;
    std::uint8_t length = 0;
    char octets[10] = {};
  };
  static constexpr std::size_t kBlock = 256;
  using Block = std::array<Folded, kBlock>;

  const Folded& folded(std::uint32_t code_point);
  static Folded fold(std::uint32_t code_point);
  // Decodes at position_: its length, 0 where it is not UTF-8.
  std::size_t decode(std::uint32_t& code_point) const;
  void append(const char* octets, std::size_t length);
  bool finish(Token& token, std::size_t begin);
  bool word(Token& token);
  bool rest_of_word(Token& token, std::size_t begin);
  bool segment_from_dictionary(Token& token);
  void find_segments();

  std::string_view text_;
  std::size_t position_ = 0;
  char buffer_[kLongestToken];
  std::size_t length_ = 0;
  bool ascii_ = true, overflow_ = false;
  std::vector<std::size_t> segments_;  // ends, last first, of the dictionary run at position_
  std::array<std::unique_ptr<Block>, 0x20000 / kBlock> blocks_;
  struct Breaker;
  std::unique_ptr<Breaker> breaker_;
};

}  // namespace letterlock::store
