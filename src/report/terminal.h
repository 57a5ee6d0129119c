// The summary on the terminal.
#pragma once

#include <string>
#include <string_view>

#include "hunt/scan.h"
#include "report/investigation.h"

namespace letterlock::report {

// `width` columns; colour only if told. Untrusted text is made printable.
std::string to_terminal(const Investigation& investigation, bool color, unsigned width);

// The findings alone, all of them.
std::string findings_text(const hunt::HuntResult& result, bool color, unsigned width);

// One message that is not in the case; `path` says where it lies.
std::string scanned_text(const hunt::Scanned& scanned, std::string_view path, bool color,
                         unsigned width);

}  // namespace letterlock::report
