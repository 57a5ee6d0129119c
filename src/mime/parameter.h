// Content-Type and Content-Disposition values and their parameters (RFC 2045 section 5.1, RFC 2183,
// RFC 2231).
//
// Parameters are read as mail writes them, not only as it should: missing or unclosed quotes,
// missing semicolons, spaces in unquoted values, encoded-words and raw 8-bit text in values,
// continuations in any order and with gaps. Where `name` and `name*` both occur the extended one
// comes first.
#pragma once

#include <string_view>

#include "mime/message.h"

namespace letterlock::mime {

// The value in a Content-Type field's body. `type` is empty where none can be read; parameters may
// still be there. REQUIRES: `body` comes from `message`. Views live as long as the Message.
ContentTypeView parse_content_type(const Message& message, ByteRange body);
// The value in a Content-Disposition field's body; its word is the `type`.
ContentTypeView parse_disposition(const Message& message, ByteRange body);

// The same for text that stands in no message. Views live as long as `text` and `arena`.
ContentTypeView parse_content_type(std::string_view text, Arena& arena, const Limits& limits = {});
ContentTypeView parse_disposition(std::string_view text, Arena& arena, const Limits& limits = {});

}  // namespace letterlock::mime
