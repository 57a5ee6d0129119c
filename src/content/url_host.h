// Hosts of URLs (WHATWG URL standard, section 3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace letterlock::content {

// `special`: of a scheme whose hosts are domains and addresses; others have opaque hosts.
// nullopt where it is no host.
std::optional<std::string> parse_url_host(std::string_view host, bool special);

}  // namespace letterlock::content
