// Numbers as people read them: never in --json.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace letterlock {

std::string grouped(std::uint64_t number);  // "12,345"
// "1 message", "2,000 messages": every number of things that we print goes through here.
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);

}  // namespace letterlock
