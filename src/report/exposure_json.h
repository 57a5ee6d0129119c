// Exposure as JSON: one object a message, then a summary.
#pragma once

#include <string>

#include "exposure/exposure.h"

namespace letterlock::report {

// One line, ended.
std::string exposed_json(const exposure::ExposedMessage& message);
// {"summary":{...}}, one line, ended.
std::string exposure_summary_json(const exposure::ExposureResult& result);

}  // namespace letterlock::report
