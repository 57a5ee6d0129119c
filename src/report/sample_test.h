// For tests: an Investigation made by hand, with hostile text wherever text goes.
#pragma once

#include "report/investigation.h"

namespace letterlock::report {

Investigation sample();

}  // namespace letterlock::report
