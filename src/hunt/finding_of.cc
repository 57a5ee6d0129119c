#include "hunt/finding_of.h"

#include <algorithm>
#include <utility>

namespace letterlock::hunt {

Finding finding_of(const store::MessageRecord& message, Assessment assessment, const Score& score) {
  Finding finding;
  finding.message = message.id;
  finding.sha256 = message.evidence;
  finding.message_id = message.message_id;
  finding.subject = message.subject;
  finding.date = message.date;
  finding.history = score.history;
  finding.known_as = std::move(assessment.known_as);
  finding.score = score.score;
  finding.terms = score.terms;
  finding.has_link = score.has_link;
  finding.verdict = score.verdict;
  for (const auto& address : message.addresses) {
    if (address.role == store::AddressRole::from && finding.from_address.empty()) {
      finding.from_address = address.address;
      finding.from_name = address.display_name;
    }
    if (address.role == store::AddressRole::to || address.role == store::AddressRole::cc) {
      if (finding.to.size() < 50) finding.to.push_back(address.address);
    }
  }
  std::stable_sort(assessment.reasons.begin(), assessment.reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.weight > b.weight; });
  for (const auto& reason : assessment.reasons) {
    if (finding.innocent.find(reason.innocent) == std::string::npos) {
      if (!finding.innocent.empty()) finding.innocent += ' ';
      finding.innocent += reason.innocent;
    }
  }
  finding.reasons = std::move(assessment.reasons);
  finding.ask = std::move(assessment.ask);
  return finding;
}

}  // namespace letterlock::hunt
