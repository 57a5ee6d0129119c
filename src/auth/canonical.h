// Canonicalization (RFC 6376 section 3.4) and the hashes over it.
//
// Mail kept on Unix has LF where it travelled with CRLF. Where a message holds no CRLF at all, each
// LF is read as CRLF; a message with CRLF anywhere is taken as it stands, bare LF being content.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/digest.h"
#include "auth/dkim_signature.h"
#include "mime/message.h"

namespace letterlock::auth {

enum class LineEnds : std::uint8_t { crlf /* as it stands */, lf /* LF stands for CRLF */ };
LineEnds line_ends_of(std::string_view octets);

// One header field with its line end (CRLF). `name` and `body` as HeaderField's ranges give them;
// white space before the colon, which "simple" keeps, is canonical_header()'s business.
void append_canonical_field(Canonicalization how, LineEnds ends, std::string_view name,
                            std::string_view body, std::string& out);
// The whole body; for tests and for searches that cut the result. Hashing streams instead.
void append_canonical_body(Canonicalization how, LineEnds ends, std::string_view body,
                           std::string& out);

// RFC 6376 section 3.7: the hash of the canonical body, cut to its first `length` octets where
// given. `covered`: octets of `body` from its start that the hash rests on (all, or up to where l=
// cuts); nullopt in `digest` where l= is longer than the body.
struct BodyHash {
  std::optional<Digest> digest;
  std::size_t covered = 0;
};
BodyHash hash_body(Canonicalization how, LineEnds ends, HashAlgorithm hash, std::string_view body,
                   std::optional<std::uint64_t> length);

// Which field each name of h= stands for (RFC 6376 section 5.4.2): an index into message.header(),
// the last instance not taken yet; nullopt where there is none left. `except` is never taken: the
// signature's own field, which is hashed apart (section 3.7).
std::vector<std::optional<std::uint32_t>> select_fields(
    const mime::Message& message, std::span<const std::string> h,
    std::optional<std::uint32_t> except = std::nullopt);

// The signature's own field as it is hashed: b= emptied, no line end.
void append_signature_field(const mime::Message& message, const DkimSignature& signature,
                            LineEnds ends, std::string& out);

// What the signer hashed: the selected fields and the signature field itself.
std::string canonical_header(const mime::Message& message, const DkimSignature& signature,
                             std::span<const std::optional<std::uint32_t>> slots, LineEnds ends);

Digest hash_octets(HashAlgorithm algorithm, std::string_view octets);
HashAlgorithm hash_of(SignatureAlgorithm algorithm);

}  // namespace letterlock::auth
