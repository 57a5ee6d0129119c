// What the structure of a message needs from its MIME fields, read without allocating.
//
// These read the forms that nearly all mail has and say `odd` for the rest (comments, RFC 2231
// segments, backslashes, folding inside quotes), which the full parser of parameter.h then reads.
#pragma once

#include <cstdint>
#include <string_view>

#include "mime/message.h"

namespace letterlock::mime {

struct MediaTypeScan {
  std::string_view type, subtype;  // as written; empty where unreadable
  std::size_t end = 0;             // offset in the field body behind the subtype
  bool odd = false;
};
MediaTypeScan scan_media_type(std::string_view body);

struct ParameterScan {
  std::string_view value;
  bool found = false;
  bool odd = false;  // ask the full parser
};
// The first parameter `name` (lower case) in `parameters`, the field body behind its subtype.
ParameterScan scan_parameter(std::string_view parameters, std::string_view name);

MediaClass media_class(std::string_view type, std::string_view subtype);
TransferEncoding transfer_encoding(std::string_view body);
Disposition disposition_kind(std::string_view body);

}  // namespace letterlock::mime
