#include "mime/date_token.h"

#include "base/ascii.h"

namespace letterlock::mime {
namespace {

constexpr std::size_t kUsualTokens = 16;
constexpr std::size_t kMostTokens = 40;  // what follows is garbage

// Past the comment at `at`, or the end of text where nothing closes it.
std::size_t after_comment(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '(') {
      ++depth;
    } else if (text[at] == ')' && --depth == 0) {
      return at + 1;
    }
  }
  return text.size();
}

bool is_word_octet(char c) { return is_alpha(c) || !is_ascii(c); }

DateToken token_at(std::string_view text, std::size_t at) {
  DateToken token{
      .kind = DateToken::Kind::mark, .text = text.substr(at, 1), .begin = at, .value = 0};
  const bool number = is_digit(text[at]);
  if (!number && !is_word_octet(text[at])) return token;
  std::size_t end = at;
  while (end < text.size() && (number ? is_digit(text[end]) : is_word_octet(text[end]))) ++end;
  token.kind = number ? DateToken::Kind::number : DateToken::Kind::word;
  token.text = text.substr(at, end - at);
  if (number && token.text.size() <= 9) {
    for (const char c : token.text) token.value = token.value * 10 + static_cast<unsigned>(c - '0');
  }
  return token;
}

}  // namespace

DateTokens date_tokens(std::string_view text) {
  DateTokens tokens;
  tokens.first.reserve(kUsualTokens);
  bool semicolon = false;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
    } else if (text[at] == '(') {
      at = after_comment(text, at);
    } else {
      const DateToken token = token_at(text, at);
      at = token.end();
      if (token.is(';')) {
        semicolon = true;
        tokens.last.clear();
      } else if (auto& to = semicolon ? tokens.last : tokens.first; to.size() < kMostTokens) {
        to.push_back(token);
      }
    }
  }
  return tokens;
}

}  // namespace letterlock::mime
