// An SPF record as its terms (RFC 7208 sections 4.6 and 12).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/spf_result.h"
#include "base/ip_address.h"

namespace letterlock::auth {

enum class SpfMechanism : std::uint8_t { all, include, a, mx, ptr, ip4, ip6, exists };
std::string_view to_string(SpfMechanism mechanism);

struct SpfDirective {
  SpfResult qualifier = SpfResult::pass;
  SpfMechanism mechanism = SpfMechanism::all;
  std::string domain_spec;  // macros unexpanded; "" where left out
  std::optional<IpAddress> network;
  unsigned prefix4 = 32;
  unsigned prefix6 = 128;
  std::string text;  // the whole term as written

  // Whether it counts against the limit of section 4.6.4.
  bool asks() const {
    return mechanism != SpfMechanism::all && mechanism != SpfMechanism::ip4 &&
           mechanism != SpfMechanism::ip6;
  }
};

struct SpfRecord {
  std::vector<SpfDirective> directives;
  std::optional<std::string> redirect;  // domain-spec
  std::optional<std::string> exp;       // domain-spec
  // The first term that is against the grammar, and what is wrong; then the rest means nothing.
  std::string bad_term;
  std::string problem;

  bool valid() const { return problem.empty(); }
};

// Whether `text` is an SPF record at all: "v=spf1", alone or before a space, in any case.
bool is_spf_record(std::string_view text);

// REQUIRES: is_spf_record(text).
SpfRecord parse_spf_record(std::string_view text);

}  // namespace letterlock::auth
