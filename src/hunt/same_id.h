// Whether a case holds a message that is given from outside, or another one under its Message-ID.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "hunt/finding.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

// The message of a case that goes under the same Message-ID (RFC 5322 section 3.6.4).
struct SameId {
  store::MessageId id = store::kNoMessage;  // kNoMessage: the case holds none
  bool same_octets = false;
  // What sets the two apart for a reader, by name: "sender", "subject", "date", "text", "links",
  // "attachments". Empty where they differ in trace fields, encoding and the like alone.
  std::vector<std::string> differs;
};

// Of several under one Message-ID the one that differs least.
Expected<SameId> find_same_id(const store::MessageFacts& message, store::FactStore& facts);

// Where the two differ for a reader: a Reason that says so, and no verdict of "consistent". It has
// no weight, for nothing is known of how often that happens honestly.
void add_difference(const SameId& held, std::string_view octets, Finding& finding);

}  // namespace letterlock::hunt
