// What the options of `letterlock verify` mean.
#pragma once

#include "base/clock.h"
#include "base/expected.h"
#include "cli/command_line.h"
#include "leak/examine.h"

namespace letterlock::cli {

// Errors: usage, for windows that cannot be read.
Expected<leak::ExamineOptions> examine_options_of(const Options& options, UnixTime now);

// "ada@x.example=2024-06-01..2024-06-17": from the first moment of the first day to the last of the
// second, UTC. usage otherwise.
Expected<leak::TakenOver> taken_over_of(const std::string& text);

}  // namespace letterlock::cli
