// Where a verifier asks for keys: DNS, a key archive, a list of recovered keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/key_record.h"

namespace letterlock::auth {

struct KeyCandidate {
  KeyRecord record;
  // Whose candidate this is and which of theirs, for the caller to find provenance again; DNS: 0.
  std::uint32_t origin = 0;
};

struct KeyAnswer {
  enum class Status : std::uint8_t {
    found,        // `candidates` holds at least one
    no_key,       // asked, and there is none
    not_asked,    // this look-up asks nobody (DNS switched off) or knows nothing of the name
    unavailable,  // temporary: try again later
  };
  Status status = Status::not_asked;
  std::vector<KeyCandidate> candidates;  // several where a name had several keys; all are tried
  bool dnssec = false;                   // the answer was validated
};

class KeyLookup {
 public:
  virtual ~KeyLookup() = default;
  // `domain` and `selector` as d= and s= have them, any case.
  virtual KeyAnswer find(std::string_view domain, std::string_view selector) = 0;
};

}  // namespace letterlock::auth
