// What one message shows beside its signatures' results: how it was signed, what a signature leaves
// open, what was doubled or put to another use, where the copy lies.
//
// Each observation stands for itself, with a name that never changes, the octets it rests on and
// one sentence (docs/verify.md). Linear in the message and its signatures; no I/O.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/dkim.h"
#include "leak/clocks.h"
#include "leak/observation.h"
#include "mime/message.h"

namespace letterlock::leak {

// What is known of the copy from outside its octets.
enum class Placement : std::uint8_t {
  unknown,
  received,  // a folder that mail arrives in
  sent,      // the sender's own copy
  draft,
};
// From a folder's name in the languages that mail programs speak ("Sent Items", "Gesendet"); the
// last part of a path decides.
Placement placement_of(std::string_view folder);

struct ObservationContext {
  Placement placement = Placement::unknown;
};

// `checks`: of this message, by auth::verify_dkim. `clocks`: by read_clocks.
std::vector<Observation> observe(const mime::Message& message,
                                 std::span<const auth::SignatureCheck> checks,
                                 const ClockTable& clocks, const ObservationContext& context);

}  // namespace letterlock::leak
