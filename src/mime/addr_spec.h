// The addr-spec in what stands between angle brackets, or alone (RFC 5322 section 3.4.1, RFC 6532).
// Internal to src/mime.
#pragma once

#include <string_view>
#include <vector>

#include "mime/field_input.h"

namespace letterlock::mime {

struct AddrSpec {
  std::string_view local_part;  // quotes undone
  std::string_view domain;
  bool well_formed = true;
};

// Reads text [begin, end) of `input`: comments and folding left out, a route (section 4.4) skipped.
// Comments' ranges are appended to `comments`. `as_uri` takes the text verbatim.
AddrSpec read_addr_spec(const FieldInput& input, std::size_t begin, std::size_t end, bool as_uri,
                        std::vector<ByteRange>& comments);

// The pieces of "<a@b.example, c@d.example>": one, unless several addresses stand in it.
std::vector<std::pair<std::size_t, std::size_t>> addresses_between(const FieldInput& input,
                                                                   std::size_t begin,
                                                                   std::size_t end);

}  // namespace letterlock::mime
