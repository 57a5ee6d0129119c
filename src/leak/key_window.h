// A signature's own date against the time in which its key was seen.
#pragma once

#include <vector>

#include "leak/observation.h"
#include "leak/verdict.h"

namespace letterlock::leak {

// Notes and cautions, one a source that disagrees with the date. A first sighting is no birth:
// before it nobody looked, or nobody kept what was seen. `date`: of the Date field, where t= is
// absent.
std::vector<Observation> against_key_window(const SignatureVerdict& signature,
                                            std::optional<UnixTime> date);

}  // namespace letterlock::leak
