// What a message claims to repeat or answer, held against what the case holds, block by block.
#pragma once

#include "hunt/detector.h"
#include "hunt/thread_truth.h"

namespace letterlock::hunt {

// Adds a reason for each claim that is not so, and counts how all came out.
Expected<void> examine_claims(const Context& context, const store::MessageRecord& message,
                              Assessment& assessment, TruthCounts& counts);

}  // namespace letterlock::hunt
