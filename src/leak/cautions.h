// What a reader of a verdict must not overlook: it weakens what the verdict seems to say.
#pragma once

#include <vector>

#include "leak/observation.h"
#include "leak/verdict.h"

namespace letterlock::leak {

// Of the signature that decides, and of the message's authors.
std::vector<Observation> cautions_of(const mime::Message& message, const MessageVerdict& verdict);

}  // namespace letterlock::leak
