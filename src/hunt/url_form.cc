// How a URL is written: what makes a host look like another one, or hides it.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/printable.h"
#include "content/content.h"
#include "hunt/confusable.h"
#include "hunt/detector.h"
#include "hunt/link_signs.h"

namespace letterlock::hunt {
namespace {

constexpr std::size_t kLongLabel = 16;

// The host's octets as written, "user@" and port left out.
std::string_view written_host(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, std::min(url.find_first_of("/?#\\"), url.size()));
  const std::size_t at = url.rfind('@');
  if (at != std::string_view::npos) url.remove_prefix(at + 1);
  return url;
}

void add_userinfo(const LinkView& link, SignList& out) {
  if (link.fact().url.find('@') == std::string::npos) return;
  const content::Url* url = link.url();
  if (url == nullptr || url->username.empty() || !url->is_special()) return;
  const std::string user = content::percent_decode(url->username);
  // "git@host" is how a repository is reached; what looks like a host is meant to be taken for it.
  if (user.find('.') == std::string::npos && user.find('/') == std::string::npos) return;
  out.add(link.sign(SignCode::link_userinfo,
                    fmt::format("The link begins like one to {}, but that is only a user name; it "
                                "leads to {}.",
                                in_quotes(user), in_quotes(link.fact().host))));
}

void add_number_host(const LinkView& link, SignList& out) {
  const std::string& host = link.fact().host;
  if (host.empty() || !content::is_ip_address(host)) return;
  out.add(link.sign(
      SignCode::link_ip_host,
      fmt::format("The link leads to the number {} in place of a name.", in_quotes(host))));
}

void add_disguise(const LinkView& link, SignList& out) {
  const std::string_view written = written_host(link.fact().url);
  const std::string& host = link.fact().host;
  if (host.empty() || written.empty()) return;
  const bool encoded = written.find('%') != std::string_view::npos;
  // "0x7f.1" and "2130706433" are the same host as "127.0.0.1".
  std::string_view name = written;
  if (const std::size_t port = name.rfind(':');
      port != std::string_view::npos && !name.starts_with('[')) {
    name = name.substr(0, port);
  }
  const bool odd_number = content::is_ip_address(host) && !host.starts_with('[') && name != host;
  if (!encoded && !odd_number) return;
  out.add(link.sign(SignCode::link_host_disguised,
                    fmt::format("The link's host is written as {}, which a browser reads as {}.",
                                in_quotes(written), in_quotes(host))));
}

void add_port(const LinkView& link, SignList& out) {
  if (written_host(link.fact().url).find(':') == std::string_view::npos) return;
  const content::Url* url = link.url();
  if (url == nullptr || !url->port || !url->scheme.starts_with("http")) return;
  if (*url->port == 80 || *url->port == 443) return;
  out.add(link.sign(SignCode::link_odd_port,
                    fmt::format("The link leads to port {} of {}, where no web pages are usual.",
                                *url->port, in_quotes(link.fact().host))));
}

// Direction marks and invisible characters, in the URL or in what the reader sees.
bool hides_characters(std::string_view text) {
  constexpr std::array<std::string_view, 6> kMarks = {
      "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAD", "\xE2\x80\xAE",  // U+202A..B, D..E
      "\xE2\x81\xA6", "\xE2\x81\xA7"};                                 // U+2066, U+2067
  if (text.find('\xE2') == std::string_view::npos) return false;
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](auto mark) { return text.find(mark) != std::string_view::npos; });
}

void add_hidden_characters(const LinkView& link, SignList& out) {
  const store::LinkFact& fact = link.fact();
  const bool in_host = is_ascii_text(fact.url) ? false : hides_characters(fact.url);
  if (!in_host && !hides_characters(fact.visible)) return;
  out.add(link.sign(SignCode::link_hidden_characters,
                    fmt::format("The link to {} holds characters that turn the direction of "
                                "reading, so that it shows otherwise than it is written.",
                                in_quotes(fact.host))));
}

void add_script_of_name(const LinkView& link, SignList& out) {
  const std::string& host = link.fact().host;
  if (host.find("xn--") == std::string::npos) return;
  const std::string shown = name_in_its_script(host);
  if (mixes_scripts(shown)) {
    out.add(link.sign(SignCode::link_mixed_scripts,
                      fmt::format("The link's host {} shows as {} and mixes letters of several "
                                  "scripts that look alike.",
                                  in_quotes(host), in_quotes(shown))));
    return;
  }
  out.add(link.sign(SignCode::link_international_name,
                    fmt::format("The link's host {} is a name in another script: {}.",
                                in_quotes(host), in_quotes(shown))));
}

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// A long label in which digits and letters alternate, or consonants follow one another as in no
// language that is written in Latin letters.
bool looks_random(std::string_view label) {
  if (label.size() < kLongLabel || label.starts_with("xn--")) return false;
  int changes = 0, consonants = 0, longest = 0;
  for (std::size_t i = 0; i < label.size(); ++i) {
    const char c = label[i];
    if (i > 0 && is_digit(c) != is_digit(label[i - 1]) && c != '-' && label[i - 1] != '-')
      ++changes;
    consonants = is_alpha(c) && !is_vowel(c) ? consonants + 1 : 0;
    longest = std::max(longest, consonants);
  }
  return changes >= 6 || longest >= 7;
}

void add_random_label(const LinkView& link, SignList& out) {
  std::string_view host = link.fact().host;
  if (host.size() < kLongLabel || content::is_ip_address(host)) return;
  while (!host.empty()) {
    const std::size_t dot = std::min(host.find('.'), host.size());
    if (looks_random(host.substr(0, dot))) {
      out.add(link.sign(SignCode::link_random_label,
                        fmt::format("The host {} has a long label without words in it.",
                                    in_quotes(link.fact().host))));
      return;
    }
    host.remove_prefix(std::min(dot + 1, host.size()));
  }
}

void add_script_url(const LinkView& link, SignList& out) {
  constexpr std::array<std::string_view, 3> kSchemes = {"javascript:", "data:", "vbscript:"};
  const std::string_view url = trim(link.fact().url);
  const auto kind = static_cast<content::LinkKind>(link.fact().kind);
  if (kind == content::LinkKind::resource || kind == content::LinkKind::list_field) return;
  const bool script = std::any_of(kSchemes.begin(), kSchemes.end(),
                                  [&](auto s) { return starts_with_ignore_case(url, s); });
  // What a page's own buttons say where nothing is to happen.
  if (!script || equals_ignore_case(url, "javascript:void(0)") ||
      equals_ignore_case(url, "javascript:void(0);") || equals_ignore_case(url, "javascript:;")) {
    return;
  }
  out.add(link.sign(SignCode::link_script,
                    fmt::format("The link is a program or a page of its own and leads nowhere: {}.",
                                in_quotes(url, 60))));
}

}  // namespace

void add_writing_signs(const LinkView& link, SignList& out) {
  add_script_url(link, out);
  if (link.fact().host.empty()) return;
  add_userinfo(link, out);
  add_number_host(link, out);
  add_disguise(link, out);
  add_port(link, out);
  add_hidden_characters(link, out);
  add_script_of_name(link, out);
  add_random_label(link, out);
}

}  // namespace letterlock::hunt
