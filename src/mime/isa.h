// Which vector instructions the octet loops of this room use. Each loop exists for every level and
// gives the same result on all of them.
#pragma once

#include <cstdint>

namespace letterlock::mime {

enum class Isa : std::uint8_t { portable, avx2 };

// The best level this processor has, unless a test chose another.
Isa active_isa();

// For tests and fuzzers that compare the paths. Not to be called while other threads parse.
// REQUIRES: the processor has `isa`.
void set_isa_for_testing(Isa isa);
Isa best_isa();

}  // namespace letterlock::mime
