// The custody log for people. What a machine reads is the log itself (custody log --json).
#pragma once

#include <span>
#include <string>

namespace letterlock::cli {

// The command line and who gave it, once for all entries that came of it; under it each entry with
// its number, time, act, what it counted, hashes cut to their first digits, and the beginning of
// its own hash. Last the hash to note elsewhere. `entries` are lines of a log that fits.
std::string custody_text(std::span<const std::string> entries, unsigned width, bool color);

}  // namespace letterlock::cli
