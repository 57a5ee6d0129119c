// Question B's answer as question C needs it: when which account was in other hands.
#pragma once

#include <string>
#include <vector>

#include "exposure/exposure.h"
#include "leak/taken_over.h"

namespace letterlock::report {

// From the first access to what ended it, or to where the logs end. Mailboxes of which only some
// folders were opened are left out: who reads a folder does not write as its owner. One window for
// each certainty, since a weaker tie may reach further back.
std::vector<leak::TakenOver> taken_over_by(const exposure::ExposureResult& result);

// One sentence: "A record of the provider (R7) says that ...". `source`: where the user can look,
// such as "section B".
std::string takeover_sentence(const leak::InOtherHands& found);
// A few words for a line of a list; ends in no full stop.
std::string takeover_words(const leak::InOtherHands& found);

}  // namespace letterlock::report
