// People: the addresses of a case joined to persons, with the reason for each join.
//
// Addresses are joined by the roster, or where two addresses write under the same full name and
// mail from each names the other (To, Cc, Bcc, Reply-To): mail of both sides, so that nobody joins
// somebody else's address to their own by writing it into a field. Nothing is joined silently.
// Built in one pass over the case; about 100 octets an address and 40 a pair. Read-only afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/attributes.h"
#include "base/expected.h"
#include "base/progress.h"
#include "relations/rhythm.h"
#include "relations/roster.h"
#include "store/fact_store.h"

namespace letterlock::relations {

struct UsedAddress {
  std::string address;
  std::string because;  // why it is this person's; "" for the first
  std::uint64_t sent = 0, received = 0;
};

struct Person {
  std::string name;                    // the roster's, or the display name seen most often; or ""
  std::vector<UsedAddress> addresses;  // the one most written from first
  const RosterPerson* roster = nullptr;
  std::uint64_t sent = 0, received = 0;  // different messages; `received` without their own
  Rhythm rhythm;                         // of what they sent
  std::optional<UnixTime> last_received;

  // Wrote regularly and has not for much longer than ever before, as of `end`.
  bool went_silent(UnixTime end) const;
};

class People {
 public:
  // `roster` must outlive the result.
  static Expected<People> survey(store::FactStore& facts, const Roster& roster, Progress& progress);

  // Who wrote most first.
  std::span<const Person> people() const LL_LIFETIME_BOUND { return people_; }
  // Whose address or name is `who`; where nobody's is, of whose address or name it is a part.
  std::vector<const Person*> find(std::string_view who) const LL_LIFETIME_BOUND;
  // When the case ends: but for one message in a thousand (broken clocks) all are earlier.
  UnixTime end() const { return end_; }

 private:
  std::vector<Person> people_;
  UnixTime end_ = 0;
};

}  // namespace letterlock::relations
