// From what the detectors said of one message to a Finding.
#pragma once

#include "hunt/detector.h"
#include "hunt/finding.h"
#include "hunt/hunt.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

// The evidence is not settled yet (hunt/evidence.h).
Finding finding_of(const store::MessageRecord& message, Assessment assessment, const Score& score);

}  // namespace letterlock::hunt
