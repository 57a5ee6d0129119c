// A public key that verifies DKIM signatures: RSA (RFC 8017) or Ed25519 (RFC 8032, RFC 8463).
//
// RSA signatures are opened rather than checked: s^e mod n is the very digest that the signer
// hashed, so that "another key" and "another header" can be told apart, and a search for what was
// changed needs no further RSA. Immutable; may be used from several threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "auth/digest.h"
#include "base/attributes.h"
#include "base/sha256.h"

namespace letterlock::auth {

enum class KeyType : std::uint8_t { rsa, ed25519 };

// What comes of opening an RSA signature (RFC 8017 section 8.2.2).
struct OpenedSignature {
  enum class Shape : std::uint8_t {
    digest,        // a well-formed EMSA-PKCS1-v1_5 value: the key made this signature
    malformed,     // anything else: made by another key, or damaged
    out_of_range,  // s >= n: proof that another key made it
    wrong_length,  // not as long as the modulus
  };
  Shape shape = Shape::malformed;
  Digest digest;  // where `shape` is digest
};

class PublicKey {
 public:
  // Moduli above are refused: verifying costs the square of the length.
  static constexpr unsigned kMaxRsaBits = 16384;

  // Big-endian octets, leading zeros allowed. nullptr where they make no usable key: an even or
  // tiny modulus, an even exponent, one below 3 or above 64 bits, more than kMaxRsaBits.
  static std::shared_ptr<const PublicKey> from_rsa(std::string_view modulus,
                                                   std::string_view exponent);
  // 32 octets.
  static std::shared_ptr<const PublicKey> from_ed25519(std::string_view octets);
  // What p= of a key record holds, base64 undone: for RSA a SubjectPublicKeyInfo (RFC 5280) or an
  // RSAPublicKey (RFC 8017 appendix A.1.1), for Ed25519 the 32 octets.
  static std::shared_ptr<const PublicKey> from_p(KeyType type, std::string_view octets);

  ~PublicKey();

  KeyType type() const { return type_; }
  unsigned bits() const { return bits_; }
  // RSA; big-endian without leading zeros. Empty for Ed25519.
  std::string_view modulus() const LL_LIFETIME_BOUND { return modulus_; }
  std::string_view exponent() const LL_LIFETIME_BOUND { return exponent_; }
  // As p= has it, base64 not applied: SubjectPublicKeyInfo for RSA, 32 octets for Ed25519.
  std::string p() const;
  // SHA-256 of the SubjectPublicKeyInfo in DER: equal keys have equal fingerprints.
  const Sha256& fingerprint() const LL_LIFETIME_BOUND { return fingerprint_; }

  // REQUIRES: type() is rsa.
  OpenedSignature open(std::string_view signature) const;
  // True where `signature` is Ed25519's of `digest` (RFC 8463 section 3: the SHA-256 value is the
  // message). REQUIRES: type() is ed25519.
  bool verifies(const Digest& digest, std::string_view signature) const;

 private:
  struct Native;
  PublicKey();
  KeyType type_ = KeyType::rsa;
  unsigned bits_ = 0;
  std::string modulus_, exponent_;
  Sha256 fingerprint_;
  std::unique_ptr<Native> native_;
};

}  // namespace letterlock::auth
