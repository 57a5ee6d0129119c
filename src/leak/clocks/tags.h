// Where one tag's value stands in a tag list (RFC 6376 section 3.2), without reading the others.
#pragma once

#include <optional>
#include <string_view>

#include "base/byte_range.h"

namespace letterlock::leak {

// The first tag so named (tag names are case-sensitive), white space around its value left out.
// The range counts from the begin of `list`.
std::optional<ByteRange> find_tag(std::string_view list, std::string_view name);

}  // namespace letterlock::leak
