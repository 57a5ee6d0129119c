// Zone text (RFC 1035 section 5.1) as a list of what it says.
//
// Read are $ORIGIN and $TTL, names absolute or relative, "@", owners left out, comments, quoted
// strings, escapes, parentheses over several lines, TTLs with units, class IN. Records of other
// known types are taken note of by name only. $INCLUDE, other classes and escaped dots in names are
// refused, as is everything that cannot be read: text half understood is worse than none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "dns/resolver.h"

namespace letterlock::dns {

struct ZoneEntry {
  std::string owner;               // canonical_name()
  std::optional<RecordType> type;  // nullopt: a type that we do not read, or trouble for all types
  Record record;                   // of NS and SOA the server's name alone
  std::uint32_t ttl = 0;
  std::optional<Status> trouble;  // ours: the types SERVFAIL, TIMEOUT and BOGUS
  std::uint32_t line = 0;
};

// `source` is what errors call the text: "FILE:LINE: what is wrong".
// DEVIATION: a quoted string may be longer than 255 octets (RFC 1035 section 3.3): keys are pasted
// so, and a look-up joins the strings anyway.
Expected<std::vector<ZoneEntry>> parse_zone_text(std::string_view text,
                                                 std::string_view source = "zone");

}  // namespace letterlock::dns
