// The dates behind the picture of a silence: who wrote to whom and when.
#pragma once

#include "base/expected.h"
#include "hunt/finding.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

// At most so many dates each way: enough for a picture.
inline constexpr std::size_t kMostDates = 400;

// Fills in Finding::contacts: the sender with its first two recipients.
Expected<void> add_contacts(store::FactStore& facts, Finding& finding);

}  // namespace letterlock::hunt
