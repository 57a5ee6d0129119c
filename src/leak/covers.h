// What a signature covers and what it leaves open, as ranges of the message.
#pragma once

#include <vector>

#include "leak/verdict.h"

namespace letterlock::leak {

// Fills in fields, body_covered, body_not_covered and could_be_prepended from `signature.check`.
void describe_cover(const mime::Message& message, SignatureVerdict& signature);

// The header fields that `signature` does not cover, in order of appearance; its own field is.
std::vector<SignedField> fields_not_signed(const mime::Message& message,
                                           const SignatureVerdict& signature);

}  // namespace letterlock::leak
