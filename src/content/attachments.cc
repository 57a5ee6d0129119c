#include "content/attachments.h"

#include <algorithm>

#include "base/ascii.h"
#include "content/sniff.h"
#include "content/url.h"

namespace letterlock::content {
namespace {

using mime::MediaClass;

bool is_text(MediaClass media) {
  return media == MediaClass::text_plain || media == MediaClass::text_html ||
         media == MediaClass::text_other || media == MediaClass::rfc822_headers;
}

}  // namespace

bool is_shown_text(const mime::Message& message, const mime::Entity& entity) {
  if (!is_text(entity.media) || entity.disposition == mime::Disposition::attachment) return false;
  // Calendars, vCards and the like are files even where nothing says so.
  if (entity.media != MediaClass::text_other) return true;
  return entity.disposition != mime::Disposition::none || !message.filename(entity);
}

bool is_attachment(const mime::Message& message, const mime::Entity& entity) {
  switch (entity.media) {
    case MediaClass::multipart:
    case MediaClass::delivery_status:
    case MediaClass::disposition_notification:
    case MediaClass::rfc822_headers:
      return false;
    case MediaClass::text_plain:
    case MediaClass::text_html:
    case MediaClass::text_other:
      return entity.disposition == mime::Disposition::attachment ||
             message.filename(entity).has_value();
    default:
      return true;
  }
}

bool in_attached_message(const mime::Message& message, mime::EntityIndex index) {
  while (index != mime::kNoEntity) {
    const mime::Entity& entity = message.entities()[index];
    if (entity.media == MediaClass::message_rfc822) return true;
    index = entity.parent;
  }
  return false;
}

Attachment describe_attachment(const mime::Message& message, mime::EntityIndex index) {
  const mime::Entity& entity = message.entities()[index];
  Attachment attachment;
  attachment.entity = index;
  if (const auto name = message.filename(entity)) attachment.filename = *name;
  const auto& type = message.content_type(entity);
  attachment.media_type.reserve(type.type.size() + 1 + type.subtype.size());
  attachment.media_type += type.type;
  attachment.media_type += '/';
  attachment.media_type += type.subtype;
  const std::string_view octets = message.decoded(entity);
  attachment.sniffed_type = sniff_type(octets);
  attachment.size = octets.size();
  attachment.hash = sha256(octets);
  attachment.inlined = entity.disposition == mime::Disposition::inline_;
  return attachment;
}

Attachment describe_embedded(const mime::EmbeddedFile& file, mime::EntityIndex index) {
  Attachment attachment;
  attachment.entity = index;
  attachment.filename = file.name;
  attachment.sniffed_type = sniff_type(file.content);
  attachment.size = file.content.size();
  attachment.hash = sha256(file.content);
  return attachment;
}

void mark_inlined(const mime::Message& message, const std::vector<std::string>& content_ids,
                  std::vector<Attachment>& attachments) {
  if (content_ids.empty()) return;
  for (auto& attachment : attachments) {
    const mime::Entity& entity = message.entities()[attachment.entity];
    const auto* field = message.find(entity, mime::FieldName::content_id);
    if (field == nullptr) continue;
    std::string_view id = trim(message.octets(field->body));
    if (id.starts_with('<')) id.remove_prefix(1);
    if (id.ends_with('>')) id.remove_suffix(1);
    attachment.inlined |= std::binary_search(content_ids.begin(), content_ids.end(), id);
  }
}

}  // namespace letterlock::content
