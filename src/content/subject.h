// A subject, read once for all that it tells.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::content {

struct SubjectReading {
  std::string base;      // as base_subject() says
  bool reply = false;    // as subject_claims_reply() says
  bool forward = false;  // as subject_claims_forward() says
};
SubjectReading read_subject(std::string_view subject);

}  // namespace letterlock::content
