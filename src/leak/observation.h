// Something seen in one message that a reader should weigh: its name, the octets it rests on, one
// plain sentence. An observation is no verdict, and a list of them is never added up to a number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace letterlock::leak {

enum class Severity : std::uint8_t {
  note,           // true, and good to know
  caution,        // weakens what a signature or a date seems to show
  contradiction,  // two things in the message cannot both be as they say
};
std::string_view to_string(Severity severity);

struct Observation {
  std::string name;  // stable snake_case
  Severity severity = Severity::note;
  std::vector<ByteRange> where;  // in the message's octets
  std::string says;              // one sentence; quoted parts are untrusted
};

}  // namespace letterlock::leak
