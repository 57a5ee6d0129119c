#include "mime/iso2022jp.h"

#include <algorithm>
#include <array>

namespace letterlock::mime {
namespace {

enum class Set { ascii, katakana, kanji };

struct Escape {
  std::string_view octets;
  Set set;
};
// JIS X 0201 Roman is read as ASCII: yen sign and overline where those differ are what no mail
// client shows.
constexpr std::array<Escape, 8> kEscapes = {{{"\x1B(B", Set::ascii},
                                             {"\x1B(J", Set::ascii},
                                             {"\x1B(H", Set::ascii},
                                             {"\x1B(I", Set::katakana},
                                             {"\x1B$B", Set::kanji},
                                             {"\x1B$@", Set::kanji},
                                             {"\x1B$(B", Set::kanji},
                                             {"\x1B$(@", Set::kanji}}};

const Escape* escape_at(std::string_view text) {
  for (const Escape& escape : kEscapes) {
    if (text.starts_with(escape.octets)) return &escape;
  }
  return nullptr;
}

bool is_graphic(char c) { return c > 0x20 && c < 0x7F; }

void append_kanji(char first, char second, std::string& out) {
  const int row = static_cast<unsigned char>(first);
  const int cell = static_cast<unsigned char>(second);
  int lead = ((row - 0x21) >> 1) + 0x81;
  if (lead > 0x9F) lead += 0x40;
  const int trail = (row & 1) != 0 ? cell + (cell < 0x60 ? 0x1F : 0x20) : cell + 0x7E;
  out += static_cast<char>(lead);
  out += static_cast<char>(trail);
}

}  // namespace

std::size_t MovedToShiftJis::source_offset(std::size_t moved) const {
  auto after = std::upper_bound(segments.begin(), segments.end(), moved,
                                [](std::size_t at, const Segment& s) { return at < s.moved; });
  if (after == segments.begin()) return moved;
  --after;
  return after->source + (moved - after->moved);
}

std::optional<MovedToShiftJis> iso2022jp_to_shift_jis(std::string_view octets) {
  MovedToShiftJis result;
  std::string& out = result.octets;
  out.reserve(octets.size());
  Set set = Set::ascii;
  Set outside_shift = Set::ascii;
  result.segments.push_back({0, 0});
  for (std::size_t at = 0; at < octets.size();) {
    const char c = octets[at];
    if (c == '\x1B') {
      const Escape* escape = escape_at(octets.substr(at));
      if (escape == nullptr) return std::nullopt;
      set = escape->set;
      at += escape->octets.size();
      result.segments.push_back({out.size(), at});
    } else if (c == '\x0E' || c == '\x0F') {  // the katakana of 7-bit JIS X 0201
      if (c == '\x0E') outside_shift = set;
      set = c == '\x0E' ? Set::katakana : outside_shift;
      result.segments.push_back({out.size(), ++at});
    } else if (set == Set::kanji && is_graphic(c) && at + 1 < octets.size() &&
               is_graphic(octets[at + 1])) {
      append_kanji(c, octets[at + 1], out);
      at += 2;
    } else {
      if (c == '\n') set = Set::ascii;  // RFC 1468: a line ends in ASCII
      const bool moves = set == Set::katakana && c > 0x20 && c < 0x60;
      out += moves ? static_cast<char>(c | 0x80) : c;
      ++at;
    }
  }
  return result;
}

}  // namespace letterlock::mime
