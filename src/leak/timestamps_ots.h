// OpenTimestamps detached proofs, version 1.
#pragma once

#include "leak/timestamps.h"

namespace letterlock::leak {

bool is_ots_proof(std::string_view proof);
// REQUIRES: is_ots_proof(proof).
TimestampReport check_ots(std::string_view file, std::string_view proof,
                          const TimestampOptions& options);

}  // namespace letterlock::leak
