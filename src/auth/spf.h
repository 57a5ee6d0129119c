// SPF: may this host send mail for that domain? (RFC 7208)
//
// Checking never errs: an outage of the DNS is temperror. The work is bounded by the limits of
// section 4.6.4 whatever records say: at most ten terms that ask, ten hosts for each of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auth/spf_result.h"
#include "base/clock.h"
#include "base/ip_address.h"
#include "dns/resolver.h"

namespace letterlock::auth {

struct SpfQuery {
  IpAddress client;       // the SMTP client; IPv4 in IPv6 is taken as IPv4
  std::string mail_from;  // reverse-path without brackets; "" for the null one: then HELO counts
  std::string helo;
  std::string receiver;  // who checks, for explanations
  UnixTime now = 0;      // for explanations
};

struct SpfLimits {
  unsigned lookups = 10;      // terms that ask the DNS
  unsigned void_lookups = 2;  // of them, terms that find nothing
  unsigned hosts = 10;        // of one mx; of the client's PTR records, more are left out
};

enum class SpfIdentity : std::uint8_t { mailfrom, helo };
std::string_view to_string(SpfIdentity identity);

// A record that was read on the way to the result.
struct SpfVisit {
  std::string domain;
  std::string record;   // as published
  std::string via;      // the include or redirect term that led here; "" for the first
  std::string decided;  // the term that decided, here; "" where none did
  SpfResult result = SpfResult::none;  // of this record by itself
  bool secure = false;                 // DNSSEC vouches for the record
};

struct SpfCheck {
  SpfResult result = SpfResult::none;
  SpfReason reason = SpfReason::no_record;
  SpfIdentity identity = SpfIdentity::mailfrom;
  std::string domain;           // that was checked, as A-labels
  std::string sender;           // local-part and domain, "postmaster" put in
  std::string mechanism;        // the term that decided, as written
  std::string problem;          // what is wrong and where, for people; "" where nothing is
  std::string explanation;      // the domain's own words about a fail (exp=), untrusted; ASCII
  std::vector<SpfVisit> chain;  // in the order in which they were read
  unsigned lookups = 0;
  unsigned void_lookups = 0;
};

// check_host() for MAIL FROM, or for HELO where MAIL FROM is empty.
SpfCheck check_spf(const SpfQuery& query, dns::Resolver& resolver, const SpfLimits& limits = {});

// The result in one sentence, as Received-SPF has it in its comment (section 9.1): printable ASCII.
std::string spf_comment(const SpfCheck& check, const SpfQuery& query);

}  // namespace letterlock::auth
