// One event as the JSON object that `events` prints.
#pragma once

#include <string>

#include "store/event.h"

namespace letterlock::cli {

std::string event_json(const store::Event& event);

}  // namespace letterlock::cli
