#include "demo/encode.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/markup.h"
#include "demo/jis.h"

namespace letterlock::demo {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

void append_hex(std::string& out, char c) {
  const auto octet = static_cast<unsigned char>(c);
  out += '=';
  out += kHex[octet >> 4];
  out += kHex[octet & 15];
}

// KOI8-R's lower half of Cyrillic follows the Latin alphabet's order, not the Russian one.
char koi8(char32_t c) {
  static constexpr std::string_view kOrder =
      "\xC1\xC2\xD7\xC7\xC4\xC5\xD6\xDA\xC9\xCA\xCB\xCC\xCD\xCE\xCF\xD0"
      "\xD2\xD3\xD4\xD5\xC6\xC8\xC3\xDE\xDB\xDD\xDF\xD9\xD8\xDC\xC0\xD1";
  if (c >= 0x430 && c <= 0x44F) return kOrder[c - 0x430];
  if (c >= 0x410 && c <= 0x42F) return static_cast<char>(kOrder[c - 0x410] + 0x20);
  if (c == 0x451) return '\xA3';
  if (c == 0x401) return '\xB3';
  if (c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D) return '"';
  if (c == 0x2014 || c == 0x2013) return '-';
  if (c == 0x202F || c == 0xA0) return ' ';
  return c == 0x2019 ? '\'' : '?';
}

char windows1252(char32_t c) {
  if (c < 0x100) return static_cast<char>(c);
  switch (c) {
    case 0x20AC:
      return '\x80';
    case 0x2013:
      return '\x96';
    case 0x2014:
      return '\x97';
    case 0x2018:
      return '\x91';
    case 0x2019:
      return '\x92';
    case 0x201C:
      return '\x93';
    case 0x201D:
      return '\x94';
    case 0x201E:
      return '\x84';
    case 0x2026:
      return '\x85';
    case 0x0153:
      return '\x9C';
    default:
      return '?';
  }
}

std::string iso2022jp(const std::vector<char32_t>& text) {
  std::string out;
  bool kanji = false;
  for (char32_t c : text) {
    const unsigned code = c < 0x80 ? 0 : jis_code(c);
    if (c >= 0x80 && code != 0) {
      if (!kanji) out += "\x1B$B";
      kanji = true;
      out += static_cast<char>(code >> 8);
      out += static_cast<char>(code & 0xFF);
      continue;
    }
    if (kanji) out += "\x1B(B";
    kanji = false;
    out += c < 0x80 ? static_cast<char>(c) : '?';
  }
  if (kanji) out += "\x1B(B";
  return out;
}

std::string q_word(std::string_view octets) {
  std::string out;
  for (char c : octets) {
    if (c == ' ') {
      out += '_';
    } else if (is_alnum(c) || c == '-' || c == '.' || c == '!') {
      out += c;
    } else {
      append_hex(out, c);
    }
  }
  return out;
}

}  // namespace

bool is_ascii_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_ascii(c); });
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool plain = (c > ' ' && c < 0x7F && c != '=') || (is_wsp(c) && !at_end);
    if (column + (plain ? 1 : 3) > 75) {
      out += "=\r\n";
      column = 0;
    }
    if (plain) {
      out += c;
      column += 1;
    } else {
      append_hex(out, c);
      column += 3;
    }
  }
  return out;
}

std::string base64_lines(std::string_view octets, std::size_t width) {
  const std::string flat = base64_encode(octets);
  std::string out;
  for (std::size_t at = 0; at < flat.size(); at += width) {
    if (at > 0) out += "\r\n";
    out.append(flat, at, width);
  }
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (char c : text) {
    if (c == '\n' && !out.ends_with('\r')) out += '\r';
    out += c;
  }
  return out;
}

std::string with_lf(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i];
  }
  return out;
}

std::vector<char32_t> code_points(std::string_view utf8) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      c = (c << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    }
    out.push_back(c);
    i += length;
  }
  return out;
}

std::string to_charset(std::string_view utf8, std::string_view charset) {
  if (equals_ignore_case(charset, "utf-8")) return std::string(utf8);
  const std::vector<char32_t> points = code_points(utf8);
  if (equals_ignore_case(charset, "iso-2022-jp")) {
    // Every line starts and ends in ASCII (RFC 1468).
    std::string out;
    for (auto from = points.begin(); from != points.end();) {
      const auto end = std::find(from, points.end(), U'\n');
      out += iso2022jp({from, end});
      if (end != points.end()) out += '\n';
      from = end == points.end() ? end : end + 1;
    }
    return out;
  }
  std::string out;
  for (char32_t c : points) {
    const bool latin = equals_ignore_case(charset, "iso-8859-1") && c < 0x100;
    if (c < 0x80 || latin) {
      out += static_cast<char>(c);
    } else if (equals_ignore_case(charset, "koi8-r")) {
      out += koi8(c);
    } else if (equals_ignore_case(charset, "windows-1252")) {
      out += windows1252(c);
    } else if (c == 0x2013 || c == 0x2014) {
      out += '-';
    } else if (c == 0x201E || c == 0x201C || c == 0x201D) {
      out += '"';
    } else if (c == 0x202F) {
      out += ' ';
    } else {
      out += c == 0x2019 ? '\'' : '?';
    }
  }
  return out;
}

bool fits_charset(std::string_view utf8, std::string_view charset) {
  const std::string octets = to_charset(utf8, charset);
  return std::count(octets.begin(), octets.end(), '?') == std::count(utf8.begin(), utf8.end(), '?');
}

std::string encoded_words(std::string_view text, std::string_view charset, char encoding) {
  if (is_ascii_text(text)) return std::string(text);
  const std::string frame = std::string("=?") + std::string(charset) + '?' + encoding + '?';
  const std::size_t room = 75 - frame.size() - 2;
  std::string out;
  const auto render = [&](std::string_view octets) {
    return encoding == 'B' ? base64_encode(octets) : q_word(octets);
  };
  std::string held;  // UTF-8 of the word being filled
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 1;
    while (i + length < text.size() &&
           (static_cast<unsigned char>(text[i + length]) & 0xC0) == 0x80)
      ++length;
    const std::string longer = held + std::string(text.substr(i, length));
    if (!held.empty() && render(to_charset(longer, charset)).size() > room) {
      out += frame + render(to_charset(held, charset)) + "?=\r\n ";
      held = text.substr(i, length);
    } else {
      held = longer;
    }
    i += length;
  }
  return out + frame + render(to_charset(held, charset)) + "?=";
}

std::string html_escape(std::string_view text) { return escape_markup(text, Apostrophes::keep); }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string wrap(std::string_view text, std::size_t width, bool flowed) {
  std::string out;
  for (std::string_view line : lines_of(text)) {
    if (!line.starts_with('>')) {
      while (line.size() > width) {
        const std::size_t cut = line.rfind(' ', width);
        if (cut == std::string_view::npos || cut == 0) break;
        out += line.substr(0, flowed ? cut + 1 : cut);
        out += '\n';
        line.remove_prefix(cut + 1);
      }
    }
    out += line;
    out += '\n';
  }
  if (!text.ends_with('\n') && !out.empty()) out.pop_back();
  return out;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace letterlock::demo
