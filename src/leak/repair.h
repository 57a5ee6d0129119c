// Repair search: which changes, of those that mail handling is known to make, were made to a
// message after it was signed?
//
// A signature fixes two digests: bh= that of the body, and (opened with the key) the one of the
// header. Both are searched apart, in the fixed order that docs/repair.md lists, and every
// candidate is a hash, never an RSA operation. A match cannot be chance (2^-256 a try). But it
// proves the restored text, not the one that was found: an outcome carries each edit with what
// stood before and after.
//
// Same input, same outcome. May run on several threads at once, one call a thread and Message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dkim.h"
#include "base/byte_range.h"
#include "base/progress.h"
#include "mime/message.h"

namespace letterlock::leak {

// What was done to the message since it was signed.
enum class Change : std::uint8_t {
  // body
  footer_appended,
  lines_put_before,
  line_inserted,
  blank_line_put_before,
  line_ends_changed,
  blank_lines_doubled,
  mbox_quoting_added,
  mbox_quoting_removed,
  dot_stuffing_added,
  dot_stuffing_removed,
  leading_dot_lost,
  trailing_space_stripped,
  trailing_space_added,
  tabs_changed,
  part_added,
  wrapped_in_multipart,
  closing_boundary_removed,
  preamble_changed,
  transfer_encoding_changed,
  parts_rewritten,
  charset_changed,
  meta_tag_inserted,
  html_edited,
  links_rewritten,
  banner_inserted,
  // header
  field_added,
  field_dropped,
  empty_field_dropped,
  field_replaced,
  field_instance_added,
  field_replaced_copy_kept,
  list_fields_added,
  subject_tagged,
  subject_prefixed,
  field_respaced,
  field_name_respelled,
  addresses_restyled,
  address_completed,
  address_replaced,
  address_added,
  address_list_replaced,
  sender_replaced,
  from_replaced_by_list,
  encoded_words_changed,
  encoded_words_in_structured_field,
  content_type_rewritten,
  transfer_encoding_field_changed,
  mime_version_changed,
  date_rewritten,
  recipient_masked,
};
std::string_view to_string(Change change);  // the enumerator's name
// One plain sentence: what was done to the message.
std::string_view sentence(Change change);

struct Edit {
  Change change = Change::footer_appended;
  std::string field;       // the field's name; empty for the body
  ByteRange where;         // in the message as found; empty where something had been taken out
  std::string before;      // as found
  std::string after;       // as the signer had it
  bool discloses = false;  // `after` was guessed from elsewhere: ask before printing it
};

enum class BodyRepair : std::uint8_t {
  intact,
  restored,
  not_restored,
  limit_reached,  // ended by a limit or by the caller
};
enum class HeaderRepair : std::uint8_t {
  intact,
  restored,
  not_restored,
  key_unknown,  // no key, so nothing to compare with
  other_key,    // none of the known keys made this signature
  limit_reached,
};
std::string_view to_string(BodyRepair repair);
std::string_view to_string(HeaderRepair repair);

// Per signature.
struct RepairLimits {
  std::uint32_t body_hashes = 2'000;        // finds took 20 to 190 on average
  std::uint64_t body_octets = 64ull << 20;  // hashed; about 50 ms
  std::uint32_t header_hashes = 150'000;    // the dearest find took 18,000
  std::uint64_t header_octets = 256ull << 20;
  std::uint32_t pair_product = 60'000;   // two fields at once, where they have so many variants
  std::uint32_t ed25519_checks = 1'000;  // there each candidate costs a verification
  std::uint32_t dictionary = 10'000;     // candidates taken from the context
};

// What the caller knows from elsewhere. What the message itself says is found by the search.
struct RepairContext {
  struct Values {
    std::string name;                 // a field name, any case
    std::vector<std::string> bodies;  // without white space around
  };
  std::vector<Values> fields = {};  // bodies this field had in other mail of the same author
  std::vector<std::string> addresses = {};  // who might have been a recipient: addr-specs
  bool disclosing = true;                   // may guess recipients at all
  const Progress* stop = nullptr;           // stop_requested() ends the search
};

struct RepairOutcome {
  BodyRepair body = BodyRepair::not_restored;
  HeaderRepair header = HeaderRepair::not_restored;
  std::vector<Edit> edits;  // what was undone: header first, then body
  std::uint32_t body_hashes = 0, header_hashes = 0;
  // The header's search tried every change by itself; a limit that ended it then cut combinations.
  bool header_alone_tried = false;
  // The message with the edits undone: verify_dkim() of it proves what was restored. Empty where
  // nothing was.
  std::string restored;
};

// REQUIRES: `check` comes from verify_dkim(message).
RepairOutcome search_repair(const mime::Message& message, const auth::SignatureCheck& check,
                            const RepairContext& context, const RepairLimits& limits = {});

// Addresses that a message gives away though its fields may have been masked: of bounce addresses
// (VERP: user=host.example@), percent-encoded or in base64 tokens of links and fields. Those of a
// whole collection, most frequent first, serve as RepairContext::addresses of each of its messages.
std::vector<std::string> recipient_hints(const mime::Message& message);

// Some tools write long structured fields as encoded-words (RFC 2047), the DKIM-Signature among
// them, which then is no tag list. The message with those words decoded; empty where it has none.
// To be verified and searched in the found one's stead, `edits` put before the outcome's.
struct DecodedFields {
  std::string octets;
  std::vector<Edit> edits;
};
DecodedFields decode_structured_fields(const mime::Message& message);

}  // namespace letterlock::leak
