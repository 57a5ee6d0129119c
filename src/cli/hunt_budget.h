// What --budget and --since say.
#pragma once

#include <string>

#include "base/expected.h"
#include "hunt/hunt.h"

namespace letterlock::cli {

// "1/1000" of the messages, "3/day", "20", or "" for the default.
Expected<hunt::HuntOptions> budget_of(const std::string& text);
// "2024", "2024-06" or "2024-06-15": its beginning in UTC.
Expected<UnixTime> beginning_of(const std::string& date, std::string_view option = "--since");
// The same, and "2024-06-15T14:30" (UTC), to the minute.
Expected<UnixTime> moment_of(const std::string& time, std::string_view option);

}  // namespace letterlock::cli
