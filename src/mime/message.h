// A parsed message and the octets it was parsed from (RFC 5322, RFC 2045-2049).
//
// Parsing does not judge: what is malformed becomes a Defect with the byte range where it was seen,
// and parsing goes on. parse() fails only if the whole is larger than Limits::message_size.
//
// parse() finds fields and entities and nothing else. Values (addresses, dates, decoded bodies) are
// computed when asked for, by the functions of address.h, date.h, unstructured.h and text.h.
// Not thread-safe: accessors that decode write to the Arena.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/byte_range.h"
#include "base/expected.h"
#include "base/limits.h"
#include "mime/defect.h"

namespace letterlock::mime {

// Octets in one heap block of exactly their size.
class RawMessage {
 public:
  RawMessage() = default;
  static RawMessage copy_of(std::string_view octets);
  // Takes over a block of `size` octets.
  RawMessage(std::unique_ptr<char[]> block, std::size_t size)
      : block_(std::move(block)), size_(size) {}
  std::string_view view() const LL_LIFETIME_BOUND { return {block_.get(), size_}; }
  std::size_t size() const { return size_; }

 private:
  std::unique_ptr<char[]> block_;
  std::size_t size_ = 0;
};

// Names that the parser and its callers ask for often; every other field is `other`.
enum class FieldName : std::uint8_t {
  other,
  from,
  sender,
  reply_to,
  to,
  cc,
  bcc,
  date,
  subject,
  message_id,
  in_reply_to,
  references,
  mime_version,
  content_type,
  content_transfer_encoding,
  content_disposition,
  content_id,
  content_description,
  content_location,
  content_language,
  received,
  return_path,
  delivered_to,
  resent_from,
  resent_to,
  resent_date,
  resent_message_id,
  dkim_signature,
  authentication_results,
  arc_seal,
  arc_message_signature,
  arc_authentication_results,
  list_id,
  list_unsubscribe,
  x_mailer,
  user_agent,
  x_originating_ip,
  thread_index,
  thread_topic,
  x_gmail_labels,
  x_gm_thrid,
  disposition_notification_to,
  auto_submitted,
  precedence,
  status,
  x_status,
  x_mozilla_status,
  x_keywords,
  lines,
  content_length,
};

struct HeaderField {
  ByteRange whole;  // from the first octet of the name to the last of its line ending
  ByteRange name;   // without white space before the colon
  ByteRange body;   // after the colon, folding included, without the final line ending
  FieldName id = FieldName::other;
};

enum class TransferEncoding : std::uint8_t {
  none,  // no Content-Transfer-Encoding field: 7bit (RFC 2045 section 6.1)
  seven_bit,
  eight_bit,
  binary,
  quoted_printable,
  base64,
  uuencode,  // x-uuencode and its spellings
  unknown,
};

enum class Disposition : std::uint8_t { none, inline_, attachment, form_data, other };

// What Content-Type leads to; `parameters` and exact spelling come from content_type().
enum class MediaClass : std::uint8_t {
  text_plain,
  text_html,
  text_other,
  multipart,
  message_rfc822 /* and message/global */,
  message_partial,
  delivery_status /* message/delivery-status, global-delivery-status */,
  disposition_notification,
  rfc822_headers,
  other,
};

using EntityIndex = std::uint32_t;
inline constexpr EntityIndex kNoEntity = 0xFFFFFFFF;

// A MIME entity (RFC 2045 section 2.4): the message itself is entity 0, then in order of
// appearance. The message inside a message/rfc822 entity is the only child of that entity.
struct Entity {
  ByteRange whole;   // header and body
  ByteRange header;  // its fields and the blank line after them
  ByteRange body;    // still encoded; for a multipart: preamble to epilogue
  EntityIndex parent = kNoEntity;
  EntityIndex first_child = kNoEntity;
  EntityIndex next_sibling = kNoEntity;
  std::uint32_t first_field = 0;  // index into Message::fields()
  std::uint32_t field_count = 0;
  std::uint16_t depth = 0;
  MediaClass media = MediaClass::text_plain;
  TransferEncoding encoding = TransferEncoding::none;
  Disposition disposition = Disposition::none;
};

struct Parameter {
  std::string_view name;      // lower case
  std::string_view value;     // decoded to UTF-8 (RFC 2231, RFC 2047 and raw 8-bit as found)
  ByteRange where;            // first segment's octets
  std::string_view language;  // RFC 2231; empty where none is given
};

// A Content-Type or Content-Disposition, decoded. Views live as long as the Message.
struct ContentTypeView {
  std::string_view type;     // lower case; for a disposition its word
  std::string_view subtype;  // lower case; empty for a disposition
  std::vector<Parameter> parameters;
  // Value of the parameter `name` (lower case), or nullopt.
  std::optional<std::string_view> parameter(std::string_view name) const;
};

class Message {
 public:
  // Takes over `raw`. Every view returned below points into it or into the message's Arena and
  // stays good for as long as this Message lives, moves included.
  static Expected<Message> parse(RawMessage raw, const Limits& limits = {});
  // The same over octets that somebody else keeps. REQUIRES: they outlive the Message.
  static Expected<Message> parse_view(std::string_view octets LL_LIFETIME_BOUND,
                                      const Limits& limits = {});

  Message(Message&&) noexcept = default;
  Message& operator=(Message&&) noexcept = default;
  ~Message() = default;

  std::string_view octets() const LL_LIFETIME_BOUND { return octets_; }
  // What a range says. REQUIRES: `where` comes from this message.
  std::string_view octets(ByteRange where) const LL_LIFETIME_BOUND {
    return octets_.substr(where.offset, where.length);
  }

  // All fields of all entities, in order of appearance; an entity's own are `fields(entity)`.
  std::span<const HeaderField> fields() const LL_LIFETIME_BOUND { return fields_; }
  std::span<const HeaderField> fields(const Entity& entity) const LL_LIFETIME_BOUND {
    return std::span(fields_).subspan(entity.first_field, entity.field_count);
  }
  // The fields of the top-level header.
  std::span<const HeaderField> header() const LL_LIFETIME_BOUND { return fields(entities_[0]); }
  // The first such field of the top-level header (or of `entity`), or nullptr.
  const HeaderField* find(FieldName id) const LL_LIFETIME_BOUND;
  const HeaderField* find(const Entity& entity, FieldName id) const LL_LIFETIME_BOUND;
  const HeaderField* find(std::string_view name) const LL_LIFETIME_BOUND;  // any name, any case

  // Never empty.
  std::span<const Entity> entities() const LL_LIFETIME_BOUND { return entities_; }

  // Content-Type with its default where it is absent or unreadable (RFC 2045 section 5.2:
  // text/plain; inside multipart/digest message/rfc822, RFC 2046 section 5.1.5).
  // Read once and kept. REQUIRES: `entity` is one of entities(), no copy.
  const ContentTypeView& content_type(const Entity& entity) const LL_LIFETIME_BOUND;
  // nullopt where the entity has no Content-Disposition. The same holds.
  const std::optional<ContentTypeView>& disposition(const Entity& entity) const LL_LIFETIME_BOUND;
  // The file name from Content-Disposition `filename`, else Content-Type `name`; decoded; nullopt
  // where there is neither.
  std::optional<std::string_view> filename(const Entity& entity) const LL_LIFETIME_BOUND;

  // The body with its transfer encoding undone. The octets themselves where nothing was encoded.
  // Decoded once and kept; the same holds as for content_type().
  std::string_view decoded(const Entity& entity) const LL_LIFETIME_BOUND;
  // decoded() of a text entity converted to UTF-8 by its declared charset; octets that do not
  // decode become U+FFFD and a charset_undecodable Defect. Line endings as found. Empty for
  // non-text.
  std::string_view text(const Entity& entity) const LL_LIFETIME_BOUND;

  // Every defect found so far: by parse(), and by the accessors that were called since.
  std::span<const Defect> defects() const LL_LIFETIME_BOUND { return defects_; }
  // For the value parsers beside this header. Kept up to Limits::defects, then counted only.
  void add_defect(DefectKind kind, ByteRange where) const;

  Arena& arena() const LL_LIFETIME_BOUND { return arena_; }
  const Limits& limits() const LL_LIFETIME_BOUND { return limits_; }

 private:
  Message() = default;
  friend class MessageParser;
  // What content_type(), disposition() and decoded() have read.
  struct Types {
    std::optional<std::string_view> decoded;
    bool type_read = false, disposition_read = false;
    ContentTypeView type;
    std::optional<ContentTypeView> disposition;
  };
  Types& types(const Entity& entity) const;
  ContentTypeView read_content_type(const Entity& entity) const;
  RawMessage raw_;
  std::string_view octets_;
  Limits limits_;
  mutable Arena arena_;
  std::vector<HeaderField> fields_;
  std::vector<Entity> entities_;
  mutable std::vector<Defect> defects_;
  mutable std::vector<Types> types_;  // by entity; none before the first is asked for
};

// The field names' usual spelling ("Message-ID"); "" for `other`.
std::string_view field_name(FieldName id);
FieldName field_id(std::string_view name);  // any case

}  // namespace letterlock::mime
