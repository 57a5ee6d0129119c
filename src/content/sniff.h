// The media type of octets by what they are, not by what they are called.
#pragma once

#include <string_view>

namespace letterlock::content {

// "" where it is none of the types that matter here.
std::string_view sniff_type(std::string_view octets);

}  // namespace letterlock::content
