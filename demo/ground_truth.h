// The facts of the story as JSON, for tests and for whoever wants to know how they did.
#pragma once

#include <string>

#include "demo/leak.h"
#include "demo/logs.h"
#include "demo/produce.h"
#include "demo/story.h"

namespace letterlock::demo {

std::string ground_truth(const Story& story, const Produced& produced, const Bundle& bundle,
                         const LogTruth& logs);

}  // namespace letterlock::demo
