// A private key that makes DKIM signatures and ARC seals: RSA or Ed25519.
//
// Signing is deterministic: the same digest gives the same octets. Immutable; may be used from
// several threads at once. The key's octets stay inside OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "auth/digest.h"
#include "auth/dkim_signature.h"
#include "auth/public_key.h"
#include "base/attributes.h"
#include "base/expected.h"

namespace letterlock::auth {

class SigningKey {
 public:
  // PKCS #8 or PKCS #1, not encrypted. `source` is what errors call the text.
  static Expected<SigningKey> from_pem(std::string_view pem, std::string_view source = "key");
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  // rsa-sha256 or ed25519-sha256.
  SignatureAlgorithm algorithm() const;
  const PublicKey& public_key() const LL_LIFETIME_BOUND;
  // The TXT record to publish: "v=DKIM1; k=rsa; p=...".
  std::string record() const;

  // REQUIRES: `digest` is SHA-256's.
  Expected<std::string> sign(const Digest& digest) const;

 private:
  struct Native;
  explicit SigningKey(std::unique_ptr<Native> native);
  std::unique_ptr<Native> native_;
};

}  // namespace letterlock::auth
