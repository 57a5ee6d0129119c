// What the value parsers read from: one field body, and where its Defects go.
//
// Internal to src/mime. Positions are offsets into text(); range() makes them the message's own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mime/message.h"

namespace letterlock::mime {

class FieldInput {
 public:
  // REQUIRES: `body` comes from `message`, which outlives this.
  FieldInput(const Message& message, ByteRange body);
  // Text that stands in no message: Defects are dropped, ranges count from its first octet.
  FieldInput(std::string_view text, Arena& arena, const Limits& limits);

  std::string_view text() const { return text_; }
  std::string_view text(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }
  Arena& arena() const { return *arena_; }
  const Limits& limits() const { return limits_; }

  ByteRange range(std::size_t begin, std::size_t end) const {
    return ByteRange::between(base_ + static_cast<std::uint32_t>(begin),
                              base_ + static_cast<std::uint32_t>(end));
  }
  void defect(DefectKind kind, std::size_t begin, std::size_t end) const;
  void defect_at(DefectKind kind, ByteRange where) const;  // REQUIRES: `where` is from range()

  // `text` where it lies in text() unchanged at `at` already, else a copy in the Arena.
  std::string_view keep(std::string_view text, std::size_t at) const;

 private:
  const Message* message_ = nullptr;
  std::string_view text_;
  std::uint32_t base_ = 0;
  Arena* arena_;
  Limits limits_;
};

// The comments, quoted strings and folding that structured fields share (RFC 5322 section 3.2).
//
// Work is linear: after a few comments (or quotes) that nothing closes, the rest of the field is
// taken to have none.
class Lexer {
 public:
  static constexpr std::size_t npos = std::string_view::npos;
  explicit Lexer(const FieldInput& input) : input_(input), text_(input.text()) {}
  // Reads no further than `end`: what nothing closes before there is not closed.
  Lexer(const FieldInput& input, std::size_t end)
      : input_(input), text_(input.text().substr(0, end)) {}

  // Past FWS; past FWS and closed comments.
  std::size_t skip_fws(std::size_t at) const;
  std::size_t skip_cfws(std::size_t at);
  // Past the comment (quoted string) that begins at `at`; npos where it is not closed: then the
  // parenthesis (quote) is an octet like others, and a Defect says so.
  std::size_t comment_end(std::size_t at);
  std::size_t quoted_end(std::size_t at);

 private:
  const FieldInput& input_;
  std::string_view text_;
  int unclosed_comments_ = 0;
  int unclosed_quotes_ = 0;
  bool told_depth_ = false;
};

// Appends `text` with CR and LF left out and each of the white space after them that is a tab made
// a space (RFC 5322 section 2.2.3).
void append_unfolded(std::string_view text, std::string& out);
// The same with quoted-pairs undone: for what stands inside quotes or a comment.
void append_unquoted(std::string_view text, std::string& out);

}  // namespace letterlock::mime
