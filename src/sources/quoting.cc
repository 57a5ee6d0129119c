#include "sources/quoting.h"

#include "base/npos.h"
#include "sources/from_line.h"

namespace letterlock::sources {
namespace {

// How many ">" a line begins with; -1 for a blank line, which says nothing.
int depth_at(std::string_view text, std::size_t begin) {
  std::size_t i = begin;
  while (i < text.size() && text[i] == '>') ++i;
  const bool blank = i == begin && (i >= text.size() || text[i] == '\n' || text[i] == '\r');
  return blank ? -1 : static_cast<int>(i - begin);
}

struct QuotedLine {
  std::size_t begin = npos;  // of the line
  int depth = 0;             // number of ">" before "From "
};

// The first line >+From at or after `from`.
QuotedLine next_quoted(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size();) {
    const std::size_t begin = find_line_start(text, i, '>');
    if (begin == npos) break;
    std::size_t end = begin;
    while (end < text.size() && text[end] == '>') ++end;
    if (text.substr(end, 5) == "From ") return {begin, static_cast<int>(end - begin)};
    i = end;
  }
  return {};
}

struct Neighbours {
  int before, after;
  bool either(int depth) const { return before == depth || after == depth; }
};

Neighbours neighbours(std::string_view text, std::size_t begin) {
  Neighbours around{-1, -1};
  if (begin >= 2) {
    const std::size_t newline = text.rfind('\n', begin - 2);
    around.before = depth_at(text, newline == npos ? 0 : newline + 1);
  }
  const std::size_t end = text.find('\n', begin);
  if (end != npos) around.after = depth_at(text, end + 1);
  return around;
}

// In a passage quoted as deep as the line itself, the line was not quoted by the mbox.
bool stood_so(const Neighbours& around, int depth) { return around.either(depth); }

}  // namespace

std::string_view to_string(Dialect dialect) {
  switch (dialect) {
    case Dialect::unknown:
      return "mbox";
    case Dialect::mboxo:
      return "mboxo";
    case Dialect::mboxrd:
      return "mboxrd";
    case Dialect::mboxcl:
      return "mboxcl";
    case Dialect::mboxcl2:
      return "mboxcl2";
  }
  return "mbox";
}

void QuotingEvidence::add(const QuotingEvidence& other) {
  mboxo += other.mboxo;
  mboxrd += other.mboxrd;
  quoted += other.quoted;
}

Dialect QuotingEvidence::verdict() const {
  if (mboxo == mboxrd) return Dialect::unknown;
  return mboxo > mboxrd ? Dialect::mboxo : Dialect::mboxrd;
}

QuotingEvidence weigh_quoting(std::string_view body) {
  QuotingEvidence evidence;
  for (QuotedLine line = next_quoted(body, 0); line.begin != npos;
       line = next_quoted(body, line.begin + 1)) {
    ++evidence.quoted;
    if (stood_so(neighbours(body, line.begin), line.depth)) {
      ++evidence.mboxo;
    } else if (line.depth >= 2) {
      ++evidence.mboxrd;
    }
  }
  return evidence;
}

Unquoted undo_quoting(std::string_view message, std::size_t header_end, Dialect dialect,
                      std::string& scratch) {
  if (dialect == Dialect::mboxcl2) return {message, 0};
  Unquoted done{message, 0};
  std::size_t copied = 0;
  scratch.clear();
  for (QuotedLine line = next_quoted(message, header_end); line.begin != npos;
       line = next_quoted(message, line.begin + 1)) {
    const bool undo = dialect == Dialect::mboxrd ||
                      (line.depth == 1 && !stood_so(neighbours(message, line.begin), line.depth));
    if (!undo) continue;
    scratch.append(message, copied, line.begin - copied);
    copied = line.begin + 1;
    ++done.lines;
  }
  if (done.lines == 0) return done;
  scratch.append(message, copied);
  done.octets = scratch;
  return done;
}

}  // namespace letterlock::sources
