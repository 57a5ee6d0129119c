#include "base/printable.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace letterlock {
namespace {

// The length of the well-formed sequence at the front of `text` and its code point; length 0 where
// there is none (Unicode 15 table 3-7).
struct Decoded {
  std::size_t length;
  char32_t code;
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, lead};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {0, 0};
  char32_t code = lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    code = (code << 6) | (byte(i) & 0x3F);
  }
  if ((length == 3 && code < 0x800) || (length == 4 && (code < 0x10000 || code > 0x10FFFF)) ||
      (code >= 0xD800 && code <= 0xDFFF)) {
    return {0, 0};
  }
  return {length, code};
}

bool is_deceptive(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}

}  // namespace

std::string printable(std::string_view text, bool multiline) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\n' || c == '\t') {
      if (multiline) {
        out += c;
      } else {
        out += c == '\n' ? "\\n" : "\\t";
      }
      ++at;
      continue;
    }
    const Decoded next = decode(text.substr(at));
    if (next.length == 0) {
      fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(c));
      ++at;
      continue;
    }
    if (multiline && c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
      ++at;
      continue;
    }
    if (is_deceptive(next.code)) {
      const auto code = static_cast<std::uint32_t>(next.code);
      out += code < 0x80 ? fmt::format("\\x{:02X}", code) : fmt::format("\\u{{{:04X}}}", code);
    } else {
      out += text.substr(at, next.length);
    }
    at += next.length;
  }
  return out;
}

std::string ellipsize(std::string_view text, std::size_t columns) {
  std::size_t count = 0;
  std::size_t cut = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (count + 1 == columns) cut = at;
    if (count == columns) return std::string(text.substr(0, cut)) + "…";
    const Decoded next = decode(text.substr(at));
    at += next.length == 0 ? 1 : next.length;
  }
  return std::string(text);
}

}  // namespace letterlock
