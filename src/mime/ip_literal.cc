#include "mime/ip_literal.h"

#include <arpa/inet.h>

#include <string>

#include "base/ascii.h"

namespace letterlock::mime {
namespace {

constexpr std::size_t kLongestAddress = 45;  // "ffff:...:255.255.255.255"

bool is_address_octet(char c) { return hex_value(c) >= 0 || c == '.' || c == ':'; }

// A run of address octets as an address: whole, or with a port after it.
std::string_view address_in(std::string_view run) {
  while (run.ends_with('.') || (run.ends_with(':') && !run.ends_with("::"))) run.remove_suffix(1);
  if (is_ipv4(run) || is_ipv6(run)) return run;
  const std::size_t colon = run.rfind(':');
  if (colon != std::string_view::npos && is_ipv4(run.substr(0, colon))) return run.substr(0, colon);
  return {};
}

}  // namespace

bool is_ipv4(std::string_view text) {
  if (text.size() < 7 || text.size() > 15) return false;
  int octets = 0;
  for (std::size_t at = 0; at < text.size(); ++octets) {
    int value = 0;
    std::size_t digits = 0;
    for (; at < text.size() && is_digit(text[at]); ++at, ++digits)
      value = value * 10 + text[at] - '0';
    if (digits == 0 || digits > 3 || value > 255) return false;
    if (at < text.size() && (text[at] != '.' || ++at == text.size())) return false;
  }
  return octets == 4;
}

bool is_ipv6(std::string_view text) {
  if (text.size() < 2 || text.size() > kLongestAddress) return false;
  in6_addr address;
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

std::string_view find_ip(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (starts_with_ignore_case(text.substr(at), "IPv6:")) at += 5;
    if (at == text.size() || !is_address_octet(text[at])) {
      // A whole word that only contains such octets is no address.
      if (at < text.size() && (is_alnum(text[at]) || text[at] == '-' || text[at] == '_')) {
        while (at < text.size() &&
               (is_alnum(text[at]) || text[at] == '-' || text[at] == '_' || text[at] == '.')) {
          ++at;
        }
      } else if (at < text.size()) {
        ++at;
      }
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_address_octet(text[at])) ++at;
    const bool word_goes_on =
        at < text.size() && (is_alnum(text[at]) || text[at] == '-' || text[at] == '_');
    if (word_goes_on) {
      while (at < text.size() &&
             (is_alnum(text[at]) || text[at] == '-' || text[at] == '_' || text[at] == '.')) {
        ++at;
      }
      continue;
    }
    if (const std::string_view found = address_in(text.substr(begin, at - begin)); !found.empty()) {
      return found;
    }
  }
  return {};
}

}  // namespace letterlock::mime
