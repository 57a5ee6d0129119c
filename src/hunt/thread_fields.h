// What thread fields and subject claim where nothing is quoted: an answer to a message that nobody
// holds, or to none at all. Weak signs.
#pragma once

#include "hunt/detector.h"

namespace letterlock::hunt {

void check_thread_fields(const Context& context, const store::MessageRecord& message,
                         Assessment& assessment);

}  // namespace letterlock::hunt
