#include "auth/spf_macro.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "base/cursor.h"
#include "base/utf8.h"
#include "dns/resolver.h"

namespace letterlock::auth {
namespace {

constexpr std::string_view kDelimiters = ".-+,/_=";
constexpr std::size_t kLongestName = 253;
// What one macro, or a whole name before it is cut, may grow to.
constexpr std::size_t kLongestExpansion = 4'096;

struct MacroExpand {
  char letter = '%';       // or '%', '_', '-': the escapes
  std::size_t labels = 0;  // rightmost to keep; 0: all
  bool reverse = false;
  std::string_view delimiters = ".";
};

// At "%": the macro there, or nullopt where it is against the grammar.
std::optional<MacroExpand> take_macro(Cursor& in, bool explanation) {
  MacroExpand macro;
  in.take('%');
  for (const char escape : {'%', '_', '-'}) {
    if (in.take(escape)) {
      macro.letter = escape;
      return macro;
    }
  }
  if (!in.take('{')) return std::nullopt;
  const int letter = in.take();
  if (letter < 0) return std::nullopt;
  macro.letter = static_cast<char>(letter);
  const std::string_view allowed = explanation ? "slodiphvcrt" : "slodiphv";
  if (allowed.find(to_lower(macro.letter)) == allowed.npos) return std::nullopt;
  const std::string_view digits = in.take_while(is_digit);
  for (const char digit : digits) {
    macro.labels =
        std::min<std::size_t>(macro.labels * 10 + static_cast<unsigned>(digit - '0'), 999);
  }
  if (!digits.empty() && macro.labels == 0) return std::nullopt;
  if (in.take('r') || in.take('R')) macro.reverse = true;
  const std::string_view delimiters =
      in.take_while([](char c) { return kDelimiters.find(c) != kDelimiters.npos; });
  if (!delimiters.empty()) macro.delimiters = delimiters;
  if (!in.take('}')) return std::nullopt;
  return macro;
}

// Section 7.3: addresses in names are written one nibble a label.
std::string address_labels(const IpAddress& address) {
  if (!address.is_v6()) return address.text();
  constexpr char kHex[] = "0123456789ABCDEF";  // as section 7.4 shows it
  std::string out;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (i > 0) out += '.';
    out += kHex[address.octet(i) >> 4U];
    out += '.';
    out += kHex[address.octet(i) & 15U];
  }
  return out;
}

std::string value_of(char letter, const SpfMacros& macros) {
  switch (to_lower(letter)) {
    case 's':
      return macros.sender;
    case 'l':
      return macros.local_part;
    case 'o':
      return macros.sender_domain;
    case 'd':
      return macros.domain;
    case 'i':
      return address_labels(macros.client);
    case 'p':
      return macros.validated_name ? macros.validated_name() : "unknown";
    case 'v':
      return macros.client.is_v6() ? "ip6" : "in-addr";
    case 'h':
      return macros.helo;
    case 'c':
      return macros.client.text();
    case 'r':
      return macros.receiver.empty() ? "unknown" : macros.receiver;
    default:
      return std::to_string(macros.now);  // t
  }
}

std::string transform(const std::string& value, const MacroExpand& macro) {
  std::vector<std::string_view> parts;
  std::string_view rest = value;
  for (;;) {
    const std::size_t at = rest.find_first_of(macro.delimiters);
    parts.push_back(rest.substr(0, at));
    if (at == rest.npos) break;
    rest.remove_prefix(at + 1);
  }
  if (macro.reverse) std::reverse(parts.begin(), parts.end());
  const std::size_t keep = macro.labels == 0 ? parts.size() : std::min(macro.labels, parts.size());
  std::string out;
  for (std::size_t i = parts.size() - keep; i < parts.size(); ++i) {
    if (i > parts.size() - keep) out += '.';
    out += parts[i];
  }
  return out;
}

// RFC 3986 section 2.3: everything but the unreserved.
std::string url_escaped(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 15U];
    }
  }
  return out;
}

std::string expand(const MacroExpand& macro, const SpfMacros& macros) {
  if (macro.letter == '%') return "%";
  if (macro.letter == '_') return " ";
  if (macro.letter == '-') return "%20";
  std::string value = value_of(macro.letter, macros);
  if (value.size() > kLongestExpansion) value.resize(kLongestExpansion);
  const bool plain = macro.labels == 0 && !macro.reverse && macro.delimiters == ".";
  if (!plain) value = transform(value, macro);
  return to_lower(macro.letter) == macro.letter ? value : url_escaped(value);
}

// Reads `text` as macro-string; gives where its last macro ends and its last literal dot stands,
// nullopt where it is none.
struct Shape {
  std::size_t macro_end = 0;
  std::size_t last_dot = std::string_view::npos;
};
std::optional<Shape> shape_of(std::string_view text, bool explanation) {
  Shape shape;
  Cursor in(text);
  while (!in.at_end()) {
    const char c = static_cast<char>(in.peek());
    if (c == '%') {
      if (!take_macro(in, explanation)) return std::nullopt;
      shape.macro_end = in.position();
      continue;
    }
    if (is_control(c) || !is_ascii(c) || (c == ' ' && !explanation)) return std::nullopt;
    // A final dot stands for the root.
    if (c == '.' && in.left() > 1) shape.last_dot = in.position();
    in.take();
  }
  return shape;
}

bool is_top_label(std::string_view label) {
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  const auto ldh = [](char c) { return is_alnum(c) || c == '-'; };
  return std::all_of(label.begin(), label.end(), ldh) &&
         !std::all_of(label.begin(), label.end(), is_digit);
}

}  // namespace

bool is_macro_string(std::string_view text, bool explanation) {
  return shape_of(text, explanation).has_value();
}

bool is_domain_spec(std::string_view text) {
  const auto shape = shape_of(text, false);
  if (!shape || text.empty()) return false;
  if (shape->macro_end == text.size()) return true;
  if (shape->last_dot == text.npos || shape->last_dot < shape->macro_end) return false;
  std::string_view top = text.substr(shape->last_dot + 1);
  if (top.ends_with('.')) top.remove_suffix(1);
  return is_top_label(top);
}

std::string expand_macros(std::string_view text, const SpfMacros& macros, std::size_t longest) {
  std::string out;
  Cursor in(text);
  while (!in.at_end() && out.size() < longest) {
    if (in.peek() != '%') {
      out += static_cast<char>(in.take());
    } else if (const auto macro = take_macro(in, true)) {
      out += expand(*macro, macros);
    } else {
      break;  // against what is required
    }
  }
  if (out.size() > longest) out.resize(longest);
  return out;
}

std::optional<std::string> expand_domain(std::string_view spec, const SpfMacros& macros) {
  std::string name = expand_macros(spec, macros, kLongestExpansion);
  if (name.ends_with('.')) name.pop_back();
  while (name.size() > kLongestName) {
    const std::size_t dot = name.find('.');
    if (dot == name.npos) return std::nullopt;
    name.erase(0, dot + 1);
  }
  if (name.empty() || !is_ascii_text(name)) return std::nullopt;
  return dns::canonical_name(name);
}

}  // namespace letterlock::auth
