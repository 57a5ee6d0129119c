// What verifying DKIM-Signature, ARC-Message-Signature and ARC-Seal have in common: hashes, keys,
// policy. Internal to src/auth.
#pragma once

#include <vector>

#include "auth/dkim.h"

namespace letterlock::auth {

// For one message. Body hashes are kept, so that many signatures cost one of each kind.
class SignatureVerifier {
 public:
  // REQUIRES: the arguments outlive it.
  SignatureVerifier(const mime::Message& message, KeyLookup& keys, const DkimOptions& options);

  SignatureCheck check(DkimSignature signature);
  // A signature over `canonical` alone, without a body: an ARC-Seal.
  SignatureCheck check_seal(DkimSignature signature, std::string_view canonical);

  LineEnds ends() const { return ends_; }

 private:
  struct HashedBody {
    Canonicalization how;
    HashAlgorithm algorithm;
    std::optional<std::uint64_t> l;
    BodyHash hash;
  };
  const BodyHash& body_hash(const DkimSignature& signature);
  void digest(SignatureCheck& check);
  void try_keys(SignatureCheck& check);
  void finish(SignatureCheck& check) const;
  void apply_policy(SignatureCheck& check) const;

  const mime::Message& message_;
  KeyLookup& keys_;
  const DkimOptions& options_;
  const LineEnds ends_;
  const ByteRange body_;
  std::vector<HashedBody> bodies_;
};

}  // namespace letterlock::auth
