// The keys that a verification may use: archives, DNS, and what the messages themselves give away.
#pragma once

#include <memory>
#include <vector>

#include "base/expected.h"
#include "cli/command_line.h"
#include "cli/each_message.h"
#include "leak/key_ring.h"

namespace letterlock::cli {

struct GatheredKeys {
  leak::KeyRing ring;
};

// Errors: usage and not_found for what the options name, io.
Expected<std::unique_ptr<GatheredKeys>> gather_keys(const Options& options,
                                                    const Material& material);

}  // namespace letterlock::cli
