// Domain names in other scripts than ASCII (UTS #46, RFC 5891).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace letterlock::dns {

// UTS #46 non-transitional ToASCII with the flags of the URL standard (section 3.3): A-labels in
// lower case. Lengths and hyphens are not checked, ASCII names are only lowered. nullopt where a
// label is none, or `domain` is no UTF-8.
std::optional<std::string> domain_to_ascii(std::string_view domain);

}  // namespace letterlock::dns
