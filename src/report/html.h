// report.html: one page complete in itself. No script, no outside resource, a content security
// policy that allows its own style and nothing else; untrusted text is escaped, with controls made
// visible; links are text.
#pragma once

#include <string>

#include "report/investigation.h"

namespace letterlock::report {

std::string to_html(const Investigation& investigation);

}  // namespace letterlock::report
