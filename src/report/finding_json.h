// Findings and scores as JSON (docs/report-json.md).
#pragma once

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "hunt/hunt.h"

namespace letterlock::report {

void write_finding(JsonWriter& json, std::string_view case_directory, const hunt::Finding& finding);
// How many messages came out how: members of an object that is open.
void write_hunt_counts(JsonWriter& json, const hunt::HuntResult& hunt);

// Lines of `letterlock hunt --json`.
std::string score_json(const hunt::Score& score);
std::string finding_json(std::string_view case_directory, const hunt::Finding& finding);
std::string episode_json(const hunt::Episode& episode);
std::string alike_json(const hunt::Alike& alike);
std::string hunt_summary_json(const hunt::HuntResult& result);

}  // namespace letterlock::report
