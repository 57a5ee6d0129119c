// Signs the demo's messages as their domains' mail servers would (RFC 6376, rsa-sha256,
// relaxed/relaxed), with the small keys of demo_keys.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace letterlock::demo {

// One header field; `value` as written after "Name: ", folds included, no CRLF at the end.
struct Field {
  std::string name;
  std::string value;
};

struct DemoKey {
  const char* domain;
  const char* selector;
  const char* first_day;  // in use from, "2025-06-01"
  const char* last_day;   // until, "" if still in DNS
  const char* pem;        // an RSA private key made for this demo and published with it
};

class DkimSigner {
 public:
  DkimSigner();
  ~DkimSigner();
  DkimSigner(DkimSigner&&) noexcept;
  DkimSigner& operator=(DkimSigner&&) noexcept;

  // The key `domain` signs with at `time`, or nullptr where it does not sign.
  const DemoKey* key_for(std::string_view domain, UnixTime time) const;

  // The DKIM-Signature field's value. `body` has CRLF line ends.
  std::string sign(const DemoKey& key, const std::vector<Field>& header, std::string_view body,
                   UnixTime time) const;

  // The TXT record's text: "v=DKIM1; k=rsa; p=...".
  std::string record(const DemoKey& key) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace letterlock::demo
