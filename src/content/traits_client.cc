// What the sending program wrote, and its clock.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"
#include "base/base64.h"
#include "content/field_pieces.h"
#include "content/shape.h"
#include "content/trait_list.h"
#include "mime/unstructured.h"

namespace letterlock::content {
namespace {

using mime::Entity;
using mime::FieldName;
using mime::HeaderField;
using mime::MediaClass;

constexpr std::size_t kTextParts = 3;  // whose charset and encoding count

// "Mozilla/5.0 (X11; ...) Gecko/... Thunderbird/115.4" is Thunderbird; else the words before the
// first one with a digit.
std::string family_of(std::string_view mailer) {
  constexpr std::array<std::string_view, 6> kNamed = {"Thunderbird", "Evolution",  "K-9",
                                                      "Icedove",     "Betterbird", "SeaMonkey"};
  for (const auto name : kNamed) {
    if (mailer.find(name) != std::string_view::npos) return std::string(name);
  }
  std::string family;
  while (!mailer.empty()) {
    const std::size_t end = std::min(mailer.find_first_of(" \t/(["), mailer.size());
    const std::string_view word = mailer.substr(0, end);
    if (std::any_of(word.begin(), word.end(), is_digit) && !family.empty()) break;
    if (!word.empty()) family.append(family.empty() ? "" : " ").append(word);
    if (end == mailer.size() || mailer[end] != ' ') break;
    mailer.remove_prefix(end + 1);
  }
  return family;
}

void add_mailer(const mime::Message& message, TraitList& out) {
  const HeaderField* field = message.find(FieldName::x_mailer);
  if (field == nullptr) field = message.find(FieldName::user_agent);
  if (field == nullptr) return;
  const std::string_view mailer = trim(mime::decode_unstructured(message, *field));
  if (mailer.empty()) return;
  out.add(TraitKind::mailer_family, family_of(mailer), field->whole);
  out.add(TraitKind::mailer, mailer, field->whole);
}

void add_message_id(const mime::Message& message, TraitList& out) {
  const HeaderField* field = message.find(FieldName::message_id);
  if (field == nullptr) return;
  std::string_view id = trim(message.octets(field->body));
  if (id.starts_with('<')) id.remove_prefix(1);
  id = id.substr(0, id.find('>'));
  const std::size_t at = id.rfind('@');
  out.add(TraitKind::message_id_shape, shape_of(id.substr(0, at)), field->whole);
  if (at == std::string_view::npos || at + 1 == id.size()) return;
  const std::string_view host = id.substr(at + 1);
  const HeaderField* from = message.find(FieldName::from);
  const std::string_view author =
      from == nullptr ? std::string_view() : domain_in(message.octets(from->body));
  const auto add = [&](std::string_view value) {
    out.add(TraitKind::message_id_host, value, field->whole);
  };
  switch (relation_of(host, author)) {
    case Relation::same:
      return add("own domain");
    case Relation::same_organisation:
      return add("own organisation");
    case Relation::other:
      return add(server_domain(host));
  }
}

// A field that a mail program writes and no server moves, by a short name; "" for others. Those
// that come only with replies, copies or lists are left out: they say nothing about the program.
std::string_view client_field(FieldName id) {
  switch (id) {
    case FieldName::from:
      return "from";
    case FieldName::to:
      return "to";
    case FieldName::subject:
      return "subject";
    case FieldName::date:
      return "date";
    case FieldName::message_id:
      return "id";
    case FieldName::mime_version:
      return "mime";
    case FieldName::content_type:
      return "type";
    case FieldName::x_mailer:
      return "mailer";
    case FieldName::user_agent:
      return "agent";
    case FieldName::thread_topic:
      return "topic";
    default:
      return {};
  }
}

void add_header(const mime::Message& message, TraitList& out) {
  std::string order, odd;
  ByteRange first, last;
  std::uint64_t seen = 0;
  for (const HeaderField& field : message.header()) {
    const auto bit = std::uint64_t{1} << static_cast<unsigned>(field.id);
    if (field.id == FieldName::other || (seen & bit) != 0) continue;
    const std::string_view name = client_field(field.id);
    if (name.empty()) continue;
    seen |= bit;
    order.append(order.empty() ? "" : " ").append(name);
    if (first.empty()) first = field.whole;
    last = field.whole;
    const std::string_view written = message.octets(field.name);
    if (written != mime::field_name(field.id)) odd.append(odd.empty() ? "" : " ").append(written);
  }
  if (order.empty()) return;
  const ByteRange where = ByteRange::between(first.offset, last.end());
  out.add(TraitKind::header_order, order, where);
  out.add(TraitKind::header_case, odd.empty() ? "usual" : odd, where);
}

void add_preferences(const mime::Message& message, TraitList& out) {
  constexpr std::string_view kPriority[] = {"X-Priority", "Importance", "X-MSMail-Priority",
                                            "Priority"};
  for (const HeaderField& field : message.header()) {
    if (field.id == FieldName::mime_version) {
      out.add(TraitKind::mime_version, message.octets(field.body), field.whole);
    } else if (field.id == FieldName::content_language) {
      out.add(TraitKind::language_field,
              fmt::format("content {}", trim(message.octets(field.body))), field.whole);
    }
    if (field.id != FieldName::other) continue;
    const std::string_view name = message.octets(field.name);
    // The lengths of the names below.
    if (name.size() != 8 && name.size() != 10 && name.size() != 15 && name.size() != 17) continue;
    if (equals_ignore_case(name, "Accept-Language")) {
      out.add(TraitKind::language_field, fmt::format("accept {}", trim(message.octets(field.body))),
              field.whole);
    }
    for (const auto known : kPriority) {
      if (!equals_ignore_case(name, known)) continue;
      out.add(TraitKind::priority,
              fmt::format("{}: {}", known, lower_ascii(trim(message.octets(field.body)))),
              field.whole);
    }
  }
}

// MS-OXOMSG section 2.2.1.3: a header of 22 octets, 5 more for each reply; the first octet is 1
// and, in the layout of old, the first of the time is 1 as well.
void add_thread_index(const mime::Message& message, TraitList& out) {
  const HeaderField* field = message.find(FieldName::thread_index);
  if (field == nullptr) return;
  constexpr std::size_t kLongest = 1000, kHeader = 22, kReply = 5;
  std::string text;
  for (const char c : message.octets(field->body).substr(0, kLongest)) {
    if (!is_space(c)) text += c;
  }
  const auto octets = base64_decode(text);
  std::string value = "odd";
  if (octets && octets->size() >= kHeader && (octets->size() - kHeader) % kReply == 0) {
    value = (*octets)[1] == 1 ? "" : "legacy ";
    value += octets->size() == kHeader ? "new" : "reply";
  }
  out.add(TraitKind::thread_index, value, field->whole);
}

// Content-Type of the first entities.
class ContentTypes {
 public:
  explicit ContentTypes(const mime::Message& message)
      : message_(message), read_(std::min(message.entities().size(), kEntities)) {
    // Defects keep the order of the entities, whichever is asked for first.
    for (std::size_t i = 0; i < read_; ++i) message.content_type(message.entities()[i]);
  }
  static constexpr std::size_t kEntities = 12;
  const mime::ContentTypeView& of(mime::EntityIndex index) const {
    static const mime::ContentTypeView kUnread{"application", "octet-stream", {}};
    return index < read_ ? message_.content_type(message_.entities()[index]) : kUnread;
  }

 private:
  const mime::Message& message_;
  std::size_t read_;
};

std::string part_word(const mime::ContentTypeView& type) {
  if (type.type == "text") return std::string(type.subtype == "plain" ? "text" : type.subtype);
  if (type.type == "multipart") return std::string(type.subtype);
  if (type.type == "image" || type.type == "message") return std::string(type.type);
  return type.subtype == "pdf" ? "pdf" : "file";
}

// "mixed(alternative(text,html),pdf)", repeated neighbours once.
std::string structure_of(const mime::Message& message, const ContentTypes& types,
                         mime::EntityIndex index, unsigned depth) {
  constexpr unsigned kDeepest = 4;
  constexpr std::size_t kMostChildren = 6;
  const Entity& entity = message.entities()[index];
  std::string structure = part_word(types.of(index));
  if (entity.media != MediaClass::multipart || depth == kDeepest) return structure;
  std::string inside, last;
  std::size_t left = kMostChildren;
  for (auto child = entity.first_child; child != mime::kNoEntity && left > 0;
       child = message.entities()[child].next_sibling) {
    std::string one = structure_of(message, types, child, depth + 1);
    if (one == last) continue;
    --left;
    inside.append(inside.empty() ? "" : ",").append(one);
    last = std::move(one);
  }
  return structure + "(" + inside + ")";
}

class Joined {
 public:
  void add(std::string word, ByteRange where) {
    if (last_ == word || word.empty()) return;
    text_.append(text_.empty() ? "" : "+").append(word);
    last_ = std::move(word);
    if (where_.empty()) where_ = where;
  }
  void give(TraitKind kind, TraitList& out) const {
    if (!text_.empty()) out.add(kind, text_, where_);
  }

 private:
  std::string text_, last_;
  ByteRange where_;
};

std::string_view encoding_word(const mime::Message& message, const HeaderField* field) {
  return field == nullptr ? std::string_view() : trim(message.octets(field->body)).substr(0, 20);
}

void add_body(const mime::Message& message, TraitList& out) {
  const Entity& whole = message.entities()[0];
  const ContentTypes types(message);
  out.add(TraitKind::structure, structure_of(message, types, 0, 0), whole.header);
  if (whole.media == MediaClass::multipart) {
    const auto& type = types.of(0);
    const HeaderField* field = message.find(FieldName::content_type);
    if (const auto boundary = type.parameter("boundary"); boundary && field != nullptr) {
      out.add(TraitKind::boundary, shape_of(*boundary), field->whole);
    }
  }
  Joined charsets, encodings;
  std::size_t left = kTextParts;
  bool flowed_seen = false;
  const std::size_t read = std::min(message.entities().size(), ContentTypes::kEntities);
  for (mime::EntityIndex i = 0; i < read; ++i) {
    const Entity& entity = message.entities()[i];
    const bool plain = entity.media == MediaClass::text_plain;
    if ((!plain && entity.media != MediaClass::text_html) || left == 0) continue;
    --left;
    const auto& type = types.of(i);
    charsets.add(lower_ascii(type.parameter("charset").value_or("")), entity.header);
    encodings.add(lower_ascii(encoding_word(
                      message, message.find(entity, FieldName::content_transfer_encoding))),
                  entity.header);
    if (!plain || flowed_seen) continue;
    flowed_seen = true;
    if (!equals_ignore_case(type.parameter("format").value_or(""), "flowed")) continue;
    const bool delsp = equals_ignore_case(type.parameter("delsp").value_or(""), "yes");
    out.add(TraitKind::flowed, delsp ? "delsp" : "yes", entity.header);
  }
  charsets.give(TraitKind::charset, out);
  encodings.give(TraitKind::encoding, out);
}

void add_zone(const mime::Message& message, const std::optional<mime::DateTime>& date,
              TraitList& out) {
  const HeaderField* field = message.find(FieldName::date);
  if (field == nullptr || !date) return;
  out.add(TraitKind::zone, date->zone_text.empty() ? "none" : date->zone_text, field->whole);
}

}  // namespace

void add_client_traits(const mime::Message& message, const std::optional<mime::DateTime>& date,
                       TraitList& out) {
  add_mailer(message, out);
  add_message_id(message, out);
  add_header(message, out);
  add_preferences(message, out);
  add_thread_index(message, out);
  add_body(message, out);
  add_zone(message, date, out);
}

}  // namespace letterlock::content
