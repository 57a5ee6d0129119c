// The tokens of address fields (RFC 5322 section 3.4 and 4.4). Internal to src/mime.
#pragma once

#include <cstdint>

#include "mime/encoded_word.h"
#include "mime/field_input.h"

namespace letterlock::mime {

struct AddressToken {
  enum class Kind : std::uint8_t {
    end,
    word,     // atoms and dots, encoded-words, and whatever else has no meaning of its own
    quoted,   // with its quotes
    at,       // "@"
    literal,  // "[192.0.2.1]" after an at sign
    angle,    // "<...>"; where nothing closes it, as far as an address can go
    comment,  // with its parentheses
    comma,
    semicolon,
    colon,
  };
  Kind kind = Kind::end;
  bool space_before = false;  // white space or a comment
  bool closed = true;         // of an angle
  std::size_t begin = 0;
  std::size_t end = 0;
};

class AddressLexer {
 public:
  explicit AddressLexer(const FieldInput& input)
      : input_(input), text_(input.text()), lexer_(input), words_(input.text()) {}
  AddressToken next();

 private:
  AddressToken token(AddressToken::Kind kind, std::size_t end);
  AddressToken angle();
  AddressToken word();
  // Whether an octet ends a word that began before it.
  bool ends_word(std::size_t at);
  std::size_t encoded_word_end(std::size_t at);

  const FieldInput& input_;
  std::string_view text_;
  Lexer lexer_;
  EncodedWordFinder words_;
  std::size_t at_ = 0;
  bool space_before_ = false;
  AddressToken::Kind last_ = AddressToken::Kind::end;
};

}  // namespace letterlock::mime
