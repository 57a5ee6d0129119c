// Making DKIM signatures (RFC 6376 section 5, RFC 8463).
//
// Deterministic: the same message, key and options give the same octets; the time is a parameter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/dkim_signature.h"
#include "auth/signing_key.h"
#include "base/clock.h"
#include "base/expected.h"
#include "mime/message.h"

namespace letterlock::auth {

struct DkimSigning {
  std::string d, s;
  std::string i;  // not written where empty
  Canonicalization header = Canonicalization::relaxed, body = Canonicalization::relaxed;
  // Names for h=, each once for each field to sign. Empty: those of RFC 6376 section 5.4.1 that
  // the message has, as often as it has them.
  std::vector<std::string> h;
  // Names each once more than it is there, so that none can be added unseen (section 8.15).
  bool oversign = false;
  std::optional<std::uint64_t> l;  // hash so much of the canonical body; DANGEROUS: section 8.2
  std::optional<UnixTime> t, x;
};

// The whole DKIM-Signature field to put before the message, with the message's line ends. Fails
// where an option cannot be written (a d= that is no domain, h= without From, an l= beyond the
// body) and where the key is too short.
Expected<std::string> sign_dkim(const mime::Message& message, const SigningKey& key,
                                const DkimSigning& options);

}  // namespace letterlock::auth
