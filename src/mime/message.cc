#include "mime/message.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "base/utf8.h"
#include "mime/charset.h"
#include "mime/media_type_scan.h"
#include "mime/message_parser.h"
#include "mime/parameter.h"
#include "mime/transfer_encoding.h"

namespace letterlock::mime {
namespace {

constexpr std::size_t kUsualDefects = 8;

bool is_text(MediaClass media) {
  return media == MediaClass::text_plain || media == MediaClass::text_html ||
         media == MediaClass::text_other || media == MediaClass::rfc822_headers;
}

// Where its structure is read, an entity's octets are not encoded whatever its header says.
bool is_composite(const Entity& entity) {
  return entity.media == MediaClass::multipart || entity.first_child != kNoEntity;
}

DecodedBody undo(TransferEncoding encoding, std::string_view body, Arena& arena) {
  switch (encoding) {
    case TransferEncoding::base64:
      return decode_base64(body, arena);
    case TransferEncoding::quoted_printable:
      return decode_quoted_printable(body, arena);
    case TransferEncoding::uuencode:
      return decode_uuencode(body, arena);
    case TransferEncoding::none:
    case TransferEncoding::seven_bit:
    case TransferEncoding::eight_bit:
    case TransferEncoding::binary:
    // DEVIATION: RFC 2045 section 6.4 makes the entity application/octet-stream. Mostly only the
    // label is wrong, and text that nobody reads is lost: it stays what it says it is, with a
    // Defect.
    case TransferEncoding::unknown:
      break;
  }
  return {body, std::nullopt, {}};
}

// The charset parameter, by the quick scan where it can tell.
std::string_view charset_of(const Message& message, const Entity& entity) {
  const HeaderField* field = message.find(entity, FieldName::content_type);
  if (field == nullptr) return {};
  const std::string_view body = message.octets(field->body);
  const MediaTypeScan type = scan_media_type(body);
  if (!type.odd) {
    const ParameterScan scan = scan_parameter(body.substr(type.end), "charset");
    if (!scan.odd) return trim(scan.value);
  }
  const ContentTypeView full = parse_content_type(message, field->body);
  return trim(full.parameter("charset").value_or(std::string_view()));
}

}  // namespace

RawMessage RawMessage::copy_of(std::string_view octets) {
  std::unique_ptr<char[]> block(new char[octets.size()]);
  std::copy(octets.begin(), octets.end(), block.get());
  return RawMessage(std::move(block), octets.size());
}

std::optional<std::string_view> ContentTypeView::parameter(std::string_view name) const {
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return parameter.value;
  }
  return std::nullopt;
}

Expected<Message> Message::parse(RawMessage raw, const Limits& limits) {
  Expected<Message> message = parse_view(raw.view(), limits);
  if (message) message->raw_ = std::move(raw);  // the block stays where it is
  return message;
}

Expected<Message> Message::parse_view(std::string_view octets, const Limits& limits) {
  if (octets.size() > limits.message_size) {
    return fail(ErrorCode::limit, "message of {} octets is over the limit of {}", octets.size(),
                limits.message_size);
  }
  Message message;
  message.octets_ = octets;
  message.limits_ = limits;
  MessageParser(message).run();
  return message;
}

const HeaderField* Message::find(FieldName id) const { return find(entities_[0], id); }

const HeaderField* Message::find(const Entity& entity, FieldName id) const {
  for (const HeaderField& field : fields(entity)) {
    if (field.id == id) return &field;
  }
  return nullptr;
}

const HeaderField* Message::find(std::string_view name) const {
  for (const HeaderField& field : header()) {
    if (equals_ignore_case(octets(field.name), name)) return &field;
  }
  return nullptr;
}

Message::Types& Message::types(const Entity& entity) const {
  const std::size_t index = static_cast<std::size_t>(&entity - entities_.data());
  LL_ASSERT(index < entities_.size());
  if (types_.empty()) types_.resize(entities_.size());
  return types_[index];
}

const ContentTypeView& Message::content_type(const Entity& entity) const {
  Types& known = types(entity);
  if (!known.type_read) {
    known.type = read_content_type(entity);
    known.type_read = true;
  }
  return known.type;
}

ContentTypeView Message::read_content_type(const Entity& entity) const {
  ContentTypeView view;
  if (const HeaderField* field = find(entity, FieldName::content_type)) {
    view = parse_content_type(*this, field->body);
    if (!view.type.empty() && !view.subtype.empty()) return view;
    // Unreadable, but a file name or charset among the parameters still counts.
    view.subtype = view.type == "multipart" ? "mixed" : "plain";
    if (view.type != "multipart") view.type = "text";
  } else if (entity.media == MediaClass::message_rfc822) {
    view = {"message", "rfc822", {}};
  } else {
    view = {"text", "plain", {}};
  }
  return view;
}

const std::optional<ContentTypeView>& Message::disposition(const Entity& entity) const {
  Types& known = types(entity);
  if (!known.disposition_read) {
    const HeaderField* field = find(entity, FieldName::content_disposition);
    if (field != nullptr) known.disposition = parse_disposition(*this, field->body);
    known.disposition_read = true;
  }
  return known.disposition;
}

std::optional<std::string_view> Message::filename(const Entity& entity) const {
  if (const auto& disposed = disposition(entity)) {
    if (const auto name = disposed->parameter("filename")) return name;
  }
  if (find(entity, FieldName::content_type) == nullptr) return std::nullopt;
  return content_type(entity).parameter("name");
}

std::string_view Message::decoded(const Entity& entity) const {
  const std::string_view body = octets(entity.body);
  if (is_composite(entity)) return body;
  std::optional<std::string_view>& known = types(entity).decoded;
  if (known) return *known;
  const DecodedBody decoded = undo(entity.encoding, body, arena_);
  known = decoded.octets;
  if (decoded.defect) {
    add_defect(*decoded.defect, {entity.body.offset + decoded.where.offset, decoded.where.length});
  }
  return decoded.octets;
}

std::string_view Message::text(const Entity& entity) const {
  if (!is_text(entity.media)) return {};
  const std::string_view octets = decoded(entity);
  const std::string_view label = charset_of(*this, entity);
  const Converted converted = to_utf8(octets, label, arena_);
  if (!converted.label_known) {
    add_defect(DefectKind::charset_unknown, entity.header);
  } else if (label.empty() && !is_ascii_text(octets)) {
    add_defect(DefectKind::charset_missing, entity.body);
  }
  if (converted.undecodable != 0) add_defect(DefectKind::charset_undecodable, entity.body);
  return converted.text;
}

void Message::add_defect(DefectKind kind, ByteRange where) const {
  if (defects_.size() >= limits_.defects) return;
  const Defect defect{kind, where};
  // Accessors may be called again.
  if (std::find(defects_.begin(), defects_.end(), defect) != defects_.end()) return;
  if (defects_.capacity() == 0) defects_.reserve(kUsualDefects);
  defects_.push_back(defect);
}

}  // namespace letterlock::mime
