// Files that are no mail (logs, lists), whatever they are packed in: the file as it is, or what a
// compressed file or an archive holds.
#pragma once

#include <functional>
#include <string>

#include "sources/source.h"
#include "sources/stream.h"

namespace letterlock::sources {

// `inner` is the path inside ("" where nothing was unpacked; "a.zip!/b.json" where containers lie
// in containers). The file is ours to read for the time of the call. An error ends the reading.
using VisitPlain = std::function<Expected<void>(const File& file, const std::string& inner)>;

// Visits `path`, or each file in it where it is a container, in the container's order. What cannot
// be unpacked goes to `on_defect`. Errors: not_found, io, and those of `visit`.
Expected<void> each_plain_file(const std::string& path, const ReadOptions& options,
                               const VisitPlain& visit,
                               const std::function<void(const SourceDefect&)>& on_defect);

}  // namespace letterlock::sources
