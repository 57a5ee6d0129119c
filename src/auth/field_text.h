// Writes a signature's field: tags folded to lines of 76 octets at most, where that can be done.
// Internal to src/auth.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace letterlock::auth {

class FieldText {
 public:
  // `line_end` is the message's: "\r\n" or "\n". b= is cut into lines of `b_line` octets: ARC-Seal
  // signs how the ARC-Message-Signature below it was folded there.
  FieldText(std::string_view name, std::string_view line_end, std::size_t b_line = 72);

  // REQUIRES: no control characters in `value`.
  void add(std::string_view tag, std::string_view value);
  // A colon-separated list, folded behind colons.
  void add_list(std::string_view tag, std::span<const std::string> values);
  // The place of b=, whose value comes with set_signature().
  void add_signature();

  // So far: with an empty b=, without the final line end.
  const std::string& text() const { return text_; }
  // The whole field with b= filled in and its line end.
  std::string signed_text(std::string_view signature) const;

 private:
  void begin_tag(std::string_view tag, std::size_t length);
  void fold();

  std::string line_end_;
  std::size_t b_line_;
  std::string text_;
  std::size_t line_begin_ = 0;
  std::size_t b_at_ = 0;
  bool first_ = true;
};

}  // namespace letterlock::auth
