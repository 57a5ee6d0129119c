// The times in Message-IDs, by the shapes that mail programs give them.
#pragma once

#include <optional>
#include <string_view>

#include "leak/clocks/decode.h"

namespace letterlock::leak {

struct MessageIdTime {
  ClockKind kind = ClockKind::id_digits;
  DecodedTime time;
  bool local = false;  // digits of a local time: `time` reads them as UTC
};

// `id`: without angle brackets. nullopt where no shape fits.
std::optional<MessageIdTime> time_in_message_id(std::string_view id);

}  // namespace letterlock::leak
