#include "sources/mime_writer.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/printable.h"

namespace letterlock::sources {
namespace {

constexpr std::size_t kColumns = 76;
constexpr std::size_t kWordOctets = 42;  // of text in one encoded-word: 56 of base64 and 12 around

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; }) &&
         text.find("=?") == std::string_view::npos;
}

// No control characters, no octets that are not UTF-8: what may go into a field.
std::string sanitized(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t valid = valid_utf8_prefix(text);
    for (char c : text.substr(0, valid)) clean += is_control(c) ? ' ' : c;
    text.remove_prefix(valid);
    if (text.empty()) break;
    clean += "\xEF\xBF\xBD";
    text.remove_prefix(1);
  }
  return clean;
}

// RFC 2047, UTF-8 in base64, cut between characters; words separated by spaces.
std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t size = std::min(kWordOctets, text.size());
    while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) --size;
    if (!words.empty()) words += ' ';
    words += fmt::format("=?utf-8?B?{}?=", base64_encode(text.substr(0, size)));
    text.remove_prefix(size);
  }
  return words;
}

}  // namespace

void append_structured_field(std::string_view name, std::string_view value, std::string& out) {
  const std::string clean = sanitized(trim(value));
  out += name;
  out += ':';
  std::size_t column = name.size() + 1;
  std::string_view rest = clean;
  while (!rest.empty()) {
    const std::size_t word_end = std::min(rest.find(' ', 1), rest.size());
    const std::string_view word = rest.substr(0, word_end);
    const std::string_view bare = word.starts_with(' ') ? word.substr(1) : word;
    if (bare.empty()) {
      rest.remove_prefix(word_end);
      continue;
    }
    if (column + bare.size() + 1 > kColumns && column > name.size() + 1) {
      out += "\r\n";
      column = 0;
    }
    out += ' ';
    out += bare;
    column += bare.size() + 1;
    rest.remove_prefix(word_end);
  }
  out += "\r\n";
}

void append_text_field(std::string_view name, std::string_view text, std::string& out) {
  const std::string clean = sanitized(trim(text));
  append_structured_field(name, plain(clean) ? clean : encoded_words(clean), out);
}

std::string format_mailbox(std::string_view name, std::string_view address) {
  std::string clean = sanitized(trim(name));
  std::string addr;
  for (char c : sanitized(trim(address))) {
    if (c != ' ' && c != '<' && c != '>' && c != ',' && c != ';') addr += c;
  }
  std::string phrase;
  if (!plain(clean)) {
    phrase = encoded_words(clean);
  } else if (!clean.empty()) {
    phrase = "\"";
    for (char c : clean) {
      if (c == '"' || c == '\\') phrase += '\\';
      phrase += c;
    }
    phrase += '"';
  }
  if (addr.empty()) return phrase;
  return phrase.empty() ? fmt::format("<{}>", addr) : fmt::format("{} <{}>", phrase, addr);
}

std::string format_parameter(std::string_view name, std::string_view value) {
  const std::string clean = sanitized(trim(value));
  if (plain(clean)) {
    std::string quoted;
    for (char c : clean) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    return fmt::format("; {}=\"{}\"", name, quoted);
  }
  std::string percent;
  for (char c : clean) {
    if (is_alnum(c) || c == '.' || c == '-' || c == '_') {
      percent += c;
    } else {
      percent += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return fmt::format("; {}*=utf-8''{}", name, percent);
}

void append_base64(std::string_view octets, std::string& out) {
  constexpr std::size_t kLineOctets = 57;  // 76 characters
  out.reserve(out.size() + octets.size() / kLineOctets * 78 + 80);
  while (!octets.empty()) {
    out += base64_encode(octets.substr(0, kLineOctets));
    out += "\r\n";
    octets.remove_prefix(std::min(kLineOctets, octets.size()));
  }
}

void append_quoted_printable(std::string_view text, std::string& out) {
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    if (column + piece.size() > kColumns - 1) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool crlf = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (crlf || c == '\n') {
      if (crlf) ++i;
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool literal = (c > ' ' && c < 0x7F && c != '=') || (is_wsp(c) && !at_end);
    if (literal) {
      put(text.substr(i, 1));
    } else {
      put(fmt::format("={:02X}", static_cast<unsigned char>(c)));
    }
  }
  if (column > 0 || text.empty()) out += "\r\n";
}

}  // namespace letterlock::sources
