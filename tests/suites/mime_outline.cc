#include "suites/mime_outline.h"

#include <gmime/gmime.h>

#include <memory>

#include "base/ascii.h"

namespace letterlock::suites {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

void add_ours(const mime::Message& message, mime::EntityIndex index, std::size_t depth,
              Outline& out) {
  const mime::Entity& entity = message.entities()[index];
  const mime::ContentTypeView& type = message.content_type(entity);
  OutlinePart part;
  part.depth = depth;
  part.entity = index;
  part.type = std::string(type.type) + "/" + std::string(type.subtype);
  part.is_text = type.type == "text";
  part.charset = lower_ascii(type.parameter("charset").value_or(""));
  if (entity.first_child == mime::kNoEntity) part.octets = message.decoded(entity);
  if (part.is_text) part.text = message.text(entity);
  out.push_back(std::move(part));
  for (auto child = entity.first_child; child != mime::kNoEntity;
       child = message.entities()[child].next_sibling) {
    add_ours(message, child, depth + 1, out);
  }
}

std::string content_of(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (content == nullptr) return {};
  const Owned<GMimeStream> sink(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, sink.get());
  const GByteArray* octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(sink.get()));
  return {reinterpret_cast<const char*>(octets->data), octets->len};
}

void add_gmimes(GMimeObject* object, std::size_t depth, Outline& out) {
  OutlinePart part;
  part.depth = depth;
  if (GMimeContentType* type = g_mime_object_get_content_type(object)) {
    const char* media = g_mime_content_type_get_media_type(type);
    const char* subtype = g_mime_content_type_get_media_subtype(type);
    part.type = lower_ascii(media ? media : "") + "/" + lower_ascii(subtype ? subtype : "");
  }
  if (GMIME_IS_PART(object)) part.octets = content_of(GMIME_PART(object));
  if (GMIME_IS_TEXT_PART(object)) {
    part.is_text = true;
    if (char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(object))) {
      part.text = text;
      g_free(text);
    }
  }
  out.push_back(std::move(part));
  if (GMIME_IS_MULTIPART(object)) {
    GMimeMultipart* multipart = GMIME_MULTIPART(object);
    for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) {
      add_gmimes(g_mime_multipart_get_part(multipart, i), depth + 1, out);
    }
  } else if (GMIME_IS_MESSAGE_PART(object)) {
    GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    GMimeObject* body = inner ? g_mime_message_get_mime_part(inner) : nullptr;
    if (body != nullptr) add_gmimes(body, depth + 1, out);
  }
}

}  // namespace

Outline our_outline(const mime::Message& message) {
  Outline out;
  add_ours(message, 0, 0, out);
  return out;
}

Outline gmime_outline(std::string_view octets) {
  static const bool initialised = (g_mime_init(), true);
  (void)initialised;
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(octets.data(), octets.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  Outline out;
  GMimeObject* body = message ? g_mime_message_get_mime_part(message.get()) : nullptr;
  if (body != nullptr) add_gmimes(body, 0, out);
  return out;
}

std::string tree(const Outline& outline) {
  std::string out;
  for (const OutlinePart& part : outline)
    out += std::string(2 * part.depth, ' ') + part.type + "\n";
  return out;
}

}  // namespace letterlock::suites
