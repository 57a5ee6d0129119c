// One event as the JSON object that `events` prints.
#pragma once

#include <string>

#include "store/event.h"

namespace letterlock::cli {

// `same_as`: the event of another log that tells the same act.
std::string event_json(const store::Event& event, store::EventId same_as = store::kNoEvent);

}  // namespace letterlock::cli
