// Text as it comes out of HTML: white space collapsed, blocks on lines of their own, and for every
// octet of it the place in the HTML that it comes from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/byte_range.h"

namespace letterlock::content {

// Leads from text back to its source. Runs that were copied as they stand are one segment.
class OffsetMap {
 public:
  // `length` octets at `out` come from [source, source_end).
  void add(std::size_t out, std::size_t length, std::size_t source, std::size_t source_end);
  void reserve(std::size_t runs) { segments_.reserve(runs); }
  // The source of the non-empty range [begin, end) of the text.
  ByteRange source(std::size_t begin, std::size_t end) const;

 private:
  struct Segment {
    std::uint32_t out, length, source, source_end;
    bool plain_copy() const { return source_end - source == length; }
  };
  const Segment& segment(std::size_t out) const;
  std::vector<Segment> segments_;
};

class TextFlow {
 public:
  explicit TextFlow(std::string_view html, std::size_t limit) : html_(html), limit_(limit) {}

  // Room for the text of a usual mail.
  void reserve();
  // HTML text; `literal`: without character references.
  void add_text(ByteRange where, bool literal);
  // Text that stands nowhere as such (alt texts, bullets), put down to `where`.
  void add_generated(std::string_view text, ByteRange where);
  void break_line();       // at least one line end before the next text
  void break_paragraph();  // a blank line
  void line_end();         // <br>
  void cell();             // the next text stands in another table cell
  void set_preformatted(bool on) { preformatted_ = on; }

  std::size_t position() const { return text_.size(); }
  const std::string& text() const LL_LIFETIME_BOUND { return text_; }
  std::string take_text() { return std::move(text_); }
  OffsetMap take_map() { return std::move(map_); }

 private:
  void flush();
  void copy(std::size_t begin, std::size_t end);
  std::size_t add_reference(std::size_t at, std::size_t end);
  std::size_t add_wide(std::size_t at, std::size_t end);
  void add_white_space(char c);
  void add_decoded(std::string_view decoded, std::size_t begin, std::size_t end);

  std::string_view html_;
  std::size_t limit_;
  std::string text_;
  OffsetMap map_;
  std::string decoded_;
  unsigned newlines_ = 0;
  bool space_ = false;
  bool cell_ = false;
  bool preformatted_ = false;
};

}  // namespace letterlock::content
