// Registrable domains by the Public Suffix List, private section included: tenants of github.io or
// blogspot.com are as separate as companies under .com.
//
// The list is read once a process: from the file that the environment variable LETTERLOCK_PSL
// names, else the distribution's, else the one built into libpsl.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::dns {

// Public suffix and one label, as A-labels in lower case. "" where the host is itself a public
// suffix, an IP address or empty. `host`: any spelling of a domain.
std::string registrable_domain(std::string_view host);

// What stands for a domain when domains are compared: registrable_domain(), or the host itself in
// lower case where it has none.
std::string organizational_domain(std::string_view host);

// The file in use, or "built-in": same octets and same list give the same facts.
std::string_view public_suffix_list();

}  // namespace letterlock::dns
