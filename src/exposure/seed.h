// Where an investigation of exposure begins: what the user knows of the intruder, or what the logs
// suggest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "store/event.h"

namespace letterlock::exposure {

enum class Certainty : std::uint8_t { certain, likely, possible };
std::string_view certainty_name(Certainty certainty);

struct Seed {
  enum class Kind : std::uint8_t {
    address,  // "192.0.2.7", "192.0.2.0/24", "2001:db8::/32"
    session,
    token,
    app,      // id or name
    client,   // part of a user agent or client string
    rule,     // name of an inbox rule: who made it
    message,  // Message-ID of a message that the intruder sent
    episode,  // all that the account did in `time`
  };
  Kind kind = Kind::address;
  std::string value;
  std::string account;                  // only of this account; "" of any
  std::optional<store::TimeSpan> time;  // only then
  std::string subject;                  // message: where records carry no Message-ID
  bool operator==(const Seed&) const = default;
};
std::string_view seed_kind_name(Seed::Kind kind);
// "address:192.0.2.7"
std::string seed_text(const Seed& seed);

// A seed from what a user typed; usage errors say what is wrong with it.
Expected<Seed> make_seed(Seed::Kind kind, std::string_view value);

// Why a seed is proposed.
struct Sign {
  std::string code;  // stable snake_case: "impossible_travel"
  std::string text;  // one sentence
  int weight = 0;
  UnixTime at = 0;
  std::vector<std::string> records;  // names; at most 8
};

struct Proposal {
  Seed seed;
  std::vector<std::string> accounts;  // whose records it is in; at most 50
  std::vector<Sign> signs;            // strongest first, one a code
  int score = 0;                      // sum of the weights: an order, no probability
  bool clear = false;                 // strong enough to go on with it unasked
  UnixTime first = 0, last = 0;
  std::string innocent;  // what else would explain it
};

}  // namespace letterlock::exposure
