#include "content/field_pieces.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/octet_set.h"
#include "base/utf8.h"
#include "dns/registrable_domain.h"

namespace letterlock::content {

std::string_view tag_value(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    const std::string_view item = list.substr(0, end);
    const std::size_t equals = item.find('=');
    if (equals != std::string_view::npos && trim(item.substr(0, equals)) == tag) {
      return trim(item.substr(equals + 1));
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return {};
}

std::string method_result(std::string_view results, std::string_view method) {
  constexpr std::size_t kLongest = 16;
  for (std::size_t equals = 0; (equals = results.find('=', equals)) != std::string_view::npos;
       ++equals) {
    if (equals <= method.size()) continue;
    const std::size_t begin = equals - method.size();
    const char before = results[begin - 1];
    if (results.substr(begin, method.size()) != method || !(is_space(before) || before == ';')) {
      continue;
    }
    const std::size_t word = equals + 1;
    std::size_t end = word;
    while (end < results.size() && is_alpha(results[end]) && end - word < kLongest) ++end;
    return lower_ascii(results.substr(word, end - word));
  }
  return {};
}

std::string_view domain_in(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return {};
  std::size_t end = at + 1;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '.' || text[end] == '-' ||
                               text[end] == '_' || !is_ascii(text[end]))) {
    ++end;
  }
  return text.substr(at + 1, end - at - 1);
}

bool is_local_name(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || host.front() == '[') return true;
  constexpr std::string_view kLocal[] = {"local",    "localdomain", "lan",  "internal", "home",
                                         "intranet", "localnet",    "corp", "private"};
  const std::string_view last = host.substr(dot + 1);
  return std::any_of(std::begin(kLocal), std::end(kLocal),
                     [&](auto name) { return equals_ignore_case(last, name); });
}

std::string server_domain(std::string_view host) {
  if (is_local_name(host)) return "local name";
  const std::size_t dot = host.find('.');
  const std::string_view rest = host.substr(dot + 1);
  std::string domain;
  if (std::count(rest.begin(), rest.end(), '.') >= 2) domain = dns::registrable_domain(rest);
  if (domain.empty()) domain = dns::registrable_domain(host);
  return domain.empty() ? "local name" : domain;
}

namespace {

// False where two names cannot have one registrable domain: that has two labels at least. True
// where only the names' ASCII form could tell.
bool may_be_related(std::string_view a, std::string_view b) {
  for (std::size_t from_end = 0, labels = 0;; ++from_end) {
    if (from_end >= a.size() || from_end >= b.size()) return true;
    const char x = to_lower(a[a.size() - 1 - from_end]), y = to_lower(b[b.size() - 1 - from_end]);
    if (!is_ascii(x) || !is_ascii(y)) return true;
    if (x != y)
      return a.ends_with('.') || b.ends_with('.') || !is_ascii_text(a) || !is_ascii_text(b);
    if (x == '.' && ++labels == 2) return true;
  }
}

}  // namespace

Relation relation_of(std::string_view host, std::string_view author) {
  if (author.empty()) return Relation::other;
  if (equals_ignore_case(host, author)) return Relation::same;
  if (host.size() > author.size() && host[host.size() - author.size() - 1] == '.' &&
      equals_ignore_case(host.substr(host.size() - author.size()), author)) {
    return Relation::same_organisation;
  }
  if (!may_be_related(host, author)) return Relation::other;
  const std::string domain = server_domain(host);
  return domain != "local name" && domain == server_domain(author) ? Relation::same_organisation
                                                                   : Relation::other;
}

std::string_view by_host(std::string_view received) {
  unsigned depth = 0;
  for (std::size_t at = 0; at < received.size(); ++at) {
    if (received[at] == '(') ++depth;
    if (received[at] == ')' && depth > 0) --depth;
    if (received[at] == ';' && depth == 0) break;
    const bool found = depth == 0 && (at == 0 || is_space(received[at - 1])) &&
                       starts_with_ignore_case(received.substr(at), "by") &&
                       at + 2 < received.size() && is_space(received[at + 2]);
    if (!found) continue;
    const std::string_view rest = trim(received.substr(at + 3));
    static constexpr OctetSet kEnd(" \t\r\n;(");
    return rest.substr(0, kEnd.find_in(rest));
  }
  return {};
}

std::string ShortHash::text() const {
  const std::uint64_t folded = (hash_ ^ hash_ >> 24 ^ hash_ >> 48) & 0xFFFFFF;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (int shift = 20; shift >= 0; shift -= 4) digits += kDigits[folded >> shift & 15];
  return digits;
}

}  // namespace letterlock::content
