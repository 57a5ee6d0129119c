// Outlook's .msg files (MS-OXMSG): a compound file of MAPI properties.
#pragma once

#include <string_view>

#include "base/expected.h"
#include "sources/mapi.h"

namespace letterlock::sources {

// True where the compound file `octets` holds an Outlook item.
bool holds_item(std::string_view octets);

// `budget`: octets of property values read at most, those of embedded items included; what is
// beyond is left out and said in MapiAttachment::trouble. Errors: corrupt.
Expected<MapiItem> read_msg(std::string_view octets, std::uint64_t budget);

}  // namespace letterlock::sources
