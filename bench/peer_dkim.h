// Verifying DKIM signatures by other libraries.
#pragma once

#include <cstdint>
#include <string>

#include "measure.h"

namespace letterlock::bench {

// How many of the messages (CRLF, one signature each) verify; the key record comes from memory.
std::uint64_t opendkim_verified(const Corpus& messages, const std::string& record);

}  // namespace letterlock::bench
