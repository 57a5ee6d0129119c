// The part of MessageParser that reads a header line by line (RFC 5322 sections 2.2 and 4.5).
#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"
#include "mime/message_parser.h"
#include "mime/parameter.h"

namespace letterlock::mime {
namespace {

constexpr std::uint64_t bit(FieldName id) { return 1ull << static_cast<unsigned>(id); }

// At most one of each (RFC 5322 section 3.6, RFC 2045, RFC 2183).
constexpr std::uint64_t kSingular =
    bit(FieldName::from) | bit(FieldName::sender) | bit(FieldName::reply_to) | bit(FieldName::to) |
    bit(FieldName::cc) | bit(FieldName::bcc) | bit(FieldName::date) | bit(FieldName::subject) |
    bit(FieldName::message_id) | bit(FieldName::in_reply_to) | bit(FieldName::references) |
    bit(FieldName::mime_version) | bit(FieldName::content_type) |
    bit(FieldName::content_transfer_encoding) | bit(FieldName::content_disposition) |
    bit(FieldName::content_id) | bit(FieldName::content_description);
static_assert(static_cast<unsigned>(FieldName::content_length) < 64);

}  // namespace

// Returns where the body begins.
std::uint32_t MessageParser::scan_header(Entity& entity) {
  const std::uint32_t begin = entity.whole.offset;
  fields_seen_ = 0;
  continuable_ = Continuable::nothing;
  std::uint32_t at = begin;
  while (at < size_) {
    if (continuable_ == Continuable::field && is_wsp(octets_[at])) {
      at = take_continuations(at);
      continue;
    }
    if (octets_[at] == '-' && is_delimiter(at)) break;
    const Line line = line_at(at);
    if (line.kind == LineKind::blank) {
      at = line.next;
      break;
    }
    if (line.kind == LineKind::field) {
      take_field(line);
    } else if (line.kind == LineKind::continuation && continuable_ == Continuable::dropped) {
      // It goes where the field has gone.
    } else if (!take_stray_line(entity, line)) {
      message_.add_defect(DefectKind::missing_blank_line, ByteRange::between(line.begin, line.end));
      break;
    }
    at = line.next;
  }
  entity.field_count = static_cast<std::uint32_t>(message_.fields_.size()) - entity.first_field;
  entity.header = ByteRange::between(begin, at);
  entity.body = {at, 0};
  if (entity.parent == kNoEntity) root_fields_ = fields_seen_;
  return at;
}

bool MessageParser::is_delimiter(std::uint32_t line) const {
  return active_ != 0 && octets_.substr(line, 2) == "--" && match_delimiter(line).frame != kNoFrame;
}

MessageParser::Line MessageParser::line_at(std::uint32_t begin) const {
  const LineMarks marks = kernels_.line_marks(octets_, begin);
  Line line{};
  line.begin = begin;
  line.end = static_cast<std::uint32_t>(marks.lf);
  line.next = line.end == size_ ? size_ : line.end + 1;
  line.name_end = static_cast<std::uint32_t>(marks.name_end);
  if (line.next > line.end && line.end > begin && octets_[line.end - 1] == '\r') --line.end;
  line.kind = classify(line);
  return line;
}

MessageParser::LineKind MessageParser::classify(Line& line) const {
  std::uint32_t at = line.name_end;
  if (at == line.begin) {
    while (at < line.end && octets_[at] == '\r') ++at;  // CR CR LF: converted once too often
    if (at == line.end) return LineKind::blank;
    if (is_wsp(octets_[line.begin])) return LineKind::continuation;
  }
  while (at < line.end && is_wsp(octets_[at])) ++at;
  line.colon = at;
  if (at < line.end && octets_[at] == ':' && line.name_end > line.begin) return LineKind::field;
  const std::string_view text = slice(line.begin, line.end);
  if (text.starts_with("From ") || text.starts_with(">From ")) return LineKind::from_line;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return LineKind::text;
  line.colon = line.begin + static_cast<std::uint32_t>(colon);
  line.name_end = line.colon;
  while (line.name_end > line.begin && is_wsp(octets_[line.name_end - 1])) --line.name_end;
  const std::string_view name = slice(line.begin, line.name_end);
  return std::any_of(name.begin(), name.end(), is_wsp) ? LineKind::text_with_colon
                                                       : LineKind::odd_field;
}

// A line that is no field. Where the next line is one, it is a stray line in the header; otherwise
// the header has ended without a blank line, and false comes back.
bool MessageParser::take_stray_line(Entity& entity, const Line& line) {
  if (line.kind == LineKind::odd_field) {
    take_field(line);
    return true;
  }
  // More likely the delimiter of what this header is about to announce than a line gone astray.
  if (octets_.substr(line.begin, 2) == "--") return false;
  const bool first = line.begin == entity.whole.offset;
  const bool separator = line.kind == LineKind::from_line && first &&
                         (entity.parent == kNoEntity ||
                          message_.entities_[entity.parent].media == MediaClass::message_rfc822);
  if (!separator && !header_goes_on_at(line.next)) return false;
  if (line.kind == LineKind::text_with_colon) {
    take_field(line);
    return true;
  }
  continuable_ = line.kind == LineKind::text ? Continuable::dropped : Continuable::nothing;
  message_.add_defect(line.kind == LineKind::from_line ? DefectKind::mbox_from_line
                      : line.kind == LineKind::continuation
                          ? DefectKind::header_starts_with_continuation
                          : DefectKind::header_line_without_colon,
                      ByteRange::between(line.begin, line.end));
  return true;
}

bool MessageParser::header_goes_on_at(std::uint32_t at) const {
  return at < size_ && line_at(at).kind == LineKind::field;
}

void MessageParser::take_field(const Line& line) {
  continuable_ = Continuable::dropped;
  std::vector<HeaderField>& fields = message_.fields_;
  if (fields.size() >= message_.limits_.header_fields) {
    if (!too_many_fields_) {
      message_.add_defect(DefectKind::too_many_fields, ByteRange::between(line.begin, line.end));
    }
    too_many_fields_ = true;
    return;
  }
  const std::size_t index = fields.size();
  HeaderField& field = fields.emplace_back();
  field.whole = ByteRange::between(line.begin, line.next);
  field.name = ByteRange::between(line.begin, line.name_end);
  field.body = {line.colon + 1, 0};
  field.id = field_id(slice(line.begin, line.name_end));
  if (line.name_end != line.colon) {
    message_.add_defect(DefectKind::space_before_colon, field.name);
  }
  if (line.kind != LineKind::field) message_.add_defect(DefectKind::field_name_invalid, field.name);
  if ((fields_seen_ & bit(field.id) & kSingular) != 0) {
    message_.add_defect(DefectKind::duplicate_field, field.whole);
  }
  if ((fields_seen_ & bit(field.id)) == 0) note_first(field.id, index);
  fields_seen_ |= bit(field.id);
  continuable_ = Continuable::field;
  extend_field(line);
}

// Remembers where the fields stand that say how the entity is built.
void MessageParser::note_first(FieldName id, std::size_t index) {
  if (id == FieldName::content_type) {
    type_field_ = index;
  } else if (id == FieldName::content_transfer_encoding) {
    encoding_field_ = index;
  } else if (id == FieldName::content_disposition) {
    disposition_field_ = index;
  }
}

// The last field reaches to the end of `line`, but its body no further than the limit.
void MessageParser::extend_field(const Line& line) {
  HeaderField& field = message_.fields_.back();
  field.whole = ByteRange::between(field.whole.offset, line.next);
  const std::uint32_t limit = message_.limits_.field_length;
  if (line.end - field.body.offset <= limit) {
    field.body = ByteRange::between(field.body.offset, line.end);
    return;
  }
  field.body.length = limit;
  message_.add_defect(DefectKind::field_too_long, {field.whole.offset, field.name.length});
}

// Takes the line at `at` and those after it that go on with the last field: most of a header.
// Returns where the next one begins.
std::uint32_t MessageParser::take_continuations(std::uint32_t at) {
  Line line{};
  do {
    line.begin = at;
    line.end = static_cast<std::uint32_t>(std::min(octets_.find('\n', at), octets_.size()));
    line.next = at = line.end == size_ ? size_ : line.end + 1;
  } while (at < size_ && is_wsp(octets_[at]));
  if (line.next > line.end && octets_[line.end - 1] == '\r') --line.end;
  extend_field(line);
  return at;
}

void MessageParser::read_mime_fields(Entity& entity) {
  const auto has = [&](FieldName id) { return (fields_seen_ & bit(id)) != 0; };
  const auto body_of = [&](std::size_t field) { return message_.fields_[field].body; };
  entity.media = digest_part_ ? MediaClass::message_rfc822 : MediaClass::text_plain;
  if (has(FieldName::content_type)) {
    content_type_ = body_of(type_field_);
    read_content_type(entity);
  }
  if (has(FieldName::content_transfer_encoding)) {
    const ByteRange body = body_of(encoding_field_);
    entity.encoding = transfer_encoding(message_.octets(body));
    if (entity.encoding == TransferEncoding::unknown) {
      message_.add_defect(DefectKind::transfer_encoding_unknown, body);
    }
  }
  if (has(FieldName::content_disposition)) {
    const ByteRange body = body_of(disposition_field_);
    entity.disposition = disposition_kind(message_.octets(body));
    if (entity.disposition == Disposition::none) {
      entity.disposition = Disposition::other;
      message_.add_defect(DefectKind::disposition_malformed, body);
    }
  }
}

void MessageParser::read_content_type(Entity& entity) {
  const MediaTypeScan scan = scan_media_type(message_.octets(content_type_));
  std::string_view type = scan.type, subtype = scan.subtype;
  parameters_offset_ = scan.end;
  if (scan.odd) {
    const ContentTypeView full = parse_content_type(message_, content_type_);
    type = full.type;
    subtype = full.subtype;
  }
  if (type.empty()) {
    message_.add_defect(DefectKind::content_type_malformed, content_type_);
    entity.media = MediaClass::text_plain;
    return;
  }
  entity.media = media_class(type, subtype);
  is_digest_ = entity.media == MediaClass::multipart && equals_ignore_case(subtype, "digest");
}

// Octets above 127 between `begin` and `end`, the header of `entity` and the delimiter before it.
void MessageParser::note_header_octets(const Entity& entity, std::uint32_t begin,
                                       std::uint32_t end) {
  const std::string_view text = slice(begin, end);
  const std::size_t valid = valid_utf8_prefix(text);
  std::uint32_t at = begin + static_cast<std::uint32_t>(valid);
  const DefectKind kind =
      valid == text.size() ? DefectKind::utf8_header : DefectKind::eight_bit_header;
  if (valid == text.size()) {
    at = begin + static_cast<std::uint32_t>(ascii_prefix(text));
  }
  const auto fields = message_.fields(entity);
  const auto after = std::upper_bound(
      fields.begin(), fields.end(), at,
      [](std::uint32_t where, const HeaderField& field) { return where < field.whole.offset; });
  const bool inside = after != fields.begin() && at < std::prev(after)->whole.end();
  message_.add_defect(kind, inside ? std::prev(after)->whole : ByteRange{at, 1});
}

}  // namespace letterlock::mime
