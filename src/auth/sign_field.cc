#include "auth/sign_field.h"

#include "auth/canonical.h"
#include "auth/dkim.h"

namespace letterlock::auth {

Expected<std::string> sign_field(const FieldText& field, std::string_view rest,
                                 const SigningKey& key, ParseSignature parse,
                                 const SignedText& signed_text) {
  const std::string unsigned_octets = field.signed_text("").append(rest);
  const auto message = mime::Message::parse_view(unsigned_octets);
  if (!message) return fail(message.error());
  const Digest digest =
      hash_octets(HashAlgorithm::sha256, signed_text(*message, parse(*message, 0)));
  const Expected<std::string> signature = key.sign(digest);
  if (!signature) return fail(signature.error());
  std::string out = field.signed_text(*signature);
  const auto own = mime::Message::parse_view(out);
  if (!own) return fail(own.error());
  if (const SignatureProblem problem = parse(*own, 0).problem; problem != SignatureProblem::none) {
    return fail(ErrorCode::usage, "no signature can be made so: {}", to_string(problem));
  }
  return out;
}

}  // namespace letterlock::auth
