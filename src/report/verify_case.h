// Question C over a whole case: what the signatures of its messages prove.
#pragma once

#include "base/expected.h"
#include "base/progress.h"
#include "report/investigation.h"

namespace letterlock::report {

// REQUIRES: options.keys.
Expected<VerificationOverview> verify_case(store::FactStore& facts,
                                           const hunt::EvidenceSource& evidence,
                                           const InvestigateOptions& options, Progress& progress);

}  // namespace letterlock::report
