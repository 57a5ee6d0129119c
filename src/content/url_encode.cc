#include "content/url_encode.h"

#include <array>

#include "base/ascii.h"
#include "content/url.h"

namespace letterlock::content {
namespace {

constexpr auto kSets = [] {
  std::array<std::uint8_t, 256> sets{};
  for (std::size_t c = 0; c < sets.size(); ++c) {
    if (c <= 0x1F || c > 0x7E) sets[c] = 0xFF;
  }
  const auto add = [&sets](std::string_view octets, int set) {
    for (const char c : octets)
      sets[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(set);
  };
  const int query = 4, special_query = 8, path = 16, userinfo = 32;
  add(" \"<>`", 2);
  add(" \"#<>", query | special_query | path | userinfo);
  add("'", special_query);
  add("?^`{}", path | userinfo);
  add("/:;=@[\\]|", userinfo);
  return sets;
}();
constexpr char kHex[] = "0123456789ABCDEF";

}  // namespace

void append_percent_encoded(std::string_view text, EncodeSet set, std::string& out) {
  const auto encoded = [set](char c) {
    return (kSets[static_cast<unsigned char>(c)] & static_cast<std::uint8_t>(set)) != 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && !encoded(text[at])) ++at;
    out += text.substr(begin, at - begin);
    if (at == text.size()) return;
    const auto octet = static_cast<unsigned char>(text[at++]);
    out += '%';
    out += kHex[octet >> 4];
    out += kHex[octet & 15];
  }
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
        hex_value(text[at + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace letterlock::content
