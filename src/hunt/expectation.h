// Should the case hold a message that somebody claims was sent? Only where a mailbox of its parties
// is there, covers the time, and is known to keep such mail.
#pragma once

#include <cstdint>
#include <string>

#include "hunt/ground.h"
#include "hunt/original.h"

namespace letterlock::hunt {

struct Expectation {
  bool any = false;     // some mailbox should hold it
  double weight = 0;    // how much its absence says: -log of the share usually missing, bounded
  std::uint64_t n = 0;  // messages by which the mailboxes' completeness was measured
  std::string because;  // which mailboxes, and how complete they are
  bool telling() const { return any && weight >= 2.3; }  // they miss fewer than one in ten
};
Expectation expectation_of(const Ground& ground, const Claim& claim);

}  // namespace letterlock::hunt
