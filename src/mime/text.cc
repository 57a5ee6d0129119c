#include "mime/text.h"

#include "base/ascii.h"
#include "base/cursor.h"

namespace letterlock::mime {
namespace {

std::string_view take_text_line(Cursor& cursor) {
  std::string_view line = cursor.take_until('\n');
  cursor.take('\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The number of quote marks at the front of `line`, which are taken off.
std::uint32_t take_quote_marks(std::string_view& line, bool flowed) {
  std::uint32_t depth = 0;
  for (;;) {
    // RFC 3676 section 4.5 has them side by side; other mail has spaces between.
    if (line.starts_with('>')) {
      line.remove_prefix(1);
    } else if (!flowed && depth > 0 && line.starts_with(" >")) {
      line.remove_prefix(2);
    } else {
      break;
    }
    ++depth;
  }
  // Space-stuffing (section 4.4), or the space that follows a quote mark elsewhere.
  if ((flowed || depth > 0) && line.starts_with(' ')) line.remove_prefix(1);
  return depth;
}

std::string_view unfolded(std::string_view body, Arena& arena) {
  body = trim(body);
  if (body.find('\n') == std::string_view::npos) return body;
  char* const out = arena.allocate(body.size());
  std::size_t size = 0;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] == '\n' || (body[at] == '\r' && body.substr(at + 1, 1) == "\n")) continue;
    out[size++] = body[at];
  }
  arena.shrink(out, body.size(), size);
  return {out, size};
}

std::string_view lower_case(std::string_view name, Arena& arena) {
  char* const out = arena.allocate(name.size());
  for (std::size_t i = 0; i < name.size(); ++i) out[i] = to_lower(name[i]);
  return {out, name.size()};
}

}  // namespace

std::vector<Paragraph> unflow(std::string_view text, bool flowed, bool del_sp) {
  std::vector<Paragraph> paragraphs;
  bool goes_on = false;  // the last line was flowed
  Cursor cursor(text);
  while (!cursor.at_end()) {
    std::string_view line = take_text_line(cursor);
    const std::uint32_t depth = take_quote_marks(line, flowed);
    const bool is_signature = line == "-- ";  // never flowed (section 4.3)
    if (!goes_on || is_signature || paragraphs.back().quote_depth != depth) {
      paragraphs.push_back({depth, {}});
    }
    goes_on = flowed && !is_signature && line.ends_with(' ');
    if (goes_on && del_sp) line.remove_suffix(1);
    paragraphs.back().text += line;
  }
  return paragraphs;
}

std::vector<std::vector<StatusField>> parse_status(std::string_view body, Arena& arena) {
  std::vector<std::vector<StatusField>> groups;
  bool in_group = false;
  Cursor cursor(body);
  while (!cursor.at_end()) {
    const std::size_t begin = cursor.position();
    std::string_view line = take_text_line(cursor);
    if (trim(line).empty()) {
      in_group = false;
      continue;
    }
    std::size_t end = begin + line.size();
    while (!cursor.at_end() && is_wsp(static_cast<char>(cursor.peek()))) {
      const std::size_t folded = cursor.position();
      const std::string_view more = take_text_line(cursor);
      if (trim(more).empty()) {  // a blank line with a space on it still ends the group
        cursor.seek(folded);
        break;
      }
      end = folded + more.size();
    }
    const std::string_view whole = body.substr(begin, end - begin);
    const std::size_t colon = whole.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    if (!in_group) groups.emplace_back();
    in_group = true;
    groups.back().push_back({lower_case(trim(whole.substr(0, colon)), arena),
                             unfolded(whole.substr(colon + 1), arena)});
  }
  return groups;
}

}  // namespace letterlock::mime
