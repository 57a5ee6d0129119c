// Percent-encode sets of the WHATWG URL standard (section 1.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace letterlock::content {

enum class EncodeSet : std::uint8_t {
  control = 1,
  fragment = 2,
  query = 4,
  special_query = 8,
  path = 16,
  userinfo = 32,
};

void append_percent_encoded(std::string_view text, EncodeSet set, std::string& out);

}  // namespace letterlock::content
