// What of a link may tell whom it was written to.
//
// The path and the parameters of links in mail often name the recipient: as written, in base64 or
// percent-encoding, as a hash, as a number in somebody's table. A hash of an address tests guesses
// as well as a signature does, and no search for the address finds it. The host names no recipient.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace letterlock::leak {

struct LinksCut {
  std::string text;
  std::string hidden;       // the links of which something was cut, whole, a line each
  std::uint64_t links = 0;  // how many those are
};

// `text` with kMask (masks.h) for all of each link (content/text_urls.h) but its scheme and host.
LinksCut cut_links(std::string_view text);

}  // namespace letterlock::leak
