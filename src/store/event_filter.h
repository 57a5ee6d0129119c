// Whether an event meets a filter's conditions (event_store.h).
#pragma once

#include "store/event_store.h"

namespace letterlock::store {

bool matches(const EventFilter& filter, const Event& event);

}  // namespace letterlock::store
