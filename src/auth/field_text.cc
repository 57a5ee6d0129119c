#include "auth/field_text.h"

#include "base/base64.h"

namespace letterlock::auth {
namespace {

constexpr std::size_t kLineLength = 76;

}  // namespace

FieldText::FieldText(std::string_view name, std::string_view line_end, std::size_t b_line)
    : line_end_(line_end), b_line_(b_line) {
  text_.append(name).append(":");
}

void FieldText::fold() {
  text_ += line_end_;
  line_begin_ = text_.size();
  text_ += ' ';
}

void FieldText::begin_tag(std::string_view tag, std::size_t length) {
  if (!first_) text_ += ';';
  if (!first_ && text_.size() - line_begin_ + tag.size() + length + 3 > kLineLength) {
    fold();
  } else {
    text_ += ' ';
  }
  first_ = false;
  text_.append(tag).append("=");
}

void FieldText::add(std::string_view tag, std::string_view value) {
  begin_tag(tag, value.size());
  text_ += value;
}

void FieldText::add_list(std::string_view tag, std::span<const std::string> values) {
  std::size_t length = 0;
  for (const std::string& value : values) length += value.size() + 1;
  begin_tag(tag, length);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) {
      text_ += ':';
      if (text_.size() - line_begin_ + values[i].size() + 1 > kLineLength) fold();
    }
    text_ += values[i];
  }
}

void FieldText::add_signature() {
  begin_tag("b", kLineLength);
  b_at_ = text_.size();
}

std::string FieldText::signed_text(std::string_view signature) const {
  const std::string base64 = base64_encode(signature);
  std::string value;
  // "b=" is part of the first line.
  for (std::size_t at = 0, length = b_line_ - 2; at < base64.size();
       at += length, length = b_line_) {
    if (at > 0) value.append(line_end_).append(" ");
    value.append(base64, at, length);
  }
  // What stands behind b= goes to the next line.
  std::string text = text_;
  text.insert(b_at_, value);
  return text.append(line_end_);
}

}  // namespace letterlock::auth
