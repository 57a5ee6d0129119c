// Everything that one message shows by itself: what its signatures prove, what its hidden clocks
// say, what else is worth knowing.
#pragma once

#include <string>

#include "leak/verdict.h"

namespace letterlock::leak {

struct ExamineContext {
  std::string folder;                     // where the copy lay; "" where unknown
  std::optional<UnixTime> internal_date;  // when its container says that it was delivered
};

struct Examination {
  MessageVerdict verdict;
};

Examination examine(const mime::Message& message, KeyRing& keys, const VerdictOptions& options,
                    const ExamineContext& context);

}  // namespace letterlock::leak
