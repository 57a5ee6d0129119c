// The header fields of a message that is rebuilt from MAPI properties.
#pragma once

#include <string>
#include <string_view>

#include "sources/mapi.h"

namespace letterlock::sources {

// The transport headers as they came, but for the fields that describe a body which is ours (these
// are kept as X-Transport-...), then a field for each property that they do not show.
void append_header_of(const MapiItem& item, std::string& out);

// A msg-id with its angle brackets; "" stays.
std::string bracketed(std::string_view id);

}  // namespace letterlock::sources
