// Keys as the DNS has them today: the TXT records at <selector>._domainkey.<domain> (RFC 6376
// section 3.6.2).
#pragma once

#include "auth/key_lookup.h"
#include "dns/resolver.h"

namespace letterlock::auth {

// As thread-safe as the resolver. REQUIRES: the resolver outlives it.
class DnsKeys final : public KeyLookup {
 public:
  // A name should have one record; of more, this many are tried (RFC 6376 section 3.6.2.2 leaves it
  // open, and each costs a verification).
  static constexpr std::size_t kMostRecords = 4;

  explicit DnsKeys(dns::Resolver& resolver) : resolver_(resolver) {}
  KeyAnswer find(std::string_view domain, std::string_view selector) override;

 private:
  dns::Resolver& resolver_;
};

}  // namespace letterlock::auth
