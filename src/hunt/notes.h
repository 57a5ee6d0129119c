// Notes: the little that ranking, folding and episodes need of every message that reasons were
// worked out for. Some hundred octets each; the findings themselves are held by Held.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "hunt/finding.h"
#include "relations/interned.h"

namespace letterlock::hunt {

struct NotedReason {
  std::uint32_t code = 0;   // Notes::text()
  std::uint32_t cause = 0;  // 0: none
  double weight = 0;
};

struct Noted {
  store::MessageId message = store::kNoMessage;
  std::optional<UnixTime> date;
  double score = 0;
  std::uint32_t account = 0;  // the From address
  std::uint32_t first_reason = 0;
  std::uint16_t reasons = 0;
  Verdict verdict = Verdict::deviates;
  bool has_link = false;
};

class Notes {
 public:
  void add(const Finding& finding);
  // In the order in which they were added; a note's place is its number in it.
  std::span<const Noted> all() const LL_LIFETIME_BOUND { return all_; }
  // Strongest first, as in the finding.
  std::span<const NotedReason> reasons(const Noted& note) const LL_LIFETIME_BOUND {
    return std::span(reasons_).subspan(note.first_reason, note.reasons);
  }
  std::string_view text(std::uint32_t number) const LL_LIFETIME_BOUND {
    return texts_.text(number);
  }
  std::string_view account(const Noted& note) const LL_LIFETIME_BOUND { return text(note.account); }

 private:
  std::vector<Noted> all_;
  std::vector<NotedReason> reasons_;
  relations::Interned texts_;
};

}  // namespace letterlock::hunt
