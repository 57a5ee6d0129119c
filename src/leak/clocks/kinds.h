// What the comparison needs beside the table of kinds.
#pragma once

#include "leak/clock_kind.h"

namespace letterlock::leak {

// A Received field against the one before it on the way.
extern const Tolerance kHopTolerance;

// The start of a conversation, read in an answer: it is older, by any span.
const ClockFacts& facts_of_answered_start();

}  // namespace letterlock::leak
