#include "dns/zone_tokens.h"

#include "base/ascii.h"

namespace letterlock::dns {
namespace {

// Tokens of one entry: a TXT record of 64 KB in strings of 16 octets.
constexpr std::size_t kMostTokens = 4'096;

}  // namespace

// After the backslash: \DDD is an octet in decimal, \X is X (RFC 1035 section 5.1).
bool ZoneTokens::take_escape(ZoneToken& token) {
  if (in_.peek() < 0 || in_.peek() == '\n') return false;
  char octet = static_cast<char>(in_.take());
  if (is_digit(octet)) {
    int value = octet - '0';
    for (int i = 0; i < 2; ++i) {
      if (in_.peek() < '0' || in_.peek() > '9') return false;
      value = value * 10 + (in_.take() - '0');
    }
    if (value > 255) return false;
    octet = static_cast<char>(value);
  }
  token.escaped_dot |= octet == '.';
  token.text += octet;
  return true;
}

Expected<ZoneToken> ZoneTokens::quoted() {
  const std::uint32_t begin = line_;
  ZoneToken token;
  token.quoted = true;
  in_.take();
  while (in_.peek() != '"') {
    const int octet = in_.take();
    if (octet < 0) {
      return fail(ErrorCode::corrupt, "{}:{}: a quoted string does not end", source_, begin);
    }
    if (octet == '\n') ++line_;
    if (octet != '\\') {
      token.text += static_cast<char>(octet);
    } else if (!take_escape(token)) {
      return fail(ErrorCode::corrupt, "{}:{}: a backslash escapes nothing", source_, line_);
    }
  }
  in_.take();
  return token;
}

Expected<ZoneToken> ZoneTokens::token() {
  if (in_.peek() == '"') return quoted();
  ZoneToken token;
  const std::size_t begin = in_.position();
  while (in_.peek() >= 0) {
    const char c = static_cast<char>(in_.peek());
    if (is_space(c) || c == '"' || c == ';' || c == '(' || c == ')') break;
    in_.take();
    if (c != '\\') {
      token.text += c;
    } else if (!take_escape(token)) {
      return fail(ErrorCode::corrupt, "{}:{}: a backslash escapes nothing", source_, line_);
    }
  }
  token.is_at = in_.range_from(begin).length == 1 && token.text == "@";
  return token;
}

void ZoneTokens::skip_comment() {
  while (in_.peek() >= 0 && in_.peek() != '\n') in_.take();
}

Expected<ZoneLine> ZoneTokens::next() {
  ZoneLine out;
  std::uint32_t open_since = 0;  // the line of a parenthesis that is open
  bool line_begins = true;
  for (int c = in_.peek(); c >= 0; c = in_.peek()) {
    if (c == '\n') {
      in_.take();
      ++line_;
      if (open_since != 0) continue;
      if (!out.tokens.empty()) return out;
      line_begins = true;
      continue;
    }
    if (line_begins) out.owner_left_out = is_space(static_cast<char>(c));
    line_begins = false;
    if (is_space(static_cast<char>(c))) {
      in_.take();
    } else if (c == ';') {
      skip_comment();
    } else if (c == '(' || c == ')') {
      if ((c == '(') == (open_since != 0)) {
        return fail(ErrorCode::corrupt, "{}:{}: a parenthesis without its other", source_, line_);
      }
      in_.take();
      open_since = c == '(' ? line_ : 0;
    } else {
      if (out.tokens.empty()) out.number = line_;
      auto one = token();
      if (!one) return fail(std::move(one));
      if (out.tokens.size() == kMostTokens) {
        return fail(ErrorCode::limit, "{}:{}: more than {} words", source_, line_, kMostTokens);
      }
      out.tokens.push_back(std::move(*one));
    }
  }
  if (open_since == 0) return out;
  return fail(ErrorCode::corrupt, "{}:{}: a parenthesis without its other", source_, open_since);
}

}  // namespace letterlock::dns
