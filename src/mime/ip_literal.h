// IP addresses as they stand in trace fields. Internal to src/mime.
#pragma once

#include <string_view>

namespace letterlock::mime {

bool is_ipv4(std::string_view text);  // four decimal octets
bool is_ipv6(std::string_view text);  // RFC 4291 section 2.2, without a zone

// The first address in `text`: in brackets or free, with an "IPv6:" tag, port or zone left out;
// empty where there is none.
std::string_view find_ip(std::string_view text);

}  // namespace letterlock::mime
