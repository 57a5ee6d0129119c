#include "hunt/notes.h"

#include <algorithm>
#include <limits>

namespace letterlock::hunt {

void Notes::add(const Finding& finding) {
  if (all_.empty()) texts_.id("");  // number 0
  Noted note;
  note.message = finding.message;
  note.date = finding.date;
  note.score = finding.score;
  note.account = texts_.id(finding.from_address);
  note.first_reason = static_cast<std::uint32_t>(reasons_.size());
  note.reasons = static_cast<std::uint16_t>(
      std::min<std::size_t>(finding.reasons.size(), std::numeric_limits<std::uint16_t>::max()));
  note.verdict = finding.verdict;
  note.has_link = finding.has_link;
  for (std::size_t i = 0; i < note.reasons; ++i) {
    const Reason& reason = finding.reasons[i];
    reasons_.push_back({texts_.id(reason.code), texts_.id(reason.cause), reason.weight});
  }
  all_.push_back(note);
}

}  // namespace letterlock::hunt
