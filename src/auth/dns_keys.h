// Keys as the DNS has them today: the TXT records at <selector>._domainkey.<domain> (RFC 6376
// section 3.6.2).
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "auth/key_lookup.h"
#include "dns/resolver.h"

namespace letterlock::auth {

// A record's text is read once and remembered: preparing an RSA key costs a fifth of a
// verification. As thread-safe as the resolver. REQUIRES: the resolver outlives it.
class DnsKeys final : public KeyLookup {
 public:
  // A name should have one record; of more, this many are tried (RFC 6376 section 3.6.2.2 leaves it
  // open, and each costs a verification).
  static constexpr std::size_t kMostRecords = 4;
  // Records remembered; then all are forgotten, so that hostile signers cannot fill the memory.
  static constexpr std::size_t kMostRemembered = 4096;

  explicit DnsKeys(dns::Resolver& resolver) : resolver_(resolver) {}
  KeyAnswer find(std::string_view domain, std::string_view selector) override;

 private:
  KeyRecord record_of(const std::string& text);

  dns::Resolver& resolver_;
  std::mutex mutex_;
  std::map<std::string, KeyRecord, std::less<>> read_;  // by the record's text
};

}  // namespace letterlock::auth
