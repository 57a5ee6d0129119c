#include "auth/dns_keys.h"

#include <algorithm>

#include "base/ascii.h"
#include "dns/idna.h"

namespace letterlock::auth {
namespace {

// RFC 8616 section 4: d= and s= may hold U-labels, the DNS does not.
std::string as_asked(std::string_view name) {
  if (std::all_of(name.begin(), name.end(), is_ascii)) return std::string(name);
  return dns::domain_to_ascii(name).value_or(std::string(name));
}

}  // namespace

KeyRecord DnsKeys::record_of(const std::string& text) {
  const std::lock_guard lock(mutex_);
  const auto known = read_.find(text);
  if (known != read_.end()) return known->second;
  if (read_.size() == kMostRemembered) read_.clear();
  return read_.emplace(text, parse_key_record(text)).first->second;
}

KeyAnswer DnsKeys::find(std::string_view domain, std::string_view selector) {
  const dns::Answer answer = resolver_.txt(as_asked(selector) + "._domainkey." + as_asked(domain));
  KeyAnswer keys;
  keys.dnssec = answer.secure;
  if (answer.status == dns::Status::not_asked) {
    keys.status = KeyAnswer::Status::not_asked;
  } else if (answer.unknown()) {
    keys.status = KeyAnswer::Status::unavailable;
  } else if (!answer.ok() || answer.records.empty()) {
    keys.status = KeyAnswer::Status::no_key;
  } else {
    keys.status = KeyAnswer::Status::found;
    for (const dns::Record& record : answer.records) {
      if (keys.candidates.size() == kMostRecords) break;
      keys.candidates.push_back({record_of(record.value), 0});
    }
  }
  return keys;
}

}  // namespace letterlock::auth
