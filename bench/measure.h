// What benchmarks share: messages held in memory, CPU time, a count of heap allocations.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::bench {

struct Corpus {
  std::vector<std::string> messages;
  std::uint64_t octets = 0;
};
// Every file under a directory as one message, or an mbox cut at its "From " lines. Exits with a
// remark where nothing is there.
Corpus load_corpus(const std::string& path);

// Calls of malloc, calloc and realloc by this process so far, those of C++ and libraries included.
std::uint64_t allocations();

// One contestant: does its work on all messages, returns something that depends on all of it.
struct Contestant {
  std::string name;
  std::function<std::uint64_t(const Corpus&)> work;
};
struct Measured {
  std::string name;
  double seconds = 0;  // CPU time, the least of all rounds: the others had disturbances
  double allocations_per_message = 0;
  std::uint64_t outcome = 0;
};
// Rounds in turn, so that what disturbs the machine disturbs all.
std::vector<Measured> measure(const Corpus& corpus, const std::vector<Contestant>& contestants,
                              int rounds);

}  // namespace letterlock::bench
