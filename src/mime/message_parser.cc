#include "mime/message_parser.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "mime/parameter.h"

namespace letterlock::mime {
namespace {

// Enough for nearly every message, so that the vectors are allocated once.
constexpr std::size_t kUsualFields = 96;
constexpr std::size_t kUsualEntities = 8;
constexpr std::uint32_t kLargestDepth = 0xFFFE;

// RFC 2046 section 5.1.1: at most 70 `bchars`, the last no space.
bool is_legal_boundary(std::string_view boundary) {
  constexpr std::string_view kPunctuation = "'()+_,-./:=? ";
  return boundary.size() <= 70 && !boundary.ends_with(' ') &&
         std::all_of(boundary.begin(), boundary.end(), [&](char c) {
           return is_alnum(c) || kPunctuation.find(c) != std::string_view::npos;
         });
}

bool is_identity(TransferEncoding encoding) {
  return encoding != TransferEncoding::quoted_printable && encoding != TransferEncoding::base64 &&
         encoding != TransferEncoding::uuencode;
}

}  // namespace

MessageParser::MessageParser(Message& message)
    : message_(message),
      octets_(message.octets_),
      size_(static_cast<std::uint32_t>(octets_.size())),
      scan_(octets_),
      kernels_(octet_kernels()),
      frame_resource_(frame_memory_.data(), frame_memory_.size()),
      frames_(&frame_resource_) {
  frames_.reserve(frame_memory_.size() / sizeof(Frame));
  message_.fields_.reserve(std::min<std::size_t>(kUsualFields, octets_.size() / 4 + 1));
  message_.entities_.reserve(kUsualEntities);
}

void MessageParser::run() {
  if (octets_.empty()) message_.add_defect(DefectKind::empty_message, {0, 0});
  open_entity(kNoFrame, 0);
  enter(0);
  for (std::uint32_t from = message_.entities_.back().body.offset;;) {
    const Delimiter delimiter = next_delimiter(from);
    if (delimiter.frame == kNoFrame) break;
    finish_region(delimiter.begin, open_leaf());
    close_frames(delimiter.frame + 1, before_delimiter(delimiter.begin));
    Frame& frame = frames_[delimiter.frame];
    frame.seen = true;
    from = delimiter.after;
    if (delimiter.closing) {
      frame.closed = true;
      frame.active = false;
      --active_;
    } else if (delimiter.after == size_) {
      break;  // cut off right behind a delimiter: there is no part to speak of
    } else if (open_entity(delimiter.frame, delimiter.after)) {
      enter(static_cast<EntityIndex>(message_.entities_.size() - 1));
      from = message_.entities_.back().body.offset;
    } else {
      stop_at(delimiter);
    }
  }
  finish_region(size_, open_leaf());
  close_frames(0, size_);
  note_missing_fields();
}

// Appends an entity that begins at `begin`; false at Limits::entities.
bool MessageParser::open_entity(std::size_t parent_frame, std::uint32_t begin) {
  std::vector<Entity>& entities = message_.entities_;
  if (entities.size() >= std::max(message_.limits_.entities, 1u)) return false;
  const auto index = static_cast<EntityIndex>(entities.size());
  Entity entity;
  entity.whole = entity.header = entity.body = {begin, 0};
  entity.first_field = static_cast<std::uint32_t>(message_.fields_.size());
  digest_part_ = false;
  if (parent_frame != kNoFrame) {
    Frame& parent = frames_[parent_frame];
    entity.parent = parent.entity;
    entity.depth = static_cast<std::uint16_t>(entities[parent.entity].depth + 1);
    digest_part_ = parent.digest;
    EntityIndex& link = parent.last_child == kNoEntity ? entities[parent.entity].first_child
                                                       : entities[parent.last_child].next_sibling;
    link = index;
    parent.last_child = index;
  }
  entities.push_back(entity);
  return true;
}

// Past Limits::entities: what is open runs on to the end, undivided.
void MessageParser::stop_at(const Delimiter& delimiter) {
  message_.add_defect(DefectKind::too_many_entities,
                      ByteRange::between(delimiter.begin, delimiter.after));
  for (Frame& frame : frames_) {
    frame.active = false;
    frame.closed = true;
  }
  active_ = 0;
}

// Reads the header of the last entity and, for message/rfc822, the message inside it, and so on.
void MessageParser::enter(EntityIndex index) {
  for (;;) {
    const std::uint32_t body = scan_header(message_.entities_[index]);
    const std::uint32_t region_begin = scan_.region_begin();
    finish_region(body, nullptr);
    Entity& entity = message_.entities_[index];
    if (region_.eight_bit) note_header_octets(entity, region_begin, body);
    read_mime_fields(entity);
    frames_.emplace_back().entity = index;
    if (entity.media == MediaClass::message_partial) {
      message_.add_defect(DefectKind::message_partial, entity.header);
    }
    if (entity.media != MediaClass::multipart && entity.media != MediaClass::message_rfc822) return;
    if (!may_descend(entity)) return;
    if (entity.media == MediaClass::multipart) {
      descend_multipart(entity, frames_.back());
      return;
    }
    if (!open_entity(frames_.size() - 1, body)) {
      message_.add_defect(DefectKind::too_many_entities, {body, 0});
      return;
    }
    ++index;
  }
}

bool MessageParser::may_descend(const Entity& entity) {
  if (!is_identity(entity.encoding)) {
    message_.add_defect(DefectKind::multipart_encoded, entity.header);
    // A multipart that says so is never really encoded as a whole. A message may be; it then is no
    // range of these octets, and whoever wants it parses decoded(). A colon is not in the alphabet
    // of base64: then only the label is wrong.
    if (entity.media == MediaClass::message_rfc822) {
      const bool mislabelled =
          entity.encoding == TransferEncoding::base64 && header_goes_on_at(entity.body.offset);
      if (!mislabelled) return false;
    }
  }
  if (entity.depth >= std::min(message_.limits_.entity_depth, kLargestDepth)) {
    message_.add_defect(DefectKind::depth_limit, entity.header);
    return false;
  }
  return true;
}

void MessageParser::descend_multipart(Entity& entity, Frame& frame) {
  const std::string_view delimiting = boundary();
  frame.digest = is_digest_;
  if (delimiting.empty()) {
    message_.add_defect(DefectKind::boundary_missing, entity.header);
    entity.media = MediaClass::text_plain;
    return;
  }
  if (!is_legal_boundary(delimiting)) {
    message_.add_defect(DefectKind::boundary_malformed, content_type_);
  }
  for (const Frame& around : frames_) {
    if (around.active && around.boundary == delimiting) {
      message_.add_defect(DefectKind::boundary_shared, content_type_);
      break;
    }
  }
  frame.boundary = delimiting;
  frame.active = true;
  ++active_;
}

std::string_view MessageParser::boundary() {
  const std::string_view body = message_.octets(content_type_);
  const ParameterScan scan = scan_parameter(body.substr(parameters_offset_), "boundary");
  if (!scan.odd) return scan.value;
  // Views of the full parser live as long as the message.
  const ContentTypeView full = parse_content_type(message_, content_type_);
  return full.parameter("boundary").value_or(std::string_view());
}

void MessageParser::close_frames(std::size_t keep, std::uint32_t end) {
  while (frames_.size() > keep) {
    end = close_frame(frames_.back(), end);
    if (frames_.back().active) --active_;
    frames_.pop_back();
  }
}

// Returns where the entity ends. The line ending before a delimiter belongs to the delimiter (RFC
// 2046 section 5.1.1), but a header that the delimiter cuts short keeps its own, and so do the
// entities around it.
std::uint32_t MessageParser::close_frame(const Frame& frame, std::uint32_t end) {
  Entity& entity = message_.entities_[frame.entity];
  end = std::max(end, entity.body.offset);
  entity.body = ByteRange::between(entity.body.offset, end);
  entity.whole = ByteRange::between(entity.whole.offset, end);
  if (frame.boundary.empty() || frame.closed) return end;
  if (frame.seen) {
    message_.add_defect(DefectKind::boundary_unclosed, {end, 0});
  } else {
    message_.add_defect(DefectKind::boundary_never_seen, entity.body);
    entity.media = MediaClass::text_plain;  // no part is in there, but something may be
  }
  return end;
}

MessageParser::Delimiter MessageParser::next_delimiter(std::uint32_t from) {
  while (active_ != 0) {
    const std::uint32_t line = scan_.next_dashes(from);
    if (line == size_) break;
    const Delimiter delimiter = match_delimiter(line);
    if (delimiter.frame != kNoFrame) return delimiter;
    from = line + 1;
  }
  return {kNoFrame, size_, size_, false};
}

// What the line that begins with "--" at `line` delimits. A whole line of boundary and white space
// counts before one where more text follows a boundary (RFC 2046 section 5.1.1: an exact match of
// the line is not required), and the innermost multipart before those around it.
MessageParser::Delimiter MessageParser::match_delimiter(std::uint32_t line) const {
  const std::string_view text = octets_.substr(line + 2);
  Delimiter loose{kNoFrame, line, line, false};
  std::size_t loose_length = 0;
  const auto after = [&](std::size_t at) {
    const std::size_t lf = text.find('\n', at);
    return lf == std::string_view::npos ? size_ : line + 2 + static_cast<std::uint32_t>(lf) + 1;
  };
  for (std::size_t i = frames_.size(); i-- > 0;) {
    const Frame& frame = frames_[i];
    if (!frame.active || !text.starts_with(frame.boundary)) continue;
    for (const bool closing : {false, true}) {
      std::size_t at = frame.boundary.size();
      if (closing) {
        if (text.substr(at, 2) != "--") break;
        at += 2;
      }
      const std::size_t padding = at;
      while (at < text.size() && (is_wsp(text[at]) || text[at] == '\r')) ++at;
      if (at == text.size() || text[at] == '\n') return {i, line, after(at), closing};
      if (at > padding && frame.boundary.size() > loose_length) {
        loose = {i, line, line, closing};
        loose_length = frame.boundary.size();
      }
    }
  }
  if (loose.frame != kNoFrame) loose.after = after(loose_length);
  return loose;
}

std::uint32_t MessageParser::before_delimiter(std::uint32_t line) const {
  if (line > 0 && octets_[line - 1] == '\n') --line;
  if (line > 0 && octets_[line - 1] == '\r') --line;
  return line;
}

const Entity* MessageParser::open_leaf() const {
  const Frame& top = frames_.back();
  return top.boundary.empty() ? &message_.entities_[top.entity] : nullptr;
}

// Closes the octet region that ends at `end` and notes what is wrong in it. `leaf`: the entity
// whose body it is, or nullptr for a header, preamble or epilogue.
void MessageParser::finish_region(std::uint32_t end, const Entity* leaf) {
  const std::uint32_t begin = scan_.region_begin();
  region_ = scan_.finish_region(end);
  if (leaf != nullptr && leaf->encoding == TransferEncoding::binary) return;  // any octet is legal
  if (region_.eight_bit && leaf != nullptr && leaf->encoding <= TransferEncoding::seven_bit) {
    const auto ascii = static_cast<std::uint32_t>(ascii_prefix(slice(begin, end)));
    message_.add_defect(DefectKind::eight_bit_in_seven_bit, {begin + ascii, 1});
  }
  if (region_.nul && !noted_nul_) {
    noted_nul_ = true;
    const std::size_t at = octets_.find('\0', begin);
    message_.add_defect(DefectKind::nul_octet, {static_cast<std::uint32_t>(at), 1});
  }
  if (region_.bare_cr && !noted_bare_cr_) note_bare_cr(begin, end);
  if (region_.crlf || region_.bare_lf) note_line_endings(begin, end);
  if (region_.maybe_long_line && !noted_long_line_) note_long_line(begin, end);
}

void MessageParser::note_bare_cr(std::uint32_t begin, std::uint32_t end) {
  // Seen on the octet after it, so that it may be the last one of the region before.
  std::size_t at = begin > 0 ? begin - 1 : 0;
  for (;; ++at) {
    at = octets_.find('\r', at);
    if (at >= end) return;
    if (at + 1 == size_ || octets_[at + 1] != '\n') break;
  }
  noted_bare_cr_ = true;
  message_.add_defect(DefectKind::bare_cr, {static_cast<std::uint32_t>(at), 1});
}

void MessageParser::note_line_endings(std::uint32_t begin, std::uint32_t end) {
  const bool crlf_before = saw_crlf_, bare_lf_before = saw_bare_lf_;
  saw_crlf_ |= region_.crlf;
  saw_bare_lf_ |= region_.bare_lf;
  if (noted_mixed_ || !saw_crlf_ || !saw_bare_lf_) return;
  noted_mixed_ = true;
  // The first line ending that is not like those before it.
  bool first_known = crlf_before || bare_lf_before;
  bool first_is_crlf = crlf_before;
  for (std::size_t at = octets_.find('\n', begin); at < end; at = octets_.find('\n', at + 1)) {
    const bool is_crlf = at > 0 && octets_[at - 1] == '\r';
    if (first_known && is_crlf != first_is_crlf) {
      message_.add_defect(DefectKind::mixed_line_endings, {static_cast<std::uint32_t>(at), 1});
      return;
    }
    first_known = true;
    first_is_crlf = is_crlf;
  }
}

void MessageParser::note_long_line(std::uint32_t begin, std::uint32_t end) {
  std::uint32_t line = begin;
  while (line < end) {
    const std::size_t found = octets_.find('\n', line);
    const std::uint32_t lf = found < end ? static_cast<std::uint32_t>(found) : end;
    const bool cr = lf > line && octets_[lf - 1] == '\r';
    if (lf - line - (cr ? 1 : 0) > kLongestLine) {
      noted_long_line_ = true;
      message_.add_defect(DefectKind::line_too_long, ByteRange::between(line, lf));
      return;
    }
    line = lf + 1;
  }
}

void MessageParser::note_missing_fields() {
  if (octets_.empty()) return;
  const auto has = [&](FieldName id) {
    return (root_fields_ >> static_cast<unsigned>(id) & 1) != 0;
  };
  const ByteRange where = message_.entities_[0].header;
  if (!has(FieldName::date)) message_.add_defect(DefectKind::missing_date, where);
  if (!has(FieldName::from)) message_.add_defect(DefectKind::missing_from, where);
  if (!has(FieldName::message_id)) message_.add_defect(DefectKind::missing_message_id, where);
}

}  // namespace letterlock::mime
