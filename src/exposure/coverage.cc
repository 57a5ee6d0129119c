#include "exposure/coverage.h"

namespace letterlock::exposure {

BlindMask Coverage::blind(UnixTime from, UnixTime until) const {
  BlindMask mask = 0;
  for (const BlindSpan& span : spans) {
    if (span.from > until) break;
    if (span.until > from) mask |= mask_of(span.reason);
  }
  return mask;
}

}  // namespace letterlock::exposure
