// An account in other hands shows as more than one message: findings grouped by account and time,
// and causes that many accounts share at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hunt/notes.h"

namespace letterlock::hunt {

// Messages of one account, none further from the next than kEpisodePause, at least one of them
// contradicted or strong enough to be a finding.
struct Episode {
  std::string account;  // the From address
  UnixTime from = 0, until = 0;
  std::vector<store::MessageId> messages;  // in the order of time
  std::vector<std::string> changed;        // codes of what departs, the heaviest first
  Verdict verdict = Verdict::deviates;
  double score = 0;  // the strongest message's, and something for each further one
};

// One cause (a link domain, a client, a claimed original) that several accounts share within
// kFoldWithin: one lure to many, or many accounts that deviate alike.
struct Alike {
  std::string cause;                       // Reason::cause
  std::vector<std::string> accounts;       // sorted
  std::vector<store::MessageId> messages;  // in the order of time
  UnixTime from = 0, until = 0;
  double score = 0;  // of the strongest message
};

inline constexpr UnixTime kEpisodePause = UnixTime{14} * 86'400;
inline constexpr std::size_t kFewestAlike = 3;  // accounts

// Strongest first, contradicted ones before all others; at most `most`. `notes`: of all messages
// that reasons were worked out for; `fewest_points`: what makes a finding.
std::vector<Episode> episodes_of(const Notes& notes, double fewest_points, std::size_t most);
std::vector<Alike> alike_in(const Notes& notes, std::size_t most);

}  // namespace letterlock::hunt
