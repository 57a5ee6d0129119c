// The header fields of a message that is rebuilt from MAPI properties.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sources/mapi.h"

namespace letterlock::sources {

// Whose the body is that will stand below the header.
enum class BodyBelow : std::uint8_t {
  as_sent,  // written the way the transport headers say
  ours,     // their fields that describe another are kept as X-Transport-...
};

// The transport headers as they came, then a field for each property that they do not show.
void append_header_of(const MapiItem& item, BodyBelow body, std::string& out);

// A msg-id with its angle brackets; "" stays.
std::string bracketed(std::string_view id);

}  // namespace letterlock::sources
