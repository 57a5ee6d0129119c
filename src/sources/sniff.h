// What kind of file this is, by its first octets.
#pragma once

#include <string_view>

#include "sources/source.h"

namespace letterlock::sources {

// How many octets of a file sniff() wants to see; fewer where the file is shorter.
inline constexpr std::size_t kSniffed = std::size_t{64} << 10;

// msg for any OLE compound file: whether it holds a message only its directory says. Office
// documents that are zip files are unknown: no mail is in them.
SourceFormat sniff(std::string_view head);

}  // namespace letterlock::sources
