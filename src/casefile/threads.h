// Which message answers which, over the whole case.
//
// In this order: what References and In-Reply-To name; the conversation of Thread-Index; and, for
// replies that name nothing, the subject together with the people. A parent that is not in the case
// still joins those that name it. What comes out depends on the messages alone, not on how many
// runs brought them in.
#pragma once

#include <cstdint>

#include "base/expected.h"
#include "base/progress.h"
#include "store/fact_store.h"

namespace letterlock::casefile {

// Replaces the thread edges of the whole case; returns how many were written. `edges_before`: the
// store may hold edges of an earlier run, so messages that stand alone are named too. Takes some 64
// octets of memory a message.
Expected<std::uint64_t> link_threads(store::FactStore& facts, bool edges_before,
                                     Progress& progress);

}  // namespace letterlock::casefile
