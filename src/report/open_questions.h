// What a report has not answered, what that would need, and the commands that bring it in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/investigation.h"

namespace letterlock::report {

struct Need {
  std::string what;     // a sentence
  std::string command;  // "letterlock logs case-7 FILE"; "" where there is none
};

struct OpenQuestion {
  std::string_view letter, question;
  std::string_view state;  // how far this investigation has got
  std::vector<Need> needs;
};

// In the order of their letters. C is among them with signatures verified too: what they prove
// stands in its own section then, and whose mailbox a leak is from is what stays open.
std::vector<OpenQuestion> open_questions(const Investigation& investigation);

}  // namespace letterlock::report
