// Time-stamp tokens of RFC 3161.
#pragma once

#include "leak/timestamps.h"

namespace letterlock::leak {

// A TimeStampResp, or the token alone, in DER.
TimestampReport check_rfc3161(std::string_view file, std::string_view proof,
                              const TimestampOptions& options);

}  // namespace letterlock::leak
