// Links that a checking service put in place of the sender's, turned back octet by octet: what the
// service's link carries is written out just as it stood, not as a browser would write it.
#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "content/url.h"
#include "leak/repair/part_text.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kLongestLink = 8'192;

bool ends_host(std::string_view host, std::string_view domain) {
  return host.ends_with(domain) &&
         (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

// The value of the query parameter `name` as it stands.
std::optional<std::string_view> parameter(std::string_view link, std::string_view name) {
  std::size_t at = link.find('?');
  while (at != link.npos) {
    std::string_view rest = link.substr(at + 1);
    if (rest.starts_with("amp;")) rest.remove_prefix(4);
    if (rest.starts_with(name) && rest.substr(name.size()).starts_with('=')) {
      rest.remove_prefix(name.size() + 1);
      return rest.substr(0, std::min(rest.find_first_of("&;"), rest.size()));
    }
    at = link.find('&', at + 1);
  }
  return std::nullopt;
}

std::string url_defense_2(std::string_view coded) {
  std::string text(coded);
  std::replace(text.begin(), text.end(), '-', '%');
  std::replace(text.begin(), text.end(), '_', '/');
  return content::percent_decode(text);
}

// "*" stands for the next octet of the base64 after "__;", "**X" for several.
std::string url_defense_3(std::string_view link) {
  const std::size_t begin = link.find("/v3/__"), end = link.find("__;");
  if (begin == link.npos || end == link.npos || end < begin + 6) return {};
  const std::string octets = base64_prefix(link.substr(end + 3));
  const std::string_view coded = link.substr(begin + 6, end - begin - 6);
  std::string out;
  std::size_t next = 0;
  for (std::size_t at = 0; at < coded.size(); ++at) {
    if (coded[at] != '*') {
      out += coded[at];
      continue;
    }
    std::size_t count = 1;
    if (at + 2 < coded.size() && coded[at + 1] == '*') {
      count = static_cast<std::size_t>(std::max(base64_value(coded[at + 2]), 0)) + 2;
      at += 2;
    }
    for (; count > 0 && next < octets.size(); --count) out += octets[next++];
  }
  return out;
}

struct Service {
  std::string_view host, parameter;
};
// Where the original stands percent-encoded in one parameter.
constexpr Service kServices[] = {
    {"safelinks.protection.outlook.com", "url"},
    {"safelinks.protection.office365.us", "url"},
    {"linkprotect.cudasvc.com", "a"},
    {"protect2.fireeye.com", "u"},
    {"protect.fireeye.com", "u"},
    {"clicktime.symantec.com", "u"},
    {"clicktime.cloud.postoffice.net", "u"},
    {"trendmicro.com", "url"},
    {"google.com", "q"},
    {"shared.outlook.inky.com", "url"},
};

// "" where the link is not a service's, or hides what it leads to (Mimecast's short links).
std::string original_of(std::string_view link) {
  const std::size_t begin = link.find("//") + 2;
  const std::string host =
      lower_ascii(link.substr(begin, link.find_first_of("/?#:", begin) - begin));
  if (ends_host(host, "urldefense.com") || ends_host(host, "urldefense.us") ||
      ends_host(host, "urldefense.proofpoint.com")) {
    if (link.find("/v3/__") != link.npos) return url_defense_3(link);
    const auto coded = parameter(link, "u");
    if (!coded) return {};
    return link.find("/v1/") != link.npos ? content::percent_decode(*coded) : url_defense_2(*coded);
  }
  if (host == "secure-web.cisco.com") {
    const std::size_t last = link.rfind('/');
    return content::percent_decode(link.substr(last + 1));
  }
  for (const Service& service : kServices) {
    if (!ends_host(host, service.host)) continue;
    if (service.host == "google.com" && link.find("/url?") == link.npos) return {};
    const auto coded = parameter(link, service.parameter);
    return coded ? content::percent_decode(*coded) : std::string();
  }
  if (ends_host(host, "protect.checkpoint.com") || ends_host(host, "avanan.click")) {
    const std::size_t first = link.find("___"), last = link.rfind("___");
    if (first != link.npos && last > first) {
      return std::string(link.substr(first + 3, last - first - 3));
    }
  }
  return {};
}

bool ends_link(char c) {
  return is_space(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '\\' || c == '|' ||
         is_control(c);
}

std::string with_entities(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

// What the services note beside a link: originalsrc="..." shash="...".
void drop_attribute(std::string& html, std::string_view name) {
  const std::string begin = " " + std::string(name) + "=\"";
  std::string out;
  std::size_t at = 0;
  for (std::size_t found = html.find(begin); found != html.npos; found = html.find(begin, at)) {
    const std::size_t end = html.find('"', found + begin.size());
    if (end == html.npos) break;
    out.append(html, at, found - at);
    at = end + 1;
  }
  out.append(html, at, html.size() - at);
  html = std::move(out);
}

}  // namespace

std::optional<std::string> with_original_links(std::string_view text, bool html) {
  std::string out;
  std::size_t at = 0;
  bool any = false;
  for (std::size_t colon = text.find("://"); colon != text.npos; colon = text.find("://", at)) {
    std::size_t begin = colon;
    while (begin > at && is_alpha(text[begin - 1])) --begin;
    std::size_t end = colon + 3;
    while (end < text.size() && end - begin < kLongestLink && !ends_link(text[end])) ++end;
    const std::string original = original_of(text.substr(begin, end - begin));
    out.append(text, at, begin - at);
    if (original.empty()) {
      // A link may carry another behind its own scheme; that one is not the service's to change.
      out.append(text, begin, end - begin);
    } else {
      out += html ? with_entities(original) : original;
      any = true;
    }
    at = end;
  }
  if (!any) return std::nullopt;
  out.append(text, at, text.size() - at);
  if (html) {
    for (const std::string_view name : {"originalsrc", "shash", "data-auth", "originalSrc"}) {
      drop_attribute(out, name);
    }
  }
  return out;
}

}  // namespace letterlock::leak
