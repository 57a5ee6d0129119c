// The summary on the terminal.
#pragma once

#include <string>

#include "report/investigation.h"

namespace letterlock::report {

// `width` columns; colour only if told. Untrusted text is made printable.
std::string to_terminal(const Investigation& investigation, bool color, unsigned width);

// The findings alone, all of them.
std::string findings_text(const hunt::HuntResult& result, bool color, unsigned width);

}  // namespace letterlock::report
