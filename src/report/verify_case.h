// Question C over a whole case: what the signatures of its messages prove.
#pragma once

#include <unordered_set>

#include "base/expected.h"
#include "base/progress.h"
#include "report/investigation.h"

namespace letterlock::report {

// The messages whose octets are rebuilt from a mailbox item's properties: nothing contradicts them.
Expected<std::unordered_set<store::MessageId>> rebuilt_messages(store::FactStore& facts);

// REQUIRES: options.keys.
Expected<VerificationOverview> verify_case(store::FactStore& facts,
                                           const hunt::EvidenceSource& evidence,
                                           const InvestigateOptions& options, Progress& progress);

}  // namespace letterlock::report
