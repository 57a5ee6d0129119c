// Content-Transfer-Encodings undone (RFC 2045 section 6), as robustly as real mail needs it.
//
// Each decoder takes the whole encoded body, returns its input untouched where nothing was encoded,
// and tells of the first thing wrong with it.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/byte_range.h"
#include "mime/defect.h"

namespace letterlock::mime {

struct DecodedBody {
  std::string_view octets;
  std::optional<DefectKind> defect;
  ByteRange where;  // of the defect, within the encoded body
};

// Octets outside the alphabet are skipped. Data may go on after padding (concatenated encodings);
// but where what follows the padding is not whole quanta all through (a footer), it is left out.
DecodedBody decode_base64(std::string_view encoded, Arena& arena);

// White space at line ends is dropped, as RFC 2045 section 6.7 rule 3 demands. An equals sign that
// starts no escape stays as it is. Line endings as found.
DecodedBody decode_quoted_printable(std::string_view encoded, Arena& arena);

// The first file between "begin" and "end"; without one, the body itself.
DecodedBody decode_uuencode(std::string_view encoded, Arena& arena);

}  // namespace letterlock::mime
