#include "mime/field_input.h"

#include "base/ascii.h"
#include "base/octet_set.h"

namespace letterlock::mime {
namespace {
// Each unclosed one costs a scan to the end of the field.
constexpr int kMostUnclosed = 4;
}  // namespace

FieldInput::FieldInput(const Message& message, ByteRange body)
    : message_(&message),
      text_(message.octets(body)),
      base_(body.offset),
      arena_(&message.arena()),
      limits_(message.limits()) {}

FieldInput::FieldInput(std::string_view text, Arena& arena, const Limits& limits)
    : text_(text), arena_(&arena), limits_(limits) {}

void FieldInput::defect(DefectKind kind, std::size_t begin, std::size_t end) const {
  defect_at(kind, range(begin, end));
}

void FieldInput::defect_at(DefectKind kind, ByteRange where) const {
  if (message_ != nullptr) message_->add_defect(kind, where);
}

std::string_view FieldInput::keep(std::string_view text, std::size_t at) const {
  if (at <= text_.size() && text_.substr(at, text.size()) == text) {
    return text_.substr(at, text.size());
  }
  return arena_->copy(text);
}

std::size_t Lexer::skip_fws(std::size_t at) const {
  while (at < text_.size() && is_space(text_[at])) ++at;
  return at;
}

std::size_t Lexer::skip_cfws(std::size_t at) {
  for (;;) {
    at = skip_fws(at);
    if (at >= text_.size() || text_[at] != '(') return at;
    const std::size_t end = comment_end(at);
    if (end == npos) return at;
    at = end;
  }
}

std::size_t Lexer::comment_end(std::size_t at) {
  if (unclosed_comments_ >= kMostUnclosed) return npos;
  std::size_t depth = 0;
  for (std::size_t i = at; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == '(') {
      if (++depth > input_.limits().comment_depth && !told_depth_) {
        told_depth_ = true;
        input_.defect(DefectKind::comment_too_deep, i, text_.size());
      }
    } else if (text_[i] == ')' && --depth == 0) {
      return i + 1;
    }
  }
  if (unclosed_comments_++ == 0) {
    input_.defect(DefectKind::comment_unclosed, at, text_.size());
  }
  return npos;
}

std::size_t Lexer::quoted_end(std::size_t at) {
  if (unclosed_quotes_ >= kMostUnclosed) return npos;
  for (std::size_t i = at + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == '"') {
      return i + 1;
    }
  }
  if (unclosed_quotes_++ == 0) {
    input_.defect(DefectKind::quoted_string_unclosed, at, text_.size());
  }
  return npos;
}

void append_unfolded(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool line_end = text[i] == '\n' || (text[i] == '\r' && text.substr(i, 2) == "\r\n");
    if (!line_end) {
      out += text[i];
      continue;
    }
    if (text[i] == '\r') ++i;
    while (i + 1 < text.size() && is_wsp(text[i + 1])) {
      out += ' ';
      ++i;
    }
  }
}

void append_unquoted(std::string_view text, std::string& out) {
  static constexpr OctetSet kStops("\\\r\n");
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = kStops.find_in(text, i);
    if (next == std::string_view::npos) next = text.size();
    out += text.substr(i, next - i);
    if (next == text.size()) return;
    if (text[next] == '\\') {
      // A quoted-pair cannot quote a line ending (RFC 5322 section 3.2.1): that one is folding.
      if (next + 1 < text.size() && text[next + 1] != '\r' && text[next + 1] != '\n') {
        out += text[next + 1];
        next += 2;
      } else {
        next += 1;
      }
      i = next;
      continue;
    }
    std::size_t end = next;
    while (end < text.size() && is_space(text[end])) ++end;
    append_unfolded(text.substr(next, end - next), out);
    i = end;
  }
}

}  // namespace letterlock::mime
