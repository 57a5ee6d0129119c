// The ARC fields of a message sorted into sets. Internal to src/auth.
#pragma once

#include <map>

#include "auth/arc.h"

namespace letterlock::auth {

struct ArcFields {
  std::uint32_t results = 0;
  DkimSignature message_signature, seal;
};

// By instance; as much as was read before the first problem of structure (section 5.2, steps 1-3).
struct ArcStructure {
  std::map<std::uint32_t, ArcFields> sets;
  ArcReason reason = ArcReason::good;
  std::uint32_t instance = 0;
};

ArcStructure arc_structure(const mime::Message& message);

// What the seal of `instance` is over (section 5.1.1): the sets up to it, its own b= empty; of a
// seal with cv=fail its own set alone.
std::string sealed_text(const mime::Message& message,
                        const std::map<std::uint32_t, ArcFields>& sets, std::uint32_t instance,
                        LineEnds ends);

}  // namespace letterlock::auth
