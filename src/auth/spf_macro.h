// SPF macros (RFC 7208 section 7).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ip_address.h"

namespace letterlock::auth {

// What the letters stand for.
struct SpfMacros {
  std::string local_part;     // l
  std::string sender;         // s
  std::string sender_domain;  // o
  std::string domain;         // d: that of the record which is being evaluated
  std::string helo;           // h
  std::string receiver;       // r
  IpAddress client;           // i, c, v
  UnixTime now = 0;           // t
  // p: asked for only where it is written, since it costs look-ups.
  std::function<std::string()> validated_name;
};

// "domain-spec" of the grammar: ends in a top label or in a macro.
bool is_domain_spec(std::string_view text);
// "macro-string": `explanation` allows spaces and the letters c, r and t.
bool is_macro_string(std::string_view text, bool explanation);

// REQUIRES: is_macro_string(text, true). At most `longest` octets come out.
std::string expand_macros(std::string_view text, const SpfMacros& macros, std::size_t longest);

// A domain-spec expanded; labels are taken off the left until 253 octets are left (section 7.3).
// nullopt where no name comes out: an empty or too long label, octets above 127 (RFC 8616 section
// 4).
std::optional<std::string> expand_domain(std::string_view spec, const SpfMacros& macros);

}  // namespace letterlock::auth
