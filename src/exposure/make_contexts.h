// From the runs that growth took to the contexts that are shown. Inside this room only.
#pragma once

#include <span>

#include "exposure/contexts.h"
#include "exposure/run_index.h"

namespace letterlock::exposure {

// `step_of_run`: the step that took it; kNone for those that were not taken. Fills in the contexts
// and context_of_run of `grown`, whose steps are there.
void make_contexts(const Runs& runs, const RunIndex& index,
                   std::span<const std::uint32_t> step_of_run, std::span<const SameSignIns> same,
                   Grown& grown);

}  // namespace letterlock::exposure
