#include "content/quote_lines.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::content {
namespace {

// Nobody quotes deeper than a mail thread is long.
constexpr std::uint16_t kDeepest = 1000;

void count_marks(std::string_view text, QuoteLine& line) {
  std::uint32_t at = line.begin;
  std::uint32_t content = line.begin;
  while (at < line.end) {
    if (text[at] == '>') {
      if (line.depth < kDeepest) ++line.depth;
      content = ++at;
    } else if (text[at] == ' ' && at > line.begin) {
      ++at;  // "> > text"
    } else {
      break;
    }
  }
  if (line.depth == 0) return;
  line.content = content;
  if (content < line.end && text[content] == ' ') ++line.content;
}

// The blocks that a position is inside of. Positions only go up.
class OpenBlocks {
 public:
  explicit OpenBlocks(std::span<const HtmlQuote> marks) : marks_(marks) {}

  void move_to(QuoteLine& line) {
    while (next_ < marks_.size() && marks_[next_].begin <= line.begin) {
      const HtmlQuote& mark = marks_[next_++];
      if (mark.kind == HtmlQuote::Kind::separator) {
        line.separator = true;
      } else if (mark.end > line.begin) {
        open_.push_back(mark);
      }
    }
    std::erase_if(open_, [&](const HtmlQuote& mark) { return mark.end <= line.begin; });
    for (const auto& mark : open_) {
      if (mark.kind == HtmlQuote::Kind::blockquote && line.depth < kDeepest) ++line.depth;
    }
    if (!open_.empty()) line.block_end = open_.back().end;
  }

 private:
  std::span<const HtmlQuote> marks_;
  std::size_t next_ = 0;
  std::vector<HtmlQuote> open_;  // at most Limits::html_depth
};

}  // namespace

std::vector<QuoteLine> split_quote_lines(std::string_view text, std::span<const HtmlQuote> marks) {
  std::vector<QuoteLine> lines;
  lines.reserve(text.size() / 48 + 4);
  OpenBlocks blocks(marks);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t newline = std::min(text.find('\n', at), text.size());
    QuoteLine line;
    line.begin = line.content = static_cast<std::uint32_t>(at);
    line.end = static_cast<std::uint32_t>(newline);
    if (line.end > line.begin && text[line.end - 1] == '\r') --line.end;
    if (text[at] == '>') count_marks(text, line);
    if (!marks.empty()) blocks.move_to(line);
    lines.push_back(line);
    at = newline + 1;
  }
  // A lone ">From " is what mbox files make of "From " at the start of a line.
  for (std::size_t i = 0; i < lines.size(); ++i) {
    QuoteLine& line = lines[i];
    if (line.depth != 1 || !text.substr(line.begin, 6).starts_with(">From ")) continue;
    const bool alone =
        (i == 0 || lines[i - 1].depth == 0) && (i + 1 == lines.size() || lines[i + 1].depth == 0);
    if (alone) line.depth = 0;
  }
  return lines;
}

}  // namespace letterlock::content
