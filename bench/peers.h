// The same work done by other libraries, each in a file of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace letterlock::bench {

// What a peer is asked for.
enum class Depth { parse, text, all };

// Octets of text (or of everything) decoded, or the number of parts where only parsing was asked.
std::uint64_t gmime_work(const std::vector<std::string>& messages, Depth depth);
std::uint64_t mimetic_work(const std::vector<std::string>& messages);

}  // namespace letterlock::bench
