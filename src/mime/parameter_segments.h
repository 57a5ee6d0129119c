// The segments of MIME parameters put together and decoded (RFC 2231). Internal to src/mime.
#pragma once

#include <string_view>
#include <vector>

#include "mime/field_input.h"
#include "mime/message.h"

namespace letterlock::mime {

// One "name=value" as it stands: name in lower case, stars and section number still in it; quotes
// undone.
struct ParameterSegment {
  std::string_view name;
  std::string_view value;
  bool quoted = false;
  ByteRange where;
};

// One Parameter for each name, in the order of the names' first segments; a plain parameter given
// twice stays twice, with a Defect.
std::vector<Parameter> join_segments(const std::vector<ParameterSegment>& segments,
                                     const FieldInput& input);

}  // namespace letterlock::mime
