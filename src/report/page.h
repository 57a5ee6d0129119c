// Text for the terminal: paragraphs with hanging indents, headings, colour where wanted.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace letterlock::report {

// Code points, for alignment; good enough for everything but wide and combining characters.
std::size_t columns(std::string_view text);

class Page {
 public:
  // Between 40 and 110 columns are used.
  Page(bool color, unsigned width) : color_(color), width_(std::clamp(width, 40U, 110U)) {}

  void heading(std::string_view text) { out_ += "\n" + styled("1", text) + "\n"; }
  // Text broken at spaces, with `indent` before every line and `mark` in the first one's indent.
  void paragraph(std::string_view text, std::size_t indent, std::string_view mark = "");
  void raw(std::string_view text) { out_ += text; }
  // `code`: an SGR parameter ("1": bold).
  std::string styled(std::string_view code, std::string_view text) const {
    return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
  unsigned width() const { return width_; }
  std::string take() { return std::move(out_); }

 private:
  bool color_;
  unsigned width_;
  std::string out_;
};

}  // namespace letterlock::report
