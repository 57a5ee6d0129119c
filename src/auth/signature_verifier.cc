#include "auth/signature_verifier.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::auth {
namespace {

constexpr std::int64_t kClockSkew = 3600;  // seconds that t= may be ahead

// What one key says of one signature. Of several keys the one that says most is reported.
struct KeyVerdict {
  DkimResult result = DkimResult::permerror;
  DkimReason reason = DkimReason::key_invalid;
  Proof proof = Proof::none;
  std::optional<Digest> signed_digest;
  bool conditions_met = false;

  auto weight() const {
    const int proven = proof == Proof::header_and_body ? 3
                       : proof == Proof::header_only   ? 2
                       : proof == Proof::key_only      ? 1
                                                       : 0;
    return std::pair(proven, conditions_met ? 2 : reason != DkimReason::key_invalid ? 1 : 0);
  }
};

// Whether all is there that hashing and opening take. What else is wrong with a signature (drafts
// of before RFC 4871 without v=, an i= outside d=) does not keep it from proving what it proves.
bool can_be_computed(const DkimSignature& signature) {
  if (signature.problem == SignatureProblem::syntax_error ||
      signature.problem == SignatureProblem::duplicate_tag ||
      signature.problem == SignatureProblem::unknown_canonicalization ||
      signature.problem == SignatureProblem::bad_domain) {
    return false;
  }
  return signature.algorithm != SignatureAlgorithm::unknown && !signature.b.empty() &&
         !signature.bh.empty() && !signature.d.empty() && !signature.s.empty();
}

// What RFC 6376 section 3.6.1 asks of the key, besides the mathematics.
DkimReason key_conditions(const DkimSignature& signature, const KeyRecord& record) {
  const bool ed25519 = signature.algorithm == SignatureAlgorithm::ed25519_sha256;
  if ((record.key->type() == KeyType::ed25519) != ed25519) return DkimReason::key_type_mismatch;
  const std::string_view hash =
      hash_of(signature.algorithm) == HashAlgorithm::sha1 ? "sha1" : "sha256";
  if (!record.h.empty() && std::find(record.h.begin(), record.h.end(), hash) == record.h.end()) {
    return DkimReason::key_hash_not_allowed;
  }
  const std::string identity = identity_domain(signature);
  if (record.strict_domain && !identity.empty() && !equals_ignore_case(identity, signature.d)) {
    return DkimReason::key_domain_not_allowed;
  }
  return DkimReason::good;
}

DkimReason open(const SignatureCheck& check, const PublicKey& key, KeyVerdict& verdict) {
  if (key.type() == KeyType::ed25519) {
    if (!key.verifies(check.header_digest, check.signature.b)) {
      return DkimReason::signature_mismatch;
    }
  } else {
    const OpenedSignature opened = key.open(check.signature.b);
    if (opened.shape != OpenedSignature::Shape::digest) return DkimReason::made_by_another_key;
    verdict.signed_digest = opened.digest;
    verdict.proof = Proof::key_only;
    if (opened.digest != check.header_digest) return DkimReason::header_digest_differs;
  }
  verdict.proof = check.body_hash_matches ? Proof::header_and_body : Proof::header_only;
  if (!check.body_digest) return DkimReason::body_shorter_than_l;
  return check.body_hash_matches ? DkimReason::good : DkimReason::body_hash_mismatch;
}

KeyVerdict try_key(const SignatureCheck& check, const KeyRecord& record) {
  KeyVerdict verdict;
  if (record.key == nullptr) return verdict;
  const DkimReason conditions = key_conditions(check.signature, record);
  verdict.conditions_met = conditions == DkimReason::good;
  verdict.reason = conditions;
  if (conditions == DkimReason::key_type_mismatch) return verdict;
  const DkimReason mathematics = open(check, *record.key, verdict);
  if (!verdict.conditions_met) return verdict;
  verdict.reason = mathematics;
  verdict.result = mathematics == DkimReason::good ? DkimResult::pass : DkimResult::fail;
  return verdict;
}

void no_key(SignatureCheck& check) {
  switch (check.key_status) {
    case KeyAnswer::Status::not_asked:
      check.result = DkimResult::neutral;
      check.reason = DkimReason::key_not_asked;
      return;
    case KeyAnswer::Status::unavailable:
      check.result = DkimResult::temperror;
      check.reason = DkimReason::key_unavailable;
      return;
    case KeyAnswer::Status::found:
    case KeyAnswer::Status::no_key:
      check.result = DkimResult::permerror;
      check.reason = DkimReason::key_not_found;
      return;
  }
}

}  // namespace

SignatureVerifier::SignatureVerifier(const mime::Message& message, KeyLookup& keys,
                                     const DkimOptions& options)
    : message_(message),
      keys_(keys),
      options_(options),
      ends_(line_ends_of(message.octets())),
      body_(body_of(message)) {}

SignatureCheck SignatureVerifier::check(DkimSignature signature) {
  SignatureCheck check;
  check.signature = std::move(signature);
  if (can_be_computed(check.signature)) {
    digest(check);
    try_keys(check);
  }
  finish(check);
  return check;
}

SignatureCheck SignatureVerifier::check_seal(DkimSignature signature, std::string_view canonical) {
  SignatureCheck check;
  check.signature = std::move(signature);
  if (check.signature.problem == SignatureProblem::none) {
    check.header_digest = hash_octets(hash_of(check.signature.algorithm), canonical);
    // No body is sealed, so none can differ.
    check.body_hash_matches = true;
    check.body_digest = Digest{};
    try_keys(check);
    check.body_digest.reset();
  }
  finish(check);
  return check;
}

void SignatureVerifier::finish(SignatureCheck& check) const {
  if (check.signature.problem != SignatureProblem::none) {
    check.result = DkimResult::permerror;
    check.reason = DkimReason::signature_invalid;
  } else if (check.result == DkimResult::pass) {
    apply_policy(check);
  }
}

const BodyHash& SignatureVerifier::body_hash(const DkimSignature& signature) {
  const HashAlgorithm algorithm = hash_of(signature.algorithm);
  for (const HashedBody& body : bodies_) {
    if (body.how == signature.body && body.algorithm == algorithm && body.l == signature.l) {
      return body.hash;
    }
  }
  bodies_.push_back(
      {signature.body, algorithm, signature.l,
       hash_body(signature.body, ends_, algorithm, message_.octets(body_), signature.l)});
  return bodies_.back().hash;
}

void SignatureVerifier::digest(SignatureCheck& check) {
  const DkimSignature& signature = check.signature;
  const BodyHash& body = body_hash(signature);
  check.body_digest = body.digest;
  check.body_hash_matches = body.digest && body.digest->view() == signature.bh;
  check.body_covered = {body_.offset, static_cast<std::uint32_t>(body.covered)};
  check.slots = select_fields(message_, signature.h, signature.field);
  check.header_digest = hash_octets(hash_of(signature.algorithm),
                                    canonical_header(message_, signature, check.slots, ends_));
}

void SignatureVerifier::try_keys(SignatureCheck& check) {
  const KeyAnswer answer = keys_.find(check.signature.d, check.signature.s);
  check.key_status = answer.status;
  check.key_dnssec = answer.dnssec;
  if (answer.candidates.empty()) {
    no_key(check);
    return;
  }
  KeyVerdict best;
  for (const KeyCandidate& candidate : answer.candidates) {
    const KeyVerdict verdict = try_key(check, candidate.record);
    if (check.key_origin && verdict.weight() <= best.weight()) continue;
    best = verdict;
    check.key_origin = candidate.origin;
    check.key = candidate.record.key;
    check.key_problem = candidate.record.problem;
    check.key_testing = candidate.record.testing;
  }
  check.result = best.result;
  check.reason = best.reason;
  check.proof = best.proof;
  check.signed_digest = best.signed_digest;
}

void SignatureVerifier::apply_policy(SignatureCheck& check) const {
  const DkimSignature& signature = check.signature;
  if (signature.x && *signature.x < options_.now) {
    check.reason = DkimReason::signature_expired;
  } else if (signature.t && *signature.t > options_.now + kClockSkew) {
    check.reason = DkimReason::signature_in_future;
  } else if (signature.algorithm == SignatureAlgorithm::rsa_sha1) {
    check.reason = DkimReason::algorithm_obsolete;
  } else if (check.key->type() == KeyType::rsa && check.key->bits() < options_.min_rsa_bits) {
    check.reason = DkimReason::key_too_short;
  } else {
    return;
  }
  check.result = DkimResult::policy;
}

}  // namespace letterlock::auth
