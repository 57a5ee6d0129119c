// The facts that a case keeps of one message, taken from its octets alone.
#pragma once

#include <string_view>

#include "base/expected.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "content/code_reader.h"
#include "mime/message.h"
#include "store/facts.h"

namespace letterlock::casefile {

class KnownBodies;

// Everything but `location` and `reconstructed`. `known`, where it is given, spares reading a body
// of which a copy was read before; the facts are the same with it and without. Without
// `codes` nobody looks for QR codes.
store::MessageFacts facts_of(const mime::Message& message, const Sha256& evidence,
                             const Limits& limits, KnownBodies* known = nullptr,
                             content::CodeReader* codes = nullptr);

// Thread-Index's conversation header (MS-OXOMSG section 2.2.1.3): the first 22 octets of its
// base64 value, in hexadecimal. "" where there is none.
std::string conversation_of(std::string_view thread_index);

}  // namespace letterlock::casefile
