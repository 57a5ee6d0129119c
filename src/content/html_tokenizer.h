// Splits HTML into tokens as the WHATWG standard says (HTML section 13.2.5), without copying.
//
// Tokens are ranges of the input: character references stay as written (html_reference.h decodes
// them), names keep their case. Duplicate attributes are all listed; the first one counts. Every
// octet is read a constant number of times, whatever the input. The input must outlive this.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/byte_range.h"
#include "content/html_names.h"

namespace letterlock::content {

struct HtmlToken {
  enum class Kind : std::uint8_t {
    text,     // with character references
    literal,  // text without: script, style, CDATA
    start_tag,
    end_tag,
    comment,
    doctype,
  };
  Kind kind = Kind::text;
  HtmlTag tag = HtmlTag::other;
  bool self_closing = false;
  ByteRange where;  // the whole token
  ByteRange name;   // of a tag
};

struct HtmlAttributeRange {
  HtmlAttribute id = HtmlAttribute::other;
  ByteRange name;
  ByteRange value;  // without quotes
};

class HtmlTokenizer {
 public:
  // REQUIRES: html.size() < 2^32.
  explicit HtmlTokenizer(std::string_view html LL_LIFETIME_BOUND) : html_(html) {
    constexpr std::size_t kUsualAttributes = 16;  // of the tag that has most
    attributes_.reserve(kUsualAttributes);
  }

  // Moves to the next token; false at the end. A tag that the input ends in is no token.
  bool next();

  const HtmlToken& token() const LL_LIFETIME_BOUND { return token_; }
  std::span<const HtmlAttributeRange> attributes() const LL_LIFETIME_BOUND { return attributes_; }
  // html_bit() of every attribute there is.
  std::uint32_t attribute_set() const { return attribute_set_; }
  // The first attribute of that name, or nullptr.
  const HtmlAttributeRange* find(HtmlAttribute id) const LL_LIFETIME_BOUND {
    return (attribute_set_ & html_bit(id)) == 0 ? nullptr : find_present(id);
  }
  std::string_view octets(ByteRange where) const {
    return html_.substr(where.offset, where.length);
  }

  // Inside SVG and MathML: no element's content is raw there, and CDATA sections are text.
  void set_foreign(bool foreign) { foreign_ = foreign; }

 private:
  const HtmlAttributeRange* find_present(HtmlAttribute id) const;
  bool emit(HtmlToken::Kind kind, std::size_t end) {
    token_.kind = kind;
    token_.where =
        ByteRange::between(static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(end));
    position_ = end;
    return true;
  }
  bool read_text(std::size_t from);
  bool read_tag(bool closing);
  std::size_t read_attributes(std::size_t at);
  bool read_markup_declaration();
  bool read_bogus_comment(std::size_t from);
  bool read_raw_text();
  bool is_end_tag_at(std::size_t at, std::string_view name) const;
  std::size_t script_end() const;
  std::size_t raw_text_end() const;

  std::string_view html_;
  std::size_t position_ = 0;
  std::size_t begin_ = 0;  // of the current token
  HtmlToken token_;
  std::vector<HtmlAttributeRange> attributes_;
  std::uint32_t attribute_set_ = 0;
  HtmlTag raw_ = HtmlTag::other;  // the element whose raw content comes next
  std::string_view raw_name_;
  bool foreign_ = false;
};

}  // namespace letterlock::content
