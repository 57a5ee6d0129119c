// Zone names in dates. Internal to src/mime.
#pragma once

#include <optional>
#include <string_view>

namespace letterlock::mime {

// Minutes east of UTC, for the names of RFC 5322 section 4.3 and others that mean one zone only;
// nullopt for military letters (which nobody used right) and for names of several zones.
std::optional<int> zone_offset(std::string_view name);

}  // namespace letterlock::mime
