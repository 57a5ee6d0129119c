// What a group's search says of a key, as Recovery tells it. Internal to leak.
#pragma once

#include "leak/recover.h"

namespace letterlock::leak {

KeyUse use_of(const SampleGroup& group, const GroupKey& found);

// Adds to `key` what one group found of it; groups come in the order they were searched in.
void note_key(const GroupSearch& search, const GroupKey& found, RecoveredKey& key);

}  // namespace letterlock::leak
