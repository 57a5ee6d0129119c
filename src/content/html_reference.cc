#include "content/html_reference.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include "base/ascii.h"
#include "base/octet_set.h"

namespace letterlock::content {
namespace {

struct NamedReference {
  std::string_view name;
  std::string_view text;
  bool without_semicolon;  // the standard allows it for old names
};
constexpr NamedReference kNamed[] = {
#include "content/html_entities.inc"
};
constexpr std::size_t kLongestReference = 31;
constexpr std::size_t kLongestOldName = 6;

// kNamed is sorted; names that start with the octet c stand in [kFirst[c], kFirst[c + 1]).
constexpr auto kFirst = [] {
  std::array<std::uint16_t, 129> first{};
  std::size_t at = 0;
  for (std::size_t c = 0; c < first.size(); ++c) {
    while (at < std::size(kNamed) && static_cast<unsigned char>(kNamed[at].name[0]) < c) ++at;
    first[c] = static_cast<std::uint16_t>(at);
  }
  return first;
}();

const NamedReference* find_named(std::string_view name) {
  const auto c = static_cast<unsigned char>(name[0]);
  const auto* begin = kNamed + kFirst[c];
  const auto* end = kNamed + kFirst[c + 1];
  const auto* found = std::lower_bound(
      begin, end, name, [](const NamedReference& a, std::string_view b) { return a.name < b; });
  return found != end && found->name == name ? found : nullptr;
}

// WHATWG HTML section 13.2.5.80: what numbers 0x80 to 0x9F stand for.
constexpr std::uint16_t kWindows1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

char32_t referenced_code_point(std::uint32_t number) {
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) return 0xFFFD;
  if (number >= 0x80 && number <= 0x9F) return kWindows1252[number - 0x80];
  return number;
}

std::size_t decode_number(std::string_view text, std::string& out) {
  const bool hexadecimal = text.size() > 2 && to_lower(text[2]) == 'x';
  const std::size_t begin = hexadecimal ? 3 : 2;
  std::size_t at = begin;
  std::uint32_t number = 0;
  for (; at < text.size(); ++at) {
    const int digit = hex_value(text[at]);
    if (digit < 0 || (!hexadecimal && digit > 9)) break;
    number = std::min<std::uint32_t>(number * (hexadecimal ? 16 : 10) + digit, 0x110000);
  }
  if (at == begin) return 0;
  append_utf8(referenced_code_point(number), out);
  return at < text.size() && text[at] == ';' ? at + 1 : at;
}

std::size_t decode_name(std::string_view text, bool in_attribute, std::string& out) {
  std::size_t length = 0;
  while (length < kLongestReference && 1 + length < text.size() && is_alnum(text[1 + length]))
    ++length;
  if (length == 0) return 0;
  const std::string_view name = text.substr(1, length);
  if (1 + length < text.size() && text[1 + length] == ';') {
    if (const auto* found = find_named(name)) {
      out += found->text;
      return length + 2;
    }
  }
  for (std::size_t shorter = std::min(length, kLongestOldName); shorter >= 2; --shorter) {
    const auto* found = find_named(name.substr(0, shorter));
    if (found == nullptr || !found->without_semicolon) continue;
    const std::size_t end = 1 + shorter;
    if (in_attribute && end < text.size() && (text[end] == '=' || is_alnum(text[end]))) return 0;
    out += found->text;
    return end;
  }
  return 0;
}

}  // namespace

void append_utf8(char32_t c, std::string& out) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  }
  out += static_cast<char>(0x80 | (c & 0x3F));
}

std::size_t decode_reference(std::string_view text, bool in_attribute, std::string& out) {
  if (text.size() < 2) return 0;
  return text[1] == '#' ? decode_number(text, out) : decode_name(text, in_attribute, out);
}

std::string decode_references(std::string_view text, bool in_attribute) {
  static constexpr OctetSet kSpecial("&\r");
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t special = std::min(kSpecial.find_in(text, at), text.size());
    out += text.substr(at, special - at);
    at = special;
    if (at == text.size()) break;
    if (text[at] == '&') {
      const std::size_t length = decode_reference(text.substr(at), in_attribute, out);
      if (length == 0) out += '&';
      at += std::max<std::size_t>(length, 1);
    } else {
      out += '\n';
      at += text.substr(at, 2) == "\r\n" ? 2 : 1;
    }
  }
  return out;
}

}  // namespace letterlock::content
