#include "mime/address_token.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"

namespace letterlock::mime {
namespace {
constexpr std::size_t kLongestLiteral = 255;
using Kind = AddressToken::Kind;
}  // namespace

AddressToken AddressLexer::token(Kind kind, std::size_t end) {
  AddressToken token{.kind = kind, .space_before = space_before_, .begin = at_, .end = end};
  at_ = end;
  space_before_ = kind == Kind::comment;
  last_ = kind;
  return token;
}

AddressToken AddressLexer::next() {
  for (;;) {
    const std::size_t begin = lexer_.skip_fws(at_);
    space_before_ |= begin > at_;
    at_ = begin;
    if (at_ >= text_.size()) return token(Kind::end, at_);
    switch (text_[at_]) {
      case ',':
        return token(Kind::comma, at_ + 1);
      case ';':
        return token(Kind::semicolon, at_ + 1);
      case '@':
        return token(Kind::at, at_ + 1);
      case '<':
        return angle();
      case ':':
        if (text_.substr(at_, 3) == "://") return word();
        return token(Kind::colon, at_ + 1);
      case '(':
        if (const std::size_t end = lexer_.comment_end(at_); end != npos) {
          return token(Kind::comment, end);
        }
        return word();
      case '"':
        if (const std::size_t end = lexer_.quoted_end(at_); end != npos) {
          return token(Kind::quoted, end);
        }
        break;  // a quote that nothing closes is left out
      case '>':
        input_.defect(DefectKind::address_malformed, at_, at_ + 1);
        break;
      case '[':
        if (last_ == Kind::at) {
          const std::size_t close = text_.substr(at_, kLongestLiteral).find(']');
          if (close != npos) return token(Kind::literal, at_ + close + 1);
        }
        return word();
      default:
        return word();
    }
    ++at_;
    space_before_ = true;
  }
}

AddressToken AddressLexer::angle() {
  std::size_t inside = at_ + 1;
  while (inside < text_.size() && text_[inside] == '<') ++inside;
  std::size_t from = inside;
  if (from < text_.size() && text_[from] == '"') {  // a local-part that may hold brackets
    const std::size_t quoted = lexer_.quoted_end(from);
    if (quoted != npos && quoted < text_.size() && text_[quoted] == '@') from = quoted;
  }
  static constexpr OctetSet kBrackets("<>");
  std::size_t end = kBrackets.find_in(text_, from);
  if (end != npos && text_[end] == '>') {
    while (end < text_.size() && text_[end] == '>') ++end;
    return token(Kind::angle, end);
  }
  const std::size_t limit = end == npos ? text_.size() : end;
  end = lexer_.skip_fws(from);
  while (end < limit && !is_space(text_[end]) && text_[end] != ',' && text_[end] != ';') ++end;
  AddressToken unclosed = token(Kind::angle, end);
  unclosed.closed = false;
  input_.defect(DefectKind::address_malformed, unclosed.begin, unclosed.end);
  return unclosed;
}

bool AddressLexer::ends_word(std::size_t at) {
  switch (text_[at]) {
    case ',':
    case ';':
    case '@':
    case '<':
    case '>':
      return true;
    case ':':
      return text_.substr(at, 3) != "://";
    case '(':
      return lexer_.comment_end(at) != npos;
    case '"':
      return true;
    default:
      return is_space(text_[at]);
  }
}

AddressToken AddressLexer::word() {
  static constexpr OctetSet kNotPlain(" \t\r\n,;@<>:(\"=\\");  // all that is looked at below
  std::size_t end = at_;
  bool first = true;
  while (end < text_.size() && (first || !ends_word(end))) {
    if (const std::size_t encoded = encoded_word_end(end); encoded != npos) {
      end = encoded;
    } else {
      // A quoted-pair outside quotes is obsolete syntax; both octets are text.
      end += text_[end] == '\\' && end + 1 < text_.size() && !is_space(text_[end + 1]) ? 2 : 1;
    }
    first = false;
    end = std::min(kNotPlain.find_in(text_, end), text_.size());
  }
  return token(Kind::word, end);
}

// Past the encoded-word at `at`: its commas and spaces, unencoded by mistake, separate nothing.
std::size_t AddressLexer::encoded_word_end(std::size_t at) {
  if (text_[at] != '=') return npos;
  const auto word = words_.word_at(at);
  if (!word || !word->complete) return npos;
  const bool spaced = word->text.find_first_of(" \t\r\n") != npos;
  if (spaced && word->text.find_first_of("<>@\"") != npos) return npos;
  return at + word->length;
}

}  // namespace letterlock::mime
