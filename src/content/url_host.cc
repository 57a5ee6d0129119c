#include "content/url_host.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "base/npos.h"
#include "base/octet_set.h"
#include "content/url.h"
#include "content/url_encode.h"
#include "dns/idna.h"

namespace letterlock::content {
namespace {

constexpr OctetSet kForbiddenHost(std::string_view("\0\t\n\r #/:<>?@[\\]^|", 17));

constexpr auto kForbiddenInDomain = [] {
  std::array<bool, 256> forbidden{};
  for (std::size_t i = 0; i < forbidden.size(); ++i) {
    const auto c = static_cast<char>(i);
    forbidden[i] = kForbiddenHost.has(c) || is_control(c) || c == '%';
  }
  return forbidden;
}();

// Section 3.5: a number in decimal, "0x" hexadecimal or "0" octal; nullopt where it is none.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  unsigned radix = 10;
  if (text.size() >= 2 && text[0] == '0' && to_lower(text[1]) == 'x') {
    text.remove_prefix(2);
    radix = 16;
  } else if (text.size() >= 2 && text[0] == '0') {
    text.remove_prefix(1);
    radix = 8;
  }
  std::uint64_t number = 0;
  for (const char c : text) {
    const int digit = hex_value(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= radix) return std::nullopt;
    number = std::min<std::uint64_t>(number * radix + static_cast<unsigned>(digit), 1ULL << 40);
  }
  return number;
}

bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == npos ? host : host.substr(dot + 1);
  if (last.empty()) return false;
  if (std::all_of(last.begin(), last.end(), [](char c) { return is_digit(c); })) return true;
  return parse_ipv4_number(last).has_value();
}

std::optional<std::string> parse_ipv4(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::array<std::uint64_t, 4> numbers{};
  std::size_t count = 0;
  for (;;) {
    const std::size_t dot = host.find('.');
    const auto number = parse_ipv4_number(host.substr(0, dot));
    if (!number || count == 4) return std::nullopt;
    numbers[count++] = *number;
    if (dot == npos) break;
    host.remove_prefix(dot + 1);
  }
  std::uint64_t address = numbers[count - 1];
  if (address >= 1ULL << (8 * (5 - count))) return std::nullopt;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (numbers[i] > 255) return std::nullopt;
    address += numbers[i] << (8 * (3 - i));
  }
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += std::to_string((address >> shift) & 255);
    if (shift > 0) out += '.';
  }
  return out;
}

using Ipv6 = std::array<std::uint16_t, 8>;

// The dotted decimal tail of an IPv6 address, into two pieces.
bool parse_ipv4_tail(std::string_view text, std::uint16_t* pieces) {
  unsigned seen = 0;
  while (seen < 4) {
    unsigned number = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      if (digits > 0 && number == 0) return false;  // leading zero
      number = number * 10 + static_cast<unsigned>(text[digits] - '0');
      if (number > 255) return false;
    }
    if (digits == 0) return false;
    pieces[seen / 2] = static_cast<std::uint16_t>(pieces[seen / 2] * 256 + number);
    text.remove_prefix(digits);
    ++seen;
    if (seen == 4) return text.empty();
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
  }
  return false;
}

// Section 3.5, the IPv6 parser.
std::optional<Ipv6> parse_ipv6(std::string_view text) {
  Ipv6 pieces{};
  std::size_t index = 0;
  std::optional<std::size_t> compress;
  std::size_t at = 0;
  if (text.starts_with(':')) {
    if (!text.starts_with("::")) return std::nullopt;
    at = 2;
    compress = ++index;
  }
  while (at < text.size()) {
    if (index == 8) return std::nullopt;
    if (text[at] == ':') {
      if (compress) return std::nullopt;
      ++at;
      compress = ++index;
      continue;
    }
    const std::size_t begin = at;
    unsigned value = 0;
    while (at < text.size() && at - begin < 4 && hex_value(text[at]) >= 0) {
      value = value * 16 + static_cast<unsigned>(hex_value(text[at++]));
    }
    if (at < text.size() && text[at] == '.') {
      if (at == begin || index > 6) return std::nullopt;
      if (!parse_ipv4_tail(text.substr(begin), &pieces[index])) return std::nullopt;
      index += 2;
      break;
    }
    if (at < text.size() && text[at] == ':') {
      if (++at == text.size()) return std::nullopt;
    } else if (at < text.size()) {
      return std::nullopt;
    }
    pieces[index++] = static_cast<std::uint16_t>(value);
  }
  if (compress) {
    std::size_t swaps = index - *compress;
    for (index = 7; index != 0 && swaps > 0; --index, --swaps) {
      std::swap(pieces[index], pieces[*compress + swaps - 1]);
    }
  } else if (index != 8) {
    return std::nullopt;
  }
  return pieces;
}

// The longest run of at least two zero pieces is written "::" (RFC 5952 section 4.2).
std::string write_ipv6(const Ipv6& pieces) {
  std::size_t best = 8, best_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t length = 0;
    while (i + length < 8 && pieces[i + length] == 0) ++length;
    if (length > best_length) {
      best = i;
      best_length = length;
    }
  }
  std::string out = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      out += i == 0 ? "::" : ":";
      i += best_length - 1;
      continue;
    }
    constexpr char kHex[] = "0123456789abcdef";
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const unsigned digit = (pieces[i] >> shift) & 15U;
      started |= digit != 0 || shift == 0;
      if (started) out += kHex[digit];
    }
    if (i != 7) out += ':';
  }
  return out + "]";
}

std::optional<std::string> parse_opaque_host(std::string_view host) {
  if (kForbiddenHost.any_in(host)) return std::nullopt;
  std::string out;
  append_percent_encoded(host, EncodeSet::control, out);
  return out;
}

}  // namespace

std::optional<std::string> parse_url_host(std::string_view host, bool special) {
  if (host.starts_with('[')) {
    if (!host.ends_with(']')) return std::nullopt;
    const auto address = parse_ipv6(host.substr(1, host.size() - 2));
    if (!address) return std::nullopt;
    return write_ipv6(*address);
  }
  if (!special) return parse_opaque_host(host);
  const bool encoded = host.find('%') != npos;
  auto domain = dns::domain_to_ascii(encoded ? percent_decode(host) : std::string(host));
  if (!domain || domain->empty()) return std::nullopt;
  for (const char c : *domain) {
    if (kForbiddenInDomain[static_cast<unsigned char>(c)]) return std::nullopt;
  }
  if (ends_in_number(*domain)) return parse_ipv4(*domain);
  return domain;
}

std::optional<std::string> parse_host(std::string_view host) { return parse_url_host(host, true); }

bool is_ip_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  return !host.empty() && is_digit(host.back()) && ends_in_number(host);
}

}  // namespace letterlock::content
