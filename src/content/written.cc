#include "content/written.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::content {
namespace {

constexpr std::size_t kRead = 256 * 1024;

bool starts_diff(std::string_view line) {
  switch (line.empty() ? '\0' : line.front()) {
    case 'd':
      return line.starts_with("diff --git ") || line.starts_with("diff -");
    case '-':
      return line.starts_with("--- a/") || line.starts_with("--- /dev/null");
    case 'I':
      return line.starts_with("Index: ");
    case '@':
      return line.starts_with("@@ -");
    case 'G':
      return line == "GIT binary patch";
    default:
      return false;
  }
}

// "Signed-off-by: ", "Fixes: ", "Cc: ", "base-commit: ".
bool is_trailer(std::string_view line) {
  const std::size_t colon = line.find(':');
  constexpr std::size_t kLongest = 24;
  if (colon == std::string_view::npos || colon == 0 || colon > kLongest) return false;
  const std::string_view name = line.substr(0, colon);
  if (name.find(' ') != std::string_view::npos || line.substr(colon + 1, 1) != " ") return false;
  constexpr std::string_view kNames[] = {
      "Fixes", "Cc", "Closes", "Link", "base-commit", "prerequisite-patch-id", "change-id"};
  return name.ends_with("-by") ||
         std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// "_______________________________________________" and the like, above what a list appends.
bool is_footer_rule(std::string_view line) {
  constexpr std::size_t kShortest = 20;
  return line.size() >= kShortest &&
         (line[0] == '_' || line[0] == '=' || line[0] == '-' || line[0] == '*') &&
         line.find_first_not_of(line[0]) == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(const Content& content)
      : content_(content), text_(std::string_view(content.new_text).substr(0, kRead)) {}

  Written read();

 private:
  void split();
  void mark_spans();
  void mark_span(std::size_t first, std::size_t end);
  std::string_view line(std::size_t i) const {
    return text_.substr(found_.lines[i].begin, found_.lines[i].end - found_.lines[i].begin);
  }

  const Content& content_;
  std::string_view text_;
  Written found_;
};

void Reader::split() {
  std::size_t span = 0;
  const auto& spans = content_.new_spans;
  found_.lines.reserve(text_.size() / 40 + 4);
  for (std::size_t at = 0; at < text_.size();) {
    while (span + 1 < spans.size() && spans[span + 1].begin <= at) ++span;
    std::size_t stop = text_.size();
    if (span + 1 < spans.size()) stop = std::min<std::size_t>(stop, spans[span + 1].begin);
    const std::size_t newline = std::min(text_.find('\n', at), stop);
    WrittenLine line;
    line.begin = static_cast<std::uint32_t>(at);
    line.end = static_cast<std::uint32_t>(newline);
    while (line.end > line.begin && is_space(text_[line.end - 1])) {
      // "-- " keeps its blank.
      if (line.end - line.begin == 3 && text_.substr(line.begin, 3) == "-- ") break;
      --line.end;
    }
    line.span = static_cast<std::uint32_t>(span);
    found_.lines.push_back(line);
    at = newline < text_.size() && text_[newline] == '\n' ? newline + 1 : newline;
  }
}

// What a line is depends on those above it in the same stretch of text.
void Reader::mark_span(std::size_t first, std::size_t end) {
  LineRole below = LineRole::prose;
  std::size_t rule = end;  // where a patch's description ends: "---"
  for (std::size_t i = first; i < end; ++i) {
    WrittenLine& at = found_.lines[i];
    const std::string_view text = line(i);
    if (text == "-- " || text == "--") {
      below = LineRole::signature;
    } else if (below == LineRole::prose && starts_diff(text)) {
      below = LineRole::diff;
      found_.has_diff = true;
      for (std::size_t j = rule; j < i; ++j) found_.lines[j].role = LineRole::diff;
    } else if (below != LineRole::diff && is_footer_rule(text) && end - i <= 12 &&
               text_.size() - at.begin < 2000) {
      below = LineRole::footer;
    }
    if (below != LineRole::prose) {
      at.role = below;
    } else if (text.empty()) {
      at.role = LineRole::blank;
    } else if (text.front() == '>') {
      at.role = LineRole::quoted;
    } else if (text == "---") {
      rule = std::min(rule, i);
    } else if (is_trailer(text)) {
      at.role = LineRole::trailer;
    }
  }
}

void Reader::mark_spans() {
  for (std::size_t first = 0; first < found_.lines.size();) {
    std::size_t end = first;
    while (end < found_.lines.size() && found_.lines[end].span == found_.lines[first].span) ++end;
    mark_span(first, end);
    first = end;
  }
}

Written Reader::read() {
  split();
  mark_spans();
  for (const WrittenLine& line : found_.lines) {
    if (line.role == LineRole::prose) found_.length += line.end - line.begin + 1;
  }
  return std::move(found_);
}

}  // namespace

Written written_lines(const Content& content) { return Reader(content).read(); }

}  // namespace letterlock::content
