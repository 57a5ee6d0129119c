#include <algorithm>

#include "content/attachment_signs.h"
#include "content/trait_list.h"

namespace letterlock::content {

namespace {

// Pictures inside the text are part of how it looks, not files sent.
void add_types(const mime::Message& message, const Content& content, TraitList& out) {
  std::vector<std::string_view> types;
  for (const Attachment& attachment : content.attachments) {
    if (attachment.inlined) continue;
    const std::string_view type =
        attachment.sniffed_type.empty() ? attachment.media_type : attachment.sniffed_type;
    if (std::find(types.begin(), types.end(), type) != types.end()) continue;
    types.push_back(type);
    out.add(TraitKind::attachment_type, type, message.entities()[attachment.entity].body);
    constexpr std::size_t kMost = 16;
    if (types.size() == kMost) return;
  }
}

}  // namespace

void add_attachment_traits(const mime::Message& message, const Content& content, TraitList& out) {
  if (content.attachments.empty()) return;
  add_types(message, content, out);
  for (const AttachmentSign& sign : attachment_signs(message, content)) {
    out.add(TraitKind::attachment_sign, attachment_sign_name(sign.kind),
            message.entities()[sign.where.entity].body);
  }
}

}  // namespace letterlock::content
