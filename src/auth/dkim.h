// Verifying DKIM signatures (RFC 6376, RFC 8301, RFC 8463).
//
// Verifying never errs: each signature gets RFC 8601's result and one reason. What is judged for
// delivery today (expired, key too short, rsa-sha1) and what mathematics say are kept apart:
// `proof` answers the second and is what evidence rests on.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "auth/canonical.h"
#include "auth/digest.h"
#include "auth/dkim_signature.h"
#include "auth/key_lookup.h"
#include "auth/public_key.h"
#include "base/byte_range.h"
#include "base/clock.h"
#include "mime/message.h"

namespace letterlock::auth {

// RFC 8601 section 2.7.1.
enum class DkimResult : std::uint8_t { none, pass, fail, policy, neutral, temperror, permerror };
std::string_view to_string(DkimResult result);

enum class DkimReason : std::uint8_t {
  good,
  signature_invalid,  // SignatureCheck::signature.problem says what
  key_not_asked,      // nobody was asked: DNS is off and no archive knows the name
  key_not_found,
  key_unavailable,
  key_invalid,             // SignatureCheck::key_problem says what
  key_type_mismatch,       // a= and k= do not fit
  key_hash_not_allowed,    // h= of the key leaves the algorithm out
  key_domain_not_allowed,  // t=s of the key, and i= is in a subdomain
  key_too_short,           // RFC 8301: below 1024 bits
  algorithm_obsolete,      // RFC 8301: rsa-sha1
  signature_expired,       // x= is past
  signature_in_future,     // t= is more than an hour ahead
  body_hash_mismatch,
  body_shorter_than_l,
  header_digest_differs,  // the key made this signature, over other header fields
  made_by_another_key,    // no candidate key opens it
  signature_mismatch,     // Ed25519: another key or another header, which cannot be told apart
  too_many_signatures,    // not looked at (DkimOptions::max_signatures)
};
std::string_view to_string(DkimReason reason);

// What the mathematics say, whatever today's policy thinks of the signature.
enum class Proof : std::uint8_t {
  none,         // no key, or another key's signature
  header_only,  // a key opens it to this header's digest; the body differs from bh=
  header_and_body,
  key_only,  // a key opens it, but to another header's digest
};

struct DkimOptions {
  UnixTime now = 0;
  std::uint32_t max_signatures = 50;  // verified in one message; each costs at least a hash
  unsigned min_rsa_bits = 1024;       // RFC 8301 section 3.2
};

struct SignatureCheck {
  DkimSignature signature;
  DkimResult result = DkimResult::none;
  DkimReason reason = DkimReason::good;
  Proof proof = Proof::none;
  KeyProblem key_problem = KeyProblem::none;
  // Which candidate decided: KeyCandidate::origin, and the key.
  std::optional<std::uint32_t> key_origin;
  std::shared_ptr<const PublicKey> key;
  KeyAnswer::Status key_status = KeyAnswer::Status::not_asked;
  bool key_dnssec = false, key_testing = false;

  bool body_hash_matches = false;
  std::optional<Digest> body_digest;    // computed
  Digest header_digest;                 // computed
  std::optional<Digest> signed_digest;  // what the key shows the signer hashed (RSA)
  // Per name of h=: index into message.header(), nullopt where absent.
  std::vector<std::optional<std::uint32_t>> slots;
  ByteRange body_covered;  // of the message's octets, as far as bh= reaches
};

// Every DKIM-Signature of the header, topmost first. Body hashes are computed once for each way of
// canonicalization, hash and l=.
std::vector<SignatureCheck> verify_dkim(const mime::Message& message, KeyLookup& keys,
                                        const DkimOptions& options);

// The octets of the message's body as DKIM sees it: all after the blank line that ends the header.
ByteRange body_of(const mime::Message& message);

}  // namespace letterlock::auth
