#include "auth/dkim.h"

#include "auth/signature_verifier.h"

namespace letterlock::auth {

ByteRange body_of(const mime::Message& message) {
  const std::uint32_t begin = message.entities()[0].header.end();
  return ByteRange::between(begin, static_cast<std::uint32_t>(message.octets().size()));
}

std::vector<SignatureCheck> verify_dkim(const mime::Message& message, KeyLookup& keys,
                                        const DkimOptions& options) {
  std::vector<SignatureCheck> checks;
  SignatureVerifier verifier(message, keys, options);
  const std::span<const mime::HeaderField> header = message.header();
  for (std::uint32_t field = 0; field < header.size(); ++field) {
    if (header[field].id != mime::FieldName::dkim_signature) continue;
    if (checks.size() < options.max_signatures) {
      checks.push_back(verifier.check(parse_dkim_signature(message, field)));
      continue;
    }
    SignatureCheck& unchecked = checks.emplace_back();
    unchecked.signature.field = field;
    unchecked.signature.where = header[field].whole;
    unchecked.result = DkimResult::policy;
    unchecked.reason = DkimReason::too_many_signatures;
  }
  return checks;
}

}  // namespace letterlock::auth
