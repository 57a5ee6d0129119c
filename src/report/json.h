// report.json: everything an Investigation holds, for programs (docs/report-json.md).
#pragma once

#include <string>

#include "report/investigation.h"

namespace letterlock::report {

// Members are only ever added within a schema number.
inline constexpr int kReportSchema = 1;

// One JSON object and a final newline.
std::string to_json(const Investigation& investigation);

}  // namespace letterlock::report
