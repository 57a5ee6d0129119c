// Apple Mail's .emlx: the message's length in decimal on a line, the message, a property list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace letterlock::sources {

struct EmlxView {
  std::string_view message;
  std::uint64_t offset = 0;      // of the message in the file
  bool truncated = false;        // the length line promises more than the file has
  bool missing_parts = false;    // parts were stored outside (.partial.emlx)
  std::string flags;             // Maildir letters
  std::optional<UnixTime> date;  // date-received
};
// nullopt where there is no length line.
std::optional<EmlxView> parse_emlx(std::string_view file);

}  // namespace letterlock::sources
