#include <gmime/gmime.h>

#include "peers.h"

namespace letterlock::bench {
namespace {

struct Tally {
  Depth depth;
  std::uint64_t parts = 0;
  std::uint64_t octets = 0;
};

void visit(GMimeObject*, GMimeObject* part, gpointer context) {
  auto& tally = *static_cast<Tally*>(context);
  ++tally.parts;
  if (tally.depth == Depth::parse) return;
  if (GMIME_IS_TEXT_PART(part)) {
    if (char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(part))) {
      tally.octets += std::char_traits<char>::length(text);
      g_free(text);
    }
  } else if (tally.depth == Depth::all && GMIME_IS_PART(part)) {
    GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(part));
    if (content == nullptr) return;
    GMimeStream* sink = g_mime_stream_null_new();
    const auto written = g_mime_data_wrapper_write_to_stream(content, sink);
    if (written > 0) tally.octets += static_cast<std::uint64_t>(written);
    g_object_unref(sink);
  }
}

}  // namespace

std::uint64_t gmime_work(const std::vector<std::string>& messages, Depth depth) {
  static const bool initialised = (g_mime_init(), true);
  (void)initialised;
  Tally tally{depth};
  for (const std::string& octets : messages) {
    // Read in place, not copied.
    GByteArray* array = g_byte_array_new_take(
        reinterpret_cast<guint8*>(const_cast<char*>(octets.data())), octets.size());
    GMimeStream* stream = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), array);
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    if (GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr)) {
      g_mime_message_foreach(message, visit, &tally);
      g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    g_byte_array_free(array, FALSE);
  }
  return depth == Depth::parse ? tally.parts : tally.octets;
}

}  // namespace letterlock::bench
