// Chunks on their way from the reader through the workers to the writer, in the reader's order.
//
// The reader's thread calls submit() and close(), workers run examine(), the writer's thread calls
// next(). At most a given number of octets is under way at a time.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/expected.h"
#include "casefile/chunk.h"

namespace letterlock::casefile {

class Pipeline {
 public:
  // `make_examine` is called once in each worker's thread; what it returns need not be thread-safe.
  using Examine = std::function<void(Chunk&)>;
  Pipeline(unsigned workers, std::uint64_t flight_octets,
           const std::function<Examine()>& make_examine);
  ~Pipeline();  // gives up what is under way
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // An empty chunk, with the memory of one that was given back where there is one: fresh memory
  // costs a page fault for every 4 KiB.
  std::unique_ptr<Chunk> empty_chunk();
  void give_back(std::unique_ptr<Chunk> chunk);
  // Waits for room. False: the writer gave up, stop reading.
  bool submit(std::unique_ptr<Chunk> chunk);
  // Nothing more comes; `outcome` is the reader's.
  void close(Expected<void> outcome);

  // The oldest chunk, examined; null when all are done or the writer gave up.
  std::unique_ptr<Chunk> next();
  void give_up();
  // REQUIRES: next() returned null and nobody gave up.
  const Expected<void>& outcome() const { return outcome_; }

 private:
  struct Place {
    std::unique_ptr<Chunk> chunk;
    std::uint64_t octets = 0;
    bool done = false;
  };
  void work(const Examine& examine);

  const std::uint64_t flight_octets_;
  std::mutex mutex_;               // guards all below
  std::condition_variable room_;   // the reader waits for it
  std::condition_variable to_do_;  // workers wait for it
  std::condition_variable done_;   // the writer waits for it
  std::deque<Place> places_;       // oldest first
  std::vector<std::unique_ptr<Chunk>> spare_;
  std::uint64_t taken_ = 0;    // places that the writer has taken, ever
  std::uint64_t started_ = 0;  // places that a worker has taken, ever
  std::uint64_t octets_ = 0;
  bool closed_ = false;
  bool given_up_ = false;
  Expected<void> outcome_;
  std::vector<std::thread> workers_;
};

}  // namespace letterlock::casefile
