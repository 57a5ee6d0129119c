// Findings and scores as JSON (docs/report-json.md).
#pragma once

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "hunt/hunt.h"
#include "hunt/scan.h"

namespace letterlock::report {

// As the report has them.
void write_finding(JsonWriter& json, std::string_view case_directory, const hunt::Finding& finding);
void write_episode(JsonWriter& json, const hunt::Episode& episode);
// How many messages came out how: members of an object that is open.
void write_hunt_counts(JsonWriter& json, const hunt::HuntResult& hunt);

// Lines of `letterlock hunt --json`.
std::string score_json(const hunt::Score& score);
std::string finding_json(std::string_view case_directory, const hunt::Finding& finding);
std::string episode_json(const hunt::Episode& episode);
std::string alike_json(const hunt::Alike& alike);
std::string hunt_summary_json(const hunt::HuntResult& result);
// A line of `letterlock scan --json`. `path` is what to show, `file` where the message lies, ""
// where it has no file of its own.
std::string scanned_json(std::string_view case_directory, const hunt::Scanned& scanned,
                         std::string_view path, std::string_view file);

}  // namespace letterlock::report
