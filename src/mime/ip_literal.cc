#include "mime/ip_literal.h"

#include <arpa/inet.h>

#include <string>

#include "base/ascii.h"

namespace letterlock::mime {
namespace {

constexpr std::size_t kLongestAddress = 45;  // "ffff:...:255.255.255.255"

// What an address, a host name or a keyword is made of.
bool is_word_octet(char c) { return is_alnum(c) || c == '.' || c == ':' || c == '-' || c == '_'; }

bool is_helo(std::string_view word) {
  return equals_ignore_case(word, "helo") || equals_ignore_case(word, "ehlo") ||
         equals_ignore_case(word, "lhlo");
}

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
    for (; at < text.size() && is_digit(text[at]) && digits < 3; ++at, ++digits) {
      value = value * 10 + text[at] - '0';
    }
    if (digits == 0 || value > 255) return false;
    if (at == text.size()) continue;
    if (text[at] != '.' || at + 1 == text.size()) return false;
    ++at;
  }
  return octets == 4;
}

bool is_ipv6(std::string_view text) {
  if (text.size() < 2 || text.size() > kLongestAddress) return false;
  in6_addr address;
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

std::string_view find_peer_ip(std::string_view comment) {
  std::string_view free;
  bool after_helo = false;
  for (std::size_t at = 0; at < comment.size();) {
    if (!is_word_octet(comment[at])) {
      if (comment[at] == ')') after_helo = false;  // "(HELO ) (192.0.2.1)"
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < comment.size() && is_word_octet(comment[at])) ++at;
    std::string_view word = comment.substr(begin, at - begin);
    const bool claimed = after_helo;
    after_helo = is_helo(word);
    const bool ident = at < comment.size() && comment[at] == '@';
    if (after_helo || claimed || ident) continue;
    if (starts_with_ignore_case(word, "IPv6:")) word.remove_prefix(5);
    const std::string_view found = address_in(word);
    if (found.empty()) continue;
    if (begin > 0 && comment[begin - 1] == '[') return found;
    if (free.empty()) free = found;
  }
  return free;
}

}  // namespace letterlock::mime
