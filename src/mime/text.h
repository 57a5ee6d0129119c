// Text inside text: format=flowed, and files that old mail carries in its body.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "mime/message.h"

namespace letterlock::mime {

// One paragraph of text/plain; format=flowed (RFC 3676) lines joined, space-stuffing undone.
struct Paragraph {
  std::uint32_t quote_depth;
  std::string text;
};
std::vector<Paragraph> unflow(std::string_view text, bool flowed, bool del_sp);

// A file that stands in the text itself: uuencode ("begin 644 name") or yEnc ("=ybegin").
struct EmbeddedFile {
  enum class Kind : std::uint8_t { uuencode, yenc } kind;
  std::string_view name;     // as written
  ByteRange where;           // within the text that was given
  std::string_view content;  // decoded
  bool complete;             // its end line was found and, for yEnc, size and CRC-32 fit
};
// In order of appearance. Malformed ones are listed with complete = false.
std::vector<EmbeddedFile> embedded_files(std::string_view text, Arena& arena);
// The same for an entity's decoded octets: yEnc uses all octets and is text in no charset. What is
// incomplete becomes a Defect of the entity's body.
std::vector<EmbeddedFile> embedded_files(const Message& message, const Entity& entity);

// The fields of one group of a message/delivery-status, disposition-notification or other body made
// of header fields (RFC 3464, RFC 8098): names lower case, bodies unfolded.
struct StatusField {
  std::string_view name, body;
};
std::vector<std::vector<StatusField>> parse_status(std::string_view body, Arena& arena);

}  // namespace letterlock::mime
