// The modulus of an RSA key out of the signatures it made (PKCS #1 v1.5, RFC 8017 section 8.2).
//
// For a signature s over a digest whose encoded form is EM, n divides s^e - EM. Of two signatures
// by one key, gcd(s1^e - EM1, s2^e - EM2) is n times a small factor; of two by different keys, or
// where one of the digests is not the one that was signed, it is small. Numbers of e times the
// key's length are multiplied for that: tens of seconds and a hundred megabytes at e = 65537.
//
// GMP ends the process where it gets no memory: ask peak_memory() first. Functions without state;
// may be called from several threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "auth/digest.h"

namespace letterlock::leak {

struct SignedDigest {
  std::string_view signature;  // big-endian, as long as the modulus
  auth::Digest digest;         // what is believed to have been signed
};

// Signature lengths in octets that are worked on. Below no digest fits in; above no key is in use.
inline constexpr std::size_t kMinSignatureOctets = 48, kMaxSignatureOctets = 512;
inline constexpr std::uint32_t kMaxRecoveryExponent = 65537;

// EMSA-PKCS1-v1_5 (RFC 8017 section 9.2); nullopt where `length` octets are too few.
std::optional<std::string> encoded_message(const auth::Digest& digest, std::size_t length);

// Whether a gcd of the two can say anything: one length, within the limits, both different in
// signature and digest, neither signature 0, 1 or all ones (whose powers any key could have made).
bool may_pair(const SignedDigest& one, const SignedDigest& other);

// Octets that find_modulus() takes at its height, on the safe side of what was measured.
std::uint64_t peak_memory(std::size_t signature_octets, std::uint32_t e, std::size_t others);

struct ModulusSearch {
  enum class Outcome : std::uint8_t {
    found,
    trivial,   // no modulus of that length in common
    cofactor,  // a multiple of the modulus, perhaps: one more signature may tell
    refused,   // lengths or exponent out of bounds, or signatures that may not be paired
    stopped,
  };
  Outcome outcome = Outcome::trivial;
  std::string modulus;  // big-endian without leading zeros; where found
};

// gcd of `first` with the product of all `others`: found where `first` and any one of `others` are
// genuine and by one key. Each further factor costs a fifth of a gcd. `spares` serve to take a
// cofactor away and cost nothing. `stop` is asked between the steps; one gcd cannot be interrupted.
ModulusSearch find_modulus(const SignedDigest& first, std::span<const SignedDigest> others,
                           std::span<const SignedDigest> spares, std::uint32_t e,
                           const std::function<bool()>& stop = {});

// Whether `modulus` with `e` opens the signature to the digest: what a kept result is held against.
bool opens(std::string_view modulus, std::uint32_t e, const SignedDigest& signature);

}  // namespace letterlock::leak
