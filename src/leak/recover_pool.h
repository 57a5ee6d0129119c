// Computes the gcds of key recovery side by side, within a bound of memory. Internal to leak.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "leak/modulus.h"

namespace letterlock::leak {

struct GcdJob {
  // What goes in. Views into samples that outlive the job.
  std::vector<SignedDigest> terms;  // the first against all others
  std::vector<SignedDigest> spares;
  std::uint64_t memory = 0;
  // What comes out.
  bool done = false;  // false: stopped
  std::uint32_t e = 0;
  std::string modulus;
  std::uint64_t cpu_ms = 0;
};

struct PoolOptions {
  unsigned threads = 1;
  std::uint64_t memory = 0;  // REQUIRES: no job takes more
  std::vector<std::uint32_t> exponents;
};

// Runs all jobs; `finished` is called on the calling thread with the index of each as it is done.
// Returns early, with jobs not done, where `finished` fails or the user wants to stop; a gcd under
// way is waited for.
Expected<void> run_jobs(std::vector<GcdJob>& jobs, const PoolOptions& options, Progress& progress,
                        const std::function<Expected<void>(std::size_t)>& finished);

}  // namespace letterlock::leak
