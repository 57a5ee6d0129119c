// Record data as it is on the wire (RFC 1035 section 3.3). Internal to src/dns.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dns/resolver.h"

namespace letterlock::dns {

// nullopt where the octets are not exactly one record of `type`, or hold what a Record cannot say:
// a dot inside a label, text over kLongestText. Names must be uncompressed.
std::optional<Record> read_rdata(RecordType type, std::string_view octets);

// A name for libraries that read zone text: whatever has a meaning there becomes \DDD.
std::string escaped_name(std::string_view name);

}  // namespace letterlock::dns
