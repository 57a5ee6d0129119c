// What the options that name an intruder's access mean: those of `exposure`, which `verify` has
// too.
#pragma once

#include "base/expected.h"
#include "casefile/case.h"
#include "cli/command_line.h"
#include "exposure/exposure.h"

namespace letterlock::cli {

// Errors: usage, for values that cannot be read; not_found, for messages, mailboxes and
// accounts that are not there.
Expected<exposure::ExposureOptions> exposure_options_of(casefile::Case& the_case,
                                                        const Options::Exposure& asked);

// Whether any of them was given.
bool names_access(const Options::Exposure& asked);

}  // namespace letterlock::cli
