// The keys that a verification may use: archives, DNS, and what the messages themselves give away.
#pragma once

#include <memory>
#include <vector>

#include "auth/key_lookup.h"
#include "base/expected.h"
#include "cli/command_line.h"
#include "cli/each_message.h"
#include "dns/resolver.h"
#include "leak/key_ring.h"

namespace letterlock::cli {

struct GatheredKeys {
  std::unique_ptr<dns::Resolver> resolver;    // nullptr where DNS is off
  std::unique_ptr<auth::KeyLookup> dns_keys;  // over `resolver`
  leak::KeyRing ring;
};

// Errors: usage and not_found for what the options name, io.
Expected<std::unique_ptr<GatheredKeys>> gather_keys(const Options& options,
                                                    const Material& material);

}  // namespace letterlock::cli
