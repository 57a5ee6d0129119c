// Encoded-words (RFC 2047) in the text of header fields, the broken ones of real mail included.
//
// Read although RFC 2047 does not allow it: white space and folding inside a word, words that touch
// each other or other text, a language suffix (RFC 2231), a word cut off before its "?=", stray
// octets in base64. White space between two words goes; text between others stays as written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace letterlock::mime {

struct EncodedWord {
  std::string_view charset;  // as written, a language suffix included
  char encoding = 'q';       // 'b' or 'q'
  std::string_view text;     // still encoded
  std::size_t length = 0;    // the whole word
  bool complete = true;      // false: cut off before its "?="
};

// Finds encoded-words in one text. Positions may be asked for in ascending order only; all together
// cost one scan of the text.
class EncodedWordFinder {
 public:
  explicit EncodedWordFinder(std::string_view text) : text_(text) {}
  // The word that begins at `at`, if any.
  std::optional<EncodedWord> word_at(std::size_t at);

 private:
  std::size_t next_end(std::size_t from);
  std::string_view text_;
  std::size_t end_ = 0;  // the first "?=" at or after searched_
  std::size_t searched_ = 0;
  bool any_search_ = false;
};

// The octets that an encoded-word stands for, at the end of `out`.
void append_word_octets(const EncodedWord& word, std::string& out);

struct DecodedText {
  std::string_view text;   // UTF-8; `text` itself where nothing had to change
  bool malformed = false;  // something like an encoded-word was none, or was cut off
};

// `text` unfolded (white space with a line ending in it becomes one space), its encoded-words
// decoded, its raw 8-bit text as UTF-8 where valid, else as windows-1252. Adjacent words of one
// charset are joined before the conversion, so that characters split between them survive.
DecodedText decode_text(std::string_view text, Arena& arena);

}  // namespace letterlock::mime
