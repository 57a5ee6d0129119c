// The files that a message carries: as MIME parts, and as uuencode or yEnc inside its text.
#pragma once

#include <string_view>
#include <vector>

#include "content/content.h"
#include "mime/text.h"

namespace letterlock::content {

// True where a mail client lists the entity as a file instead of, or besides, showing it.
bool is_attachment(const mime::Message& message, const mime::Entity& entity);
// True where its text is shown in place. REQUIRES: a leaf.
bool is_shown_text(const mime::Message& message, const mime::Entity& entity);

// True where the entity stands in a message/rfc822 part.
bool in_attached_message(const mime::Message& message, mime::EntityIndex index);

Attachment describe_attachment(const mime::Message& message, mime::EntityIndex index);
Attachment describe_embedded(const mime::EmbeddedFile& file, mime::EntityIndex index);

// Sets `inlined` on those whose Content-ID is among `content_ids` (as written in "cid:" URLs).
void mark_inlined(const mime::Message& message, const std::vector<std::string>& content_ids,
                  std::vector<Attachment>& attachments);

}  // namespace letterlock::content
