// What is malformed in a message: a name and where it was seen. A fact, not a judgement.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/byte_range.h"

namespace letterlock::mime {

// The wire name of each (defect_name) is its enumerator: stable, shown to users, kept in cases.
// New ones are added at the end of their group; numbers are not stored.
#define LETTERLOCK_DEFECTS(X)                                                               \
  /* octets */                                                                              \
  X(bare_cr, "a CR that no LF follows (RFC 5322 section 2.3)")                              \
  X(mixed_line_endings, "some lines end in CRLF, others in bare LF")                        \
  X(nul_octet, "a NUL octet (RFC 5322 section 4.1)")                                        \
  X(line_too_long, "a line of more than 998 octets (RFC 5322 section 2.1.1)")               \
  X(empty_message, "no octet at all")                                                       \
  /* header */                                                                              \
  X(missing_blank_line, "the header ends without a blank line")                             \
  X(header_line_without_colon, "a header line that is no field")                            \
  X(header_starts_with_continuation, "the first header line is folded onto nothing")        \
  X(mbox_from_line, "an mbox `From ` line stands inside the message")                       \
  X(space_before_colon, "white space between field name and colon (obsolete syntax)")       \
  X(field_name_invalid, "a field name with octets that RFC 5322 section 3.6.8 forbids")     \
  X(eight_bit_header, "octets above 127 in the header that are not UTF-8")                  \
  X(utf8_header, "UTF-8 in the header (allowed by RFC 6532 only)")                          \
  X(duplicate_field, "a field that may occur once occurs again (RFC 5322 section 3.6)")     \
  X(missing_date, "no Date field")                                                          \
  X(missing_from, "no From field")                                                          \
  X(missing_message_id, "no Message-ID field")                                              \
  X(field_too_long, "a field beyond Limits::field_length; the rest of it is not read")      \
  X(too_many_fields, "more fields than Limits::header_fields; the rest is not read")        \
  /* field values */                                                                        \
  X(address_malformed, "an address that RFC 5322 section 3.4 does not allow")               \
  X(address_without_domain, "an address without a domain")                                  \
  X(too_many_addresses, "more addresses than Limits::addresses")                            \
  X(comment_too_deep, "comments nested beyond Limits::comment_depth")                       \
  X(comment_unclosed, "a comment without its closing parenthesis")                          \
  X(quoted_string_unclosed, "a quoted string without its closing quote")                    \
  X(date_malformed, "a date that could not be read")                                        \
  X(date_obsolete, "a date in obsolete or non-standard form that could be read")            \
  X(date_out_of_range, "a date with a field out of range (day 32, hour 25, zone +9900)")    \
  X(message_id_malformed, "an identifier that is no msg-id (RFC 5322 section 3.6.4)")       \
  X(encoded_word_malformed, "something like an encoded-word that is none (RFC 2047)")       \
  X(parameter_malformed, "a MIME parameter that RFC 2045 or 2231 does not allow")           \
  X(parameter_duplicate, "a MIME parameter given twice")                                    \
  X(too_many_parameters, "more parameters than Limits::parameters")                         \
  /* MIME structure */                                                                      \
  X(content_type_malformed, "a Content-Type that could not be read")                        \
  X(disposition_malformed, "a Content-Disposition that could not be read")                  \
  X(boundary_missing, "a multipart without a boundary parameter")                           \
  X(boundary_never_seen, "a multipart whose boundary never occurs")                         \
  X(boundary_unclosed, "a multipart without its closing delimiter")                         \
  X(boundary_malformed, "a boundary longer than 70 octets or with forbidden ones")          \
  X(boundary_shared, "a nested multipart with the boundary of one around it")               \
  X(multipart_encoded, "a multipart or message under quoted-printable or base64")           \
  X(depth_limit, "entities nested beyond Limits::entity_depth; deeper ones are not read")   \
  X(too_many_entities, "more entities than Limits::entities; the rest is not read")         \
  X(message_partial, "one fragment of a message (message/partial, RFC 2046 section 5.2.2)") \
  /* decoding */                                                                            \
  X(transfer_encoding_unknown, "a Content-Transfer-Encoding that is none we know")          \
  X(base64_malformed, "octets in base64 that belong to no quantum")                         \
  X(base64_truncated, "base64 that ends inside a quantum")                                  \
  X(quoted_printable_malformed, "an equals sign that starts no quoted-printable escape")    \
  X(uuencode_malformed, "a uuencode line that does not decode")                             \
  X(yenc_malformed, "yEnc data whose size or checksum does not fit")                        \
  X(charset_unknown, "a charset label that is none we know")                                \
  X(charset_missing, "text outside ASCII without a charset label")                          \
  X(charset_undecodable, "octets that the declared charset does not have")                  \
  X(eight_bit_in_seven_bit, "octets above 127 in a body declared 7bit")                     \
  X(decode_ratio_limit, "decoding would exceed Limits::decode_ratio; the rest is not decoded")

enum class DefectKind : std::uint8_t {
#define X(name, text) name,
  LETTERLOCK_DEFECTS(X)
#undef X
};

struct Defect {
  DefectKind kind;
  ByteRange where;
  bool operator==(const Defect&) const = default;
};

std::string_view defect_name(DefectKind kind);         // "boundary_unclosed"
std::string_view defect_explanation(DefectKind kind);  // one line for people
std::span<const DefectKind> all_defects();

}  // namespace letterlock::mime
