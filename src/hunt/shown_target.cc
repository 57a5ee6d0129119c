// What the reader sees of a link against where it leads.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/base64.h"
#include "content/content.h"
#include "dns/registrable_domain.h"
#include "hunt/detector.h"
#include "hunt/gateway.h"
#include "hunt/link_signs.h"

namespace letterlock::hunt {
namespace {

// Top-level domains that make a bare word an address and not a file name ("notes.py", "run.sh").
constexpr std::array<std::string_view, 40> kNamesOfPlaces = {
    "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "eu",
    "uk",  "de",  "fr",  "it",  "es",  "nl",  "be",  "ch",   "at",  "dk",
    "se",  "no",  "fi",  "cz",  "ru",  "ua",  "cn",  "jp",   "kr",  "in",
    "au",  "nz",  "ca",  "us",  "br",  "mx",  "za",  "io",   "ir",  "example"};
// A reader's text that is longer is a sentence with an address in it.
constexpr std::size_t kLongestShown = 300;

bool is_host_octet(char c) { return is_alnum(c) || c == '-' || c == '.' || !is_ascii(c); }

// The host that a reader takes a link's text for; "" where the text is no address.
std::string shown_host(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > kLongestShown) return {};
  bool certain = false;
  const std::size_t scheme = text.find("://");
  if (scheme != std::string_view::npos) {
    if (scheme > 8 && text.find(' ') < scheme) return {};
    text.remove_prefix(scheme + 3);
    certain = true;
  } else if (starts_with_ignore_case(text, "www.")) {
    certain = true;
  }
  std::size_t end = 0;
  while (end < text.size() && is_host_octet(text[end])) ++end;
  // "ada@meridian.example" is no place to go to, and a sentence no address.
  if (end < text.size() && (text[end] == '@' || (!certain && text[end] != '/'))) return {};
  while (end > 0 && text[end - 1] == '.') --end;
  const auto host = content::parse_host(text.substr(0, end));
  if (!host || host->find('.') == std::string::npos) return {};
  if (certain) return *host;
  const std::string_view name = std::string_view(*host).substr(host->rfind('.') + 1);
  const bool place =
      std::find(kNamesOfPlaces.begin(), kNamesOfPlaces.end(), name) != kNamesOfPlaces.end();
  return place ? *host : std::string();
}

bool carries(const store::LinkFact& link, std::string_view domain) {
  return std::find(link.carried_domains.begin(), link.carried_domains.end(), domain) !=
         link.carried_domains.end();
}

// The reader's address, as it is, percent-encoded, or in base64 from its first octet on.
bool names(std::string_view url, std::string_view decoded, std::string_view address) {
  if (decoded.find(address) != std::string_view::npos) return true;
  std::string coded = base64_encode(address);
  // The last quantum depends on what follows.
  coded.resize(coded.size() / 4 * 4 - 4);
  return coded.size() >= 8 && url.find(coded) != std::string_view::npos;
}

void add_recipient(const LinkView& link, SignList& out) {
  constexpr std::size_t kMostRecipients = 5;
  const std::string_view url = link.fact().url;
  const std::size_t path = url.find('/', std::min(url.find("://"), url.size() - 1) + 3);
  if (path == std::string_view::npos) return;
  const std::string_view rest = url.substr(path);
  if (rest.size() < 8 || out.has(SignCode::link_names_recipient)) return;
  const std::string decoded = lower_ascii(content::percent_decode(rest));
  std::size_t looked_at = 0;
  for (const auto& address : link.message().addresses) {
    if (address.role != store::AddressRole::to && address.role != store::AddressRole::cc &&
        address.role != store::AddressRole::delivered_to) {
      continue;
    }
    if (++looked_at > kMostRecipients) return;
    if (address.address.size() < 6 || !names(rest, decoded, address.address)) continue;
    out.add(link.sign(
        SignCode::link_names_recipient,
        fmt::format("The link to {} carries the reader's own address {}: the page behind it knows "
                    "who comes.",
                    in_quotes(link.fact().host), in_quotes(address.address))));
    return;
  }
}

}  // namespace

void add_target_signs(const LinkView& link, SignList& out) {
  const store::LinkFact& fact = link.fact();
  if (fact.kind != static_cast<std::uint8_t>(content::LinkKind::text)) {
    const std::string shown = shown_host(fact.visible);
    const std::string domain = shown.empty() ? "" : dns::organizational_domain(shown);
    if (!domain.empty() && domain != fact.domain && !is_rewriting_gateway(fact.host)) {
      if (carries(fact, domain)) {
        out.add(link.sign(
            SignCode::link_passes_through,
            fmt::format("The reader sees {} and gets there, but by way of {}, which neither the "
                        "text nor the last page shows.",
                        in_quotes(shown), in_quotes(fact.host))));
      } else {
        out.add(link.sign(SignCode::link_shows_other_host,
                          fmt::format("The link's text shows {}, but it leads to {}.",
                                      in_quotes(shown), in_quotes(fact.host))));
      }
    }
  }
  if (fact.carried_urls.size() >= 2 && !out.counted(SignCode::link_carries_many)) {
    out.add(link.sign(
        SignCode::link_carries_many,
        fmt::format(
            "The link to {} carries {} other URLs inside it, the last one of {}.",
            in_quotes(fact.host), fact.carried_urls.size(),
            in_quotes(fact.carried_domains.empty() ? fact.domain : fact.carried_domains.back()))));
  }
  add_recipient(link, out);
}

}  // namespace letterlock::hunt
