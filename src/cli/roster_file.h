// The roster of a case: given once with --people, kept in the case from then on, with an Entry in
// the custody log that holds its hash.
#pragma once

#include "casefile/case.h"
#include "cli/command_line.h"
#include "relations/roster.h"

namespace letterlock::cli {

// What --people names, else what the case keeps; empty where there is neither. `writable`: the case
// is open to write, and what --people names is kept in it. A kept roster that is not the one of the
// custody log is ErrorCode::corrupt.
Expected<relations::Roster> roster_of(casefile::Case& the_case, const Options& options,
                                      bool writable);

// Each of its persons' names with each of their addresses.
std::vector<std::pair<std::string, std::string>> names_of(const relations::Roster& roster);

}  // namespace letterlock::cli
