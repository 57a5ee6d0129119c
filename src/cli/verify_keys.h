// The keys that a verification may use: archives, DNS, and what the messages themselves give away.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "auth/key_archive.h"
#include "auth/key_lookup.h"
#include "base/expected.h"
#include "base/progress.h"
#include "cli/command_line.h"
#include "cli/survey.h"
#include "dns/resolver.h"
#include "leak/key_ring.h"
#include "leak/recover.h"

namespace letterlock::cli {

struct GatheredKeys {
  std::unique_ptr<dns::Resolver> resolver;    // nullptr where DNS is off
  std::unique_ptr<auth::KeyLookup> dns_keys;  // over `resolver`
  auth::KeyArchive archive;                   // all archives together
  leak::KeyRing ring;
};

// What archives and DNS have. `material`: the target's name, for keys that were recovered from it.
// Errors: usage and not_found for what the options name, io.
Expected<std::unique_ptr<GatheredKeys>> gather_keys(const Options& options,
                                                    const std::string& material);

// Recovers keys from `samples` and adds them to the ring. Remarks go to standard error.
Expected<leak::Recovery> recover_into(GatheredKeys& keys, std::vector<leak::SampleGroup> samples,
                                      const Options& options, Progress& progress);

// Adds what was recovered to the archive that the options name, in the channel "recovered".
Expected<void> save_recovered(const leak::Recovery& found, const Options& options);

}  // namespace letterlock::cli
