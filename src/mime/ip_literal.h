// IP addresses as they stand in trace fields. Internal to src/mime.
#pragma once

#include <string_view>

namespace letterlock::mime {

bool is_ipv4(std::string_view text);  // four decimal octets
bool is_ipv6(std::string_view text);  // RFC 4291 section 2.2, without a zone

// The address that the receiver saw, in the comment of a from clause: the first in brackets, else
// the first that stands free; "IPv6:", port and zone left out. What the peer says of itself (HELO,
// ident) is none. Empty where there is no address.
std::string_view find_peer_ip(std::string_view comment);

}  // namespace letterlock::mime
