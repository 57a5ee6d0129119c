// What every verb prints with --json: one object a line, whose first members say by which rules it
// is made and what it is about (docs/json.md).
#pragma once

#include <string>
#include <string_view>

namespace letterlock::report {

// {"schema":1,"type":TYPE, and the members of `object`, which came from a JsonWriter and has some;
// with the end of the line.
std::string json_line(std::string_view type, std::string_view object);
// The last line of several: {"schema":1,"type":"summary","summary":OBJECT}.
std::string summary_line(std::string_view object);

}  // namespace letterlock::report
