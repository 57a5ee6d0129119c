// A DKIM-Signature field, an ARC-Message-Signature or an ARC-Seal, read tag by tag (RFC 6376
// section 3.5, RFC 8617 sections 4.1.2 and 4.1.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "mime/message.h"

namespace letterlock::auth {

enum class SignatureAlgorithm : std::uint8_t { unknown, rsa_sha1, rsa_sha256, ed25519_sha256 };
enum class Canonicalization : std::uint8_t { simple, relaxed };
// As in a=: "rsa-sha256"; "unknown".
std::string_view to_string(SignatureAlgorithm algorithm);
std::string_view to_string(Canonicalization canonicalization);

// ARC-Seal's cv= (RFC 8617 section 4.1.3): what the sealer found of the chain before it.
enum class ChainValidation : std::uint8_t { unknown, none, fail, pass };
std::string_view to_string(ChainValidation cv);

enum class SignatureProblem : std::uint8_t {
  none,
  syntax_error,  // no tag list (RFC 6376 section 3.2)
  duplicate_tag,
  missing_tag,    // v, a, b, bh, d, h or s
  wrong_version,  // v= is not 1
  unknown_algorithm,
  unknown_canonicalization,
  bad_base64,               // b= or bh=
  bad_number,               // l=, t= or x=: no number, or over 2^63
  bad_domain,               // d= or s= is no domain name
  bad_body_hash_length,     // bh= is not as long as the algorithm's digest
  from_not_signed,          // h= does not name From
  identity_outside_domain,  // i= is not within d=
  expires_before_signing,   // x= is not after t=
  unknown_query_method,     // q= names no method known
  too_many_fields,          // h= names more than kMaxSignedFields
  instance_invalid,         // ARC: i= missing or not 1..50
  seal_signed,              // ARC-Message-Signature: h= names ARC-Seal
  unexpected_tag,           // ARC-Seal: h= is there
  bad_chain_validation,     // ARC-Seal: cv= is not none, fail or pass
};
std::string_view to_string(SignatureProblem problem);

struct DkimSignature {
  static constexpr std::size_t kMaxSignedFields = 1000;

  std::uint32_t field = 0;  // index into Message::header()
  ByteRange where;          // the whole field
  ByteRange b_value;        // what is taken out before hashing: all of b='s value, white space too
  SignatureProblem problem = SignatureProblem::none;
  SignatureAlgorithm algorithm = SignatureAlgorithm::unknown;
  Canonicalization header = Canonicalization::simple, body = Canonicalization::simple;
  // Copies with folding taken out, so that they outlive the Message.
  std::string a, d, s, i;      // i= as written; "@" and d where it is absent
  std::vector<std::string> h;  // field names as written, in order, repeats kept
  std::string b, bh;           // octets, base64 undone
  std::optional<std::uint64_t> l;
  std::optional<std::int64_t> t, x;
  std::string z;                                  // copied fields, as written; empty where absent
  std::uint32_t instance = 0;                     // ARC i=
  ChainValidation cv = ChainValidation::unknown;  // ARC-Seal
};

// The domain of i=, quoted-printable undone (RFC 6376 section 2.11); "" where i= has no "@".
std::string identity_domain(const DkimSignature& signature);

// Never fails: what is wrong is in `problem` (the first found), and what could be read is there.
// REQUIRES: `field` indexes message.header().
DkimSignature parse_dkim_signature(const mime::Message& message, std::uint32_t field);
DkimSignature parse_arc_message_signature(const mime::Message& message, std::uint32_t field);
// The tags that a seal shares with signatures; h, bh, c and l are not among them.
DkimSignature parse_arc_seal(const mime::Message& message, std::uint32_t field);

}  // namespace letterlock::auth
