#include "report/page.h"

namespace letterlock::report {

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void Page::paragraph(std::string_view text, std::size_t indent, std::string_view mark) {
  std::string line = std::string(mark);
  line += std::string(indent > columns(mark) ? indent - columns(mark) : 0, ' ');
  std::size_t used = indent;
  bool first = true;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    const std::string_view word = text.substr(i, end - i);
    i = end + 1;
    if (word.empty()) continue;
    if (!first && used + 1 + columns(word) > width_) {
      out_ += line + "\n";
      line = std::string(indent, ' ');
      used = indent;
      first = true;
    }
    if (!first) line += ' ';
    used += columns(word) + (first ? 0 : 1);
    line += word;
    first = false;
  }
  out_ += line + "\n";
}

}  // namespace letterlock::report
