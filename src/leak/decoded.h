// Messages whose structured fields some tool wrote as encoded-words: judged with those words
// decoded, and told in the octets as found (leak/repair.h, decode_structured_fields).
#pragma once

#include "leak/repair.h"
#include "leak/verdict.h"

namespace letterlock::leak {

// `verdict` was found over `decoded`, which parses as `again`: moves its ranges to `message`, puts
// the decoding in front of the changes undone, and says "after repair" where it said "verified".
void tell_as_found(const mime::Message& message, const DecodedFields& decoded,
                   const mime::Message& again, MessageVerdict& verdict);

}  // namespace letterlock::leak
