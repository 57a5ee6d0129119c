// Exposure as JSON: one object a message, then a summary.
#pragma once

#include <string>

#include "base/json_writer.h"
#include "exposure/exposure.h"

namespace letterlock::report {

// One line, ended.
std::string exposed_json(const exposure::ExposedMessage& message);
// {"summary":{...}}, one line, ended.
std::string exposure_summary_json(const exposure::ExposureResult& result);
// The members of the summary, into an object that is open: the report has the same.
void write_exposure_members(JsonWriter& json, const exposure::ExposureResult& result);

}  // namespace letterlock::report
