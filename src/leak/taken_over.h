// When an account was in other hands: what no signature shows, and is said beside it.
//
// Windows come from the user, or from what the provider's logs of a case tell (docs/exposure.md).
// Those that nobody confirmed stay proposals, and are never said without that word.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "mime/message.h"

namespace letterlock::leak {

struct TakenOver {
  enum class Source : std::uint8_t { user, logs };

  std::string address;  // normalized
  UnixTime from = 0, until = 0;
  Source source = Source::user;
  bool end_recorded = true;         // false: `until` is only where the logs end
  bool proposed = false;            // the logs suggest it; nobody has confirmed it
  std::string certainty;            // of the ties in the logs: "certain", "likely", "possible"
  std::vector<std::string> access;  // the ways of access, as `letterlock exposure` numbers them
  // Message-IDs that a record names as sent in one of these ways -> the record.
  std::map<std::string, std::string, std::less<>> sent;
};

// Why a message is said to come from such a time.
struct InOtherHands {
  TakenOver window;    // without `sent`
  std::string record;  // that names this very message; "" where only its Date tells
};

// The strongest that fits: a record that names the message, then what the user said, then what was
// confirmed, then proposals. A window fits by From or Sender and by Date, which the sender writes.
std::optional<InOtherHands> in_other_hands(const mime::Message& message,
                                           const std::vector<TakenOver>& windows);

}  // namespace letterlock::leak
