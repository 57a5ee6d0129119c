// The answer to each question in a few lines: what `letterlock investigate` prints to somebody who
// has no time. Where the rest is stands below each.
#pragma once

#include <string>

#include "report/investigation.h"

namespace letterlock::report {

// At most 21 lines of 80 columns, unless names are very long. As to_terminal() otherwise.
std::string first_screen(const Investigation& investigation, bool color, unsigned width);

}  // namespace letterlock::report
