// URLs as a browser reads them (WHATWG URL standard), which is not as RFC 3986 reads them: what
// counts is where a click would lead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace letterlock::content {

struct Url {
  std::string scheme;  // lower case, without ":"
  std::string username, password;
  // As a browser would connect to it: A-labels, lower case, IPv4 as dotted decimal, IPv6 in
  // brackets. nullopt where the scheme has no host ("mailto:"), "" for "file:///".
  std::optional<std::string> host;
  std::optional<std::uint16_t> port;  // nullopt for the scheme's own
  std::string path;
  bool opaque_path = false;  // "mailto:a@b.example": the path has no structure
  std::optional<std::string> query, fragment;

  // The URL written out. Parsing it gives the same URL.
  std::string href() const;
  bool is_special() const;  // http, https, ws, wss, ftp, file
};

// nullopt where a browser would not follow it. `base`: what a relative `input` stands relative to.
std::optional<Url> parse_url(std::string_view input, const Url* base = nullptr);

// A host as written in a special URL ("EXAMPLE.com", "0x7f.1", "%65xample.com") as a browser would
// connect to it; nullopt where it is no host.
std::optional<std::string> parse_host(std::string_view host);

bool is_ip_address(std::string_view host);  // of a parsed host

std::string percent_decode(std::string_view text);

}  // namespace letterlock::content
