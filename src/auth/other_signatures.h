// Signature fields of other schemes than DKIM and ARC: recognised, so that a reader learns that
// they are there, and not verified.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "mime/message.h"

namespace letterlock::auth {

enum class OtherScheme : std::uint8_t {
  domainkeys,  // DomainKey-Signature (RFC 4870, historic): signs the header's end, not named fields
  dkim2,       // DKIM2-Signature, Message-Instance, Mail-Version (drafts of the IETF's dkim group)
};
// "DomainKeys signature present, not verified"
std::string_view to_string(OtherScheme scheme);

struct OtherSignature {
  OtherScheme scheme = OtherScheme::domainkeys;
  std::uint32_t field = 0;  // index into message.header()
};

// Topmost first.
std::vector<OtherSignature> other_signatures(const mime::Message& message);

}  // namespace letterlock::auth
