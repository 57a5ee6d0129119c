#include "content/html_tokenizer.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/npos.h"

namespace letterlock::content {
namespace {

// What ends a run of ordinary octets inside a tag.
enum : std::uint8_t { kSpace = 1, kNameEnd = 2, kAttributeNameEnd = 4, kUnquotedEnd = 8 };
constexpr auto kClass = [] {
  std::array<std::uint8_t, 256> classes{};
  for (const char c : {' ', '\t', '\n', '\r', '\f'}) {
    classes[static_cast<unsigned char>(c)] = kSpace | kNameEnd | kAttributeNameEnd | kUnquotedEnd;
  }
  classes['/'] = kNameEnd | kAttributeNameEnd;
  classes['>'] = kNameEnd | kAttributeNameEnd | kUnquotedEnd;
  classes['='] = kAttributeNameEnd;
  return classes;
}();
bool is(char c, std::uint8_t kind) { return (kClass[static_cast<unsigned char>(c)] & kind) != 0; }

std::size_t skip_until(std::string_view html, std::size_t at, std::uint8_t kind) {
  while (at < html.size() && !is(html[at], kind)) ++at;
  return at;
}
std::size_t skip_space(std::string_view html, std::size_t at) {
  while (at < html.size() && is(html[at], kSpace)) ++at;
  return at;
}
ByteRange range(std::size_t begin, std::size_t end) {
  return ByteRange::between(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
}

// Reads the value that starts at `at`, after the "="; returns where the tag goes on.
std::size_t read_value(std::string_view html, std::size_t at, ByteRange& value) {
  if (at >= html.size() || html[at] == '>') return at;  // missing value
  const char quote = html[at];
  if (quote != '"' && quote != '\'') {
    const std::size_t end = skip_until(html, at, kUnquotedEnd);
    value = range(at, end);
    return end;
  }
  const std::size_t end = std::min(html.find(quote, at + 1), html.size());
  value = range(at + 1, end);
  return std::min(end + 1, html.size());
}

}  // namespace

const HtmlAttributeRange* HtmlTokenizer::find_present(HtmlAttribute id) const {
  for (const auto& attribute : attributes_) {
    if (attribute.id == id) return &attribute;
  }
  return nullptr;
}

bool HtmlTokenizer::next() {
  attributes_.clear();
  attribute_set_ = 0;
  token_ = HtmlToken{};
  const std::string_view html = html_;
  for (;;) {
    begin_ = position_;
    if (begin_ >= html.size()) return false;
    if (raw_ != HtmlTag::other && read_raw_text()) return true;
    if (html[begin_] != '<') return read_text(begin_);
    const char c = begin_ + 1 < html.size() ? html[begin_ + 1] : '\0';
    if (is_alpha(c)) return read_tag(false);
    if (c == '!') return read_markup_declaration();
    if (c == '?') return read_bogus_comment(begin_ + 1);
    if (c != '/' || begin_ + 2 >= html.size()) return read_text(begin_ + 1);
    if (is_alpha(html[begin_ + 2])) return read_tag(true);
    if (html[begin_ + 2] != '>') return read_bogus_comment(begin_ + 2);
    position_ += 3;  // "</>" is nothing
  }
}

bool HtmlTokenizer::read_text(std::size_t from) {
  return emit(HtmlToken::Kind::text, std::min(html_.find('<', from), html_.size()));
}

bool HtmlTokenizer::read_tag(bool closing) {
  const std::size_t name_begin = position_ + (closing ? 2 : 1);
  position_ = skip_until(html_, name_begin, kNameEnd);
  token_.name = range(name_begin, position_);
  if (position_ < html_.size() && html_[position_] != '>') position_ = read_attributes(position_);
  if (position_ >= html_.size()) return false;  // the input ends inside the tag
  const std::string_view name = octets(token_.name);
  token_.tag = html_tag(name);
  emit(closing ? HtmlToken::Kind::end_tag : HtmlToken::Kind::start_tag, position_ + 1);
  const bool raw = (html_flags(token_.tag) & (html_flag::kRawText | html_flag::kRcData)) != 0 ||
                   token_.tag == HtmlTag::plaintext;
  if (raw && !closing && !foreign_) {
    raw_ = token_.tag;
    raw_name_ = name;
  }
  return true;
}

// Up to ">" or the end of input, from `at` on; returns where that is.
std::size_t HtmlTokenizer::read_attributes(std::size_t at) {
  const std::string_view html = html_;
  std::uint32_t set = 0;
  for (;;) {
    at = skip_space(html, at);
    if (at >= html.size() || html[at] == '>') break;
    if (html[at] == '/') {
      if (at + 1 < html.size() && html[at + 1] == '>') token_.self_closing = true;
      ++at;
      continue;
    }
    // A "=" before the name is part of it (section 13.2.5.32).
    const std::size_t end = skip_until(html, at + 1, kAttributeNameEnd);
    HtmlAttributeRange attribute;
    attribute.name = range(at, end);
    attribute.value = range(end, end);
    attribute.id = html_attribute(html.substr(at, end - at));
    at = skip_space(html, end);
    if (at < html.size() && html[at] == '=') {
      at = read_value(html, skip_space(html, at + 1), attribute.value);
    }
    if (at >= html.size()) break;
    attributes_.push_back(attribute);
    set |= html_bit(attribute.id);
  }
  attribute_set_ = set;
  return at;
}

bool HtmlTokenizer::read_bogus_comment(std::size_t from) {
  const std::size_t end = html_.find('>', from);
  return emit(HtmlToken::Kind::comment, end == npos ? html_.size() : end + 1);
}

bool HtmlTokenizer::read_markup_declaration() {
  const std::string_view rest = html_.substr(position_);
  if (rest.starts_with("<!--")) {
    if (rest.starts_with("<!-->")) return emit(HtmlToken::Kind::comment, position_ + 5);
    if (rest.starts_with("<!--->")) return emit(HtmlToken::Kind::comment, position_ + 6);
    for (std::size_t at = position_ + 4; (at = html_.find("--", at)) != npos; ++at) {
      if (html_.substr(at + 2, 1) == ">") return emit(HtmlToken::Kind::comment, at + 3);
      if (html_.substr(at + 2, 2) == "!>") return emit(HtmlToken::Kind::comment, at + 4);
    }
    return emit(HtmlToken::Kind::comment, html_.size());
  }
  if (foreign_ && rest.starts_with("<![CDATA[")) {
    const std::size_t end = html_.find("]]>", position_ + 9);
    emit(HtmlToken::Kind::literal, end == npos ? html_.size() : end + 3);
    const std::size_t text_end = end == npos ? html_.size() : end;
    token_.where = range(begin_ + 9, text_end);
    return true;
  }
  const bool doctype = starts_with_ignore_case(rest.substr(2), "doctype");
  read_bogus_comment(position_ + 2);
  if (doctype) token_.kind = HtmlToken::Kind::doctype;
  return true;
}

// True where `at` starts "</name" and that name ends there.
bool HtmlTokenizer::is_end_tag_at(std::size_t at, std::string_view name) const {
  const std::string_view rest = html_.substr(at);
  if (rest.size() <= name.size() + 2 || rest[1] != '/') return false;
  return is(rest[name.size() + 2], kNameEnd) &&
         equals_ignore_case(rest.substr(2, name.size()), name);
}

std::size_t HtmlTokenizer::raw_text_end() const {
  for (std::size_t at = position_; (at = html_.find('<', at)) != npos; ++at) {
    if (is_end_tag_at(at, raw_name_)) return at;
  }
  return html_.size();
}

// Sections 13.2.5.15 to 13.2.5.31: "<!--" hides an end tag of a script that a "<script" inside the
// comment opened.
std::size_t HtmlTokenizer::script_end() const {
  enum { plain, escaped, escaped_twice } state = plain;
  unsigned dashes = 0;
  for (std::size_t at = position_; at < html_.size(); ++at) {
    const char c = html_[at];
    if (c == '-') {
      ++dashes;
      continue;
    }
    if (c == '>' && dashes >= 2) state = plain;
    dashes = 0;
    if (c != '<') continue;
    if (state == escaped_twice) {
      if (is_end_tag_at(at, "script")) state = escaped;
    } else if (is_end_tag_at(at, "script")) {
      return at;
    } else if (state == plain && html_.substr(at, 4) == "<!--") {
      state = escaped;
      dashes = 2;
      at += 3;
    } else if (state == escaped && at + 7 < html_.size() && is(html_[at + 7], kNameEnd) &&
               equals_ignore_case(html_.substr(at + 1, 6), "script")) {
      state = escaped_twice;
    }
  }
  return html_.size();
}

// False where the raw text is empty, with raw_ cleared.
bool HtmlTokenizer::read_raw_text() {
  const HtmlTag tag = raw_;
  raw_ = HtmlTag::other;
  std::size_t end = html_.size();
  if (tag == HtmlTag::script) {
    end = script_end();
  } else if (tag != HtmlTag::plaintext) {
    end = raw_text_end();
  }
  if (end == position_) return false;
  const bool references = (html_flags(tag) & html_flag::kRcData) != 0;
  return emit(references ? HtmlToken::Kind::text : HtmlToken::Kind::literal, end);
}

}  // namespace letterlock::content
