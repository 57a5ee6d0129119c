// The demo incident: a fictional organisation's mail over fourteen months, the break-in that
// happens in it, the bundle that leaks, and the truth about all of it beside.
//
// Everything is invented: organisations, people, networks; domains end in .example. The same
// options give the same octets on every machine. Only the front ends and tests may know this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "base/expected.h"

namespace letterlock::demo {

struct DemoOptions {
  std::uint64_t seed = 1;
  // Distinct messages in all mailboxes together; at least 300, at most 200,000.
  std::size_t messages = 12000;
};

struct DemoSummary {
  std::size_t messages = 0;    // distinct
  std::size_t placements = 0;  // copies in mailboxes
  std::size_t mailboxes = 0;
  std::size_t leaked = 0;    // items of the bundle
  std::uint64_t octets = 0;  // in the mailboxes
};

// Writes mailboxes/, leak/, keys/, logs/, people.toml, ground-truth.json and README.txt into
// `directory`, which is made if it does not exist and must be empty if it does.
Expected<DemoSummary> write_demo(const std::filesystem::path& directory,
                                 const DemoOptions& options = {});

}  // namespace letterlock::demo
