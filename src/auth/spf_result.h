// The results of SPF and why they came out so (RFC 7208 section 2.6).
#pragma once

#include <cstdint>
#include <string_view>

namespace letterlock::auth {

enum class SpfResult : std::uint8_t { none, neutral, pass, fail, softfail, temperror, permerror };
std::string_view to_string(SpfResult result);

enum class SpfReason : std::uint8_t {
  matched,                  // a mechanism matched: its qualifier is the result
  nothing_matched,          // neutral by default (section 4.7)
  domain_malformed,         // nothing that could have a record (section 4.3)
  no_record,                // section 4.5
  several_records,          // section 4.5
  syntax_error,             // section 4.6
  too_many_lookups,         // more than ten terms that ask the DNS (section 4.6.4)
  too_many_void_lookups,    // more than two of them find nothing
  too_many_mail_exchanges,  // mx with more than ten hosts
  include_without_record,   // section 5.2
  redirect_without_record,  // section 6.1
  dns_not_asked,            // look-ups are off
  dns_failed,
  dns_timeout,
  dns_bogus,  // DNSSEC validation failed
  dns_over_budget,
};
std::string_view to_string(SpfReason reason);

}  // namespace letterlock::auth
