#include "corpus_description.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "mime/address.h"
#include "mime/date.h"
#include "mime/message.h"
#include "mime/text.h"
#include "mime/unstructured.h"

namespace letterlock::corpus {
namespace {

using namespace mime;

std::string text_with_lf(std::string_view text) { return with_lf(text).octets; }

void add_mailboxes(JsonWriter& json, const Message& message, FieldName id) {
  bool any = false;
  for (const HeaderField& field : message.header()) {
    if (field.id != id) continue;
    if (!any) json.key(lower_ascii(field_name(id))).array();
    any = true;
    for (const MailboxView& mailbox : parse_addresses(message, field)) {
      json.object().member("address", normalized(mailbox));
      if (!mailbox.display_name.empty()) json.member("name", mailbox.display_name);
      if (!mailbox.comment.empty()) json.member("comment", mailbox.comment);
      if (!mailbox.group.empty()) json.member("group", mailbox.group);
      json.end();
    }
  }
  if (any) json.end();
}

void add_date(JsonWriter& json, const Message& message) {
  const auto date = date_of(message);
  if (!date) return;
  json.key("date").object().member("utc", date->utc).member("zone", date->zone_text);
  if (!date->zone_known) json.member("zone_known", false);
  if (date->obsolete) json.member("obsolete", true);
  json.end();
}

void add_paragraphs(JsonWriter& json, std::string_view text, const ContentTypeView& type) {
  if (lower_ascii(type.parameter("format").value_or("")) != "flowed") return;
  const bool del_sp = lower_ascii(type.parameter("delsp").value_or("")) == "yes";
  json.key("paragraphs").array();
  for (const Paragraph& paragraph : unflow(text, true, del_sp)) {
    json.array().value(paragraph.quote_depth).value(paragraph.text).end();
  }
  json.end();
}

void add_files(JsonWriter& json, const Message& message, const Entity& entity) {
  const auto files = embedded_files(message, entity);
  if (files.empty()) return;
  json.key("files").array();
  for (const EmbeddedFile& file : files) {
    json.object()
        .member("kind", file.kind == EmbeddedFile::Kind::yenc ? "yenc" : "uuencode")
        .member("name", file.name)
        .member("content", file.content)
        .member("complete", file.complete)
        .end();
  }
  json.end();
}

void add_status(JsonWriter& json, const Message& message, const Entity& entity) {
  json.key("status").array();
  for (const auto& group : parse_status(message.decoded(entity), message.arena())) {
    json.array();
    for (const StatusField& field : group) json.array().value(field.name).value(field.body).end();
    json.end();
  }
  json.end();
}

void add_leaf(JsonWriter& json, const Message& message, const Entity& entity,
              const ContentTypeView& type) {
  switch (entity.media) {
    case MediaClass::text_plain:
    case MediaClass::text_html:
    case MediaClass::text_other:
    case MediaClass::rfc822_headers: {
      const std::string_view text = message.text(entity);
      json.member("text", text_with_lf(text));
      add_paragraphs(json, text, type);
      add_files(json, message, entity);
      break;
    }
    case MediaClass::delivery_status:
    case MediaClass::disposition_notification:
      add_status(json, message, entity);
      break;
    case MediaClass::message_rfc822:
      json.key("message").raw(describe(as_is(message.decoded(entity))));
      break;
    case MediaClass::multipart:
    case MediaClass::message_partial:
    case MediaClass::other:
      json.member("octets", text_with_lf(message.decoded(entity)));
      break;
  }
}

void add_parts(JsonWriter& json, const Message& message) {
  json.key("parts").array();
  for (const Entity& entity : message.entities()) {
    const ContentTypeView& type = message.content_type(entity);
    json.object().member("depth", entity.depth);
    json.member("type", std::string(type.type) + "/" + std::string(type.subtype));
    if (const auto name = message.filename(entity)) json.member("filename", *name);
    if (entity.first_child == kNoEntity) add_leaf(json, message, entity, type);
    json.end();
  }
  json.end();
}

// Each with its offset and the octets it stands for.
void add_defects(JsonWriter& json, const Message& message, const Variant& variant) {
  std::vector<Defect> defects(message.defects().begin(), message.defects().end());
  std::sort(defects.begin(), defects.end(), [](const Defect& a, const Defect& b) {
    return a.where.offset != b.where.offset ? a.where.offset < b.where.offset : a.kind < b.kind;
  });
  json.key("defects").array();
  for (const Defect& defect : defects) {
    json.array()
        .value(defect_name(defect.kind))
        .value(variant.origin[defect.where.offset])
        .value(text_with_lf(message.octets(defect.where)))
        .end();
  }
  json.end();
}

}  // namespace

Variant as_is(std::string_view octets) {
  Variant variant;
  variant.octets = octets;
  for (std::size_t at = 0; at <= octets.size(); ++at) variant.origin.push_back(at);
  return variant;
}

Variant with_lf(std::string_view octets) {
  Variant variant;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    variant.origin.push_back(at);
    if (octets.substr(at, 2) == "\r\n") ++at;
    variant.octets += octets[at];
  }
  variant.origin.push_back(octets.size());
  return variant;
}

Variant with_crlf(std::string_view octets) {
  Variant variant;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    if (octets[at] == '\n' && (at == 0 || octets[at - 1] != '\r')) {
      variant.octets += '\r';
      variant.origin.push_back(at);
    }
    variant.octets += octets[at];
    variant.origin.push_back(at);
  }
  variant.origin.push_back(octets.size());
  return variant;
}

std::string describe(const Variant& variant) {
  const auto message = Message::parse(RawMessage::copy_of(variant.octets));
  if (!message) return "{}";
  JsonWriter json;
  json.object();
  for (const FieldName id : {FieldName::from, FieldName::to, FieldName::cc}) {
    add_mailboxes(json, *message, id);
  }
  add_date(json, *message);
  if (const HeaderField* subject = message->find(FieldName::subject)) {
    json.member("subject", decode_unstructured(*message, *subject));
  }
  add_parts(json, *message);
  add_defects(json, *message, variant);
  json.end();
  return json.take();
}

}  // namespace letterlock::corpus
