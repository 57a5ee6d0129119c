// What the conditions of `events` (and of verbs like it) say.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/expected.h"
#include "cli/command_line.h"
#include "store/event_store.h"

namespace letterlock::cli {

enum class Edge { beginning, end };
// "2024", "2024-06", "2024-06-15" or "2024-06-15T13:05[:00][Z]": the first second of it, or the one
// behind it. `option` names the flag in the error.
Expected<UnixTime> edge_of(const std::string& option, const std::string& text, Edge edge);
// "192.0.2.1", "192.0.2.0/24", "2001:db8::/32".
Expected<store::EventFilter::Network> network_of(const std::string& option,
                                                 const std::string& text);
Expected<store::EventFilter> filter_of(const Options::EventConditions& conditions);

}  // namespace letterlock::cli
