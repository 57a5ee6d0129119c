// Charset conversion to UTF-8 by the labels that mail really uses.
#pragma once

#include <string_view>

#include "base/arena.h"

namespace letterlock::mime {

struct Converted {
  std::string_view text;              // UTF-8; the input itself where it already was that
  std::size_t undecodable = 0;        // sequences that became U+FFFD
  std::size_t first_undecodable = 0;  // octet offset of the first in the input, if any
  bool label_known = true;            // false: read as UTF-8 where valid, else windows-1252
};

// Labels are matched as in the WHATWG Encoding Standard and ICU's alias table, case and quotes and
// spaces ignored ("iso-8859-1" and "us-ascii" with octets that only windows-1252 has are read as
// windows-1252, as every mail client does; "us-ascii" that is valid UTF-8 is read as that). ""
// means no label.
Converted to_utf8(std::string_view octets, std::string_view label, Arena& arena);

}  // namespace letterlock::mime
