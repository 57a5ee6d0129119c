// Exposure for a terminal: what the intruder saw, on what it rests, what cannot be said.
#pragma once

#include <string>

#include "exposure/exposure.h"
#include "exposure/notice.h"

namespace letterlock::report {

std::string exposure_text(const exposure::ExposureResult& result, bool color, unsigned width);
// One line a message of class `least` and above; at most `most`.
Expected<std::string> exposed_list(const exposure::ExposureResult& result, store::FactStore& facts,
                                   exposure::ExposureClass least, std::size_t most, bool color,
                                   unsigned width);
std::string timeline_text(const exposure::ExposureResult& result, bool color, unsigned width);
std::string notice_text(const exposure::Notice& notice, bool color, unsigned width);

}  // namespace letterlock::report
