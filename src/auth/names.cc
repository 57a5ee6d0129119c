// The words by which results and reasons are printed: the enumerators themselves.
#include "auth/arc.h"
#include "auth/dkim.h"

namespace letterlock::auth {

std::string_view to_string(KeyProblem problem) {
  switch (problem) {
    case KeyProblem::none:
      return "none";
    case KeyProblem::key_syntax_error:
      return "key_syntax_error";
    case KeyProblem::key_wrong_version:
      return "key_wrong_version";
    case KeyProblem::key_unknown_type:
      return "key_unknown_type";
    case KeyProblem::key_revoked:
      return "key_revoked";
    case KeyProblem::key_unusable:
      return "key_unusable";
    case KeyProblem::key_not_for_email:
      return "key_not_for_email";
  }
  return "";
}

std::string_view to_string(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::unknown:
      return "unknown";
    case SignatureAlgorithm::rsa_sha1:
      return "rsa-sha1";
    case SignatureAlgorithm::rsa_sha256:
      return "rsa-sha256";
    case SignatureAlgorithm::ed25519_sha256:
      return "ed25519-sha256";
  }
  return "";
}

std::string_view to_string(Canonicalization canonicalization) {
  switch (canonicalization) {
    case Canonicalization::simple:
      return "simple";
    case Canonicalization::relaxed:
      return "relaxed";
  }
  return "";
}

std::string_view to_string(SignatureProblem problem) {
  switch (problem) {
    case SignatureProblem::none:
      return "none";
    case SignatureProblem::syntax_error:
      return "syntax_error";
    case SignatureProblem::duplicate_tag:
      return "duplicate_tag";
    case SignatureProblem::missing_tag:
      return "missing_tag";
    case SignatureProblem::wrong_version:
      return "wrong_version";
    case SignatureProblem::unknown_algorithm:
      return "unknown_algorithm";
    case SignatureProblem::unknown_canonicalization:
      return "unknown_canonicalization";
    case SignatureProblem::bad_base64:
      return "bad_base64";
    case SignatureProblem::bad_number:
      return "bad_number";
    case SignatureProblem::bad_domain:
      return "bad_domain";
    case SignatureProblem::bad_body_hash_length:
      return "bad_body_hash_length";
    case SignatureProblem::from_not_signed:
      return "from_not_signed";
    case SignatureProblem::identity_outside_domain:
      return "identity_outside_domain";
    case SignatureProblem::expires_before_signing:
      return "expires_before_signing";
    case SignatureProblem::unknown_query_method:
      return "unknown_query_method";
    case SignatureProblem::too_many_fields:
      return "too_many_fields";
    case SignatureProblem::instance_invalid:
      return "instance_invalid";
    case SignatureProblem::seal_signed:
      return "seal_signed";
    case SignatureProblem::unexpected_tag:
      return "unexpected_tag";
    case SignatureProblem::bad_chain_validation:
      return "bad_chain_validation";
  }
  return "";
}

std::string_view to_string(DkimResult result) {
  switch (result) {
    case DkimResult::none:
      return "none";
    case DkimResult::pass:
      return "pass";
    case DkimResult::fail:
      return "fail";
    case DkimResult::policy:
      return "policy";
    case DkimResult::neutral:
      return "neutral";
    case DkimResult::temperror:
      return "temperror";
    case DkimResult::permerror:
      return "permerror";
  }
  return "";
}

std::string_view to_string(DkimReason reason) {
  switch (reason) {
    case DkimReason::good:
      return "good";
    case DkimReason::signature_invalid:
      return "signature_invalid";
    case DkimReason::key_not_asked:
      return "key_not_asked";
    case DkimReason::key_not_found:
      return "key_not_found";
    case DkimReason::key_unavailable:
      return "key_unavailable";
    case DkimReason::key_invalid:
      return "key_invalid";
    case DkimReason::key_type_mismatch:
      return "key_type_mismatch";
    case DkimReason::key_hash_not_allowed:
      return "key_hash_not_allowed";
    case DkimReason::key_domain_not_allowed:
      return "key_domain_not_allowed";
    case DkimReason::key_too_short:
      return "key_too_short";
    case DkimReason::algorithm_obsolete:
      return "algorithm_obsolete";
    case DkimReason::signature_expired:
      return "signature_expired";
    case DkimReason::signature_in_future:
      return "signature_in_future";
    case DkimReason::body_hash_mismatch:
      return "body_hash_mismatch";
    case DkimReason::body_shorter_than_l:
      return "body_shorter_than_l";
    case DkimReason::header_digest_differs:
      return "header_digest_differs";
    case DkimReason::made_by_another_key:
      return "made_by_another_key";
    case DkimReason::signature_mismatch:
      return "signature_mismatch";
    case DkimReason::too_many_signatures:
      return "too_many_signatures";
  }
  return "";
}

std::string_view to_string(ChainValidation cv) {
  switch (cv) {
    case ChainValidation::unknown:
      return "unknown";
    case ChainValidation::none:
      return "none";
    case ChainValidation::fail:
      return "fail";
    case ChainValidation::pass:
      return "pass";
  }
  return "";
}

std::string_view to_string(ArcResult result) {
  switch (result) {
    case ArcResult::none:
      return "none";
    case ArcResult::pass:
      return "pass";
    case ArcResult::fail:
      return "fail";
    case ArcResult::unknown:
      return "unknown";
  }
  return "";
}

std::string_view to_string(ArcReason reason) {
  switch (reason) {
    case ArcReason::good:
      return "good";
    case ArcReason::field_unreadable:
      return "field_unreadable";
    case ArcReason::too_many_sets:
      return "too_many_sets";
    case ArcReason::instance_repeated:
      return "instance_repeated";
    case ArcReason::set_incomplete:
      return "set_incomplete";
    case ArcReason::instance_missing:
      return "instance_missing";
    case ArcReason::seal_unreadable:
      return "seal_unreadable";
    case ArcReason::sealed_as_failed:
      return "sealed_as_failed";
    case ArcReason::chain_validation_wrong:
      return "chain_validation_wrong";
    case ArcReason::message_signature_fails:
      return "message_signature_fails";
    case ArcReason::seal_fails:
      return "seal_fails";
    case ArcReason::key_unavailable:
      return "key_unavailable";
  }
  return "";
}

}  // namespace letterlock::auth
