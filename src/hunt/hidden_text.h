// Words of the HTML that its reader does not see, told beside what else speaks in a Finding.
//
// An observation with its octets, never a part of the score: newsletters hide words every day. Told
// where that is rare for the sender.
#pragma once

#include <optional>

#include "hunt/detector.h"

namespace letterlock::hunt {

// Nothing where the message hides nothing (by its traits), where this sender often does, or where
// the octets cannot be read.
std::optional<Reason> hidden_text(const Context& context, const store::MessageRecord& message,
                                  const relations::Look& look);
// From the octets alone.
std::optional<Reason> hidden_text(store::MessageId message, std::string_view octets);

}  // namespace letterlock::hunt
