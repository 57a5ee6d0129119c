#include "leak/recover_pool.h"

#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>

namespace letterlock::leak {

namespace {

using Outcome = ModulusSearch::Outcome;

std::uint64_t thread_cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1000 +
         static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

void compute(GcdJob& job, std::span<const std::uint32_t> exponents, const std::atomic<bool>& stop) {
  const std::uint64_t begin = thread_cpu_ms();
  for (const std::uint32_t e : exponents) {
    const ModulusSearch found =
        find_modulus(job.terms.front(), std::span(job.terms).subspan(1), job.spares, e,
                     [&] { return stop.load(std::memory_order_relaxed); });
    if (found.outcome == Outcome::stopped) return;
    if (found.outcome != Outcome::found) continue;
    job.e = e;
    job.modulus = found.modulus;
    break;
  }
  job.cpu_ms = thread_cpu_ms() - begin;
  job.done = true;
}

class Pool {
 public:
  Pool(std::vector<GcdJob>& jobs, const PoolOptions& options) : jobs_(jobs), options_(options) {
    const std::size_t wanted = std::clamp<std::size_t>(options.threads, 1, 64);
    for (std::size_t i = 0; i < std::min(wanted, jobs.size()); ++i) {
      threads_.emplace_back([this] { work(); });
    }
  }
  ~Pool() {
    stop();
    for (std::thread& thread : threads_) thread.join();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  void stop() {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    changed_.notify_all();
  }

  // The next job that is done, or `none` after a while.
  static constexpr std::size_t none = ~std::size_t{0};
  std::size_t wait() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(100), [&] { return !done_.empty(); });
    if (done_.empty()) return none;
    const std::size_t first = done_.front();
    done_.pop_front();
    return first;
  }

 private:
  // Jobs are taken in order: the next waits until it fits, so that a large one is not passed over
  // for ever.
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] {
        return stop_ || next_ == jobs_.size() ||
               jobs_[next_].memory <= options_.memory - std::min(options_.memory, taken_);
      });
      if (stop_ || next_ == jobs_.size()) return;
      const std::size_t own = next_++;
      const std::uint64_t memory = jobs_[own].memory;
      taken_ += memory;
      lock.unlock();
      compute(jobs_[own], options_.exponents, stop_);
      lock.lock();
      taken_ -= memory;
      if (jobs_[own].done) done_.push_back(own);
      changed_.notify_all();
    }
  }

  std::vector<GcdJob>& jobs_;  // each touched by the thread that took it, then by the caller
  const PoolOptions& options_;
  std::mutex mutex_;  // guards what follows but for threads_
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::uint64_t taken_ = 0;
  std::deque<std::size_t> done_;
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

Expected<void> run_jobs(std::vector<GcdJob>& jobs, const PoolOptions& options, Progress& progress,
                        const std::function<Expected<void>(std::size_t)>& finished) {
  if (jobs.empty()) return {};
  Pool pool(jobs, options);
  for (std::size_t left = jobs.size(); left > 0;) {
    if (progress.stop_requested()) return {};
    const std::size_t done = pool.wait();
    if (done == Pool::none) continue;
    --left;
    if (auto kept = finished(done); !kept) return kept;
  }
  return {};
}

}  // namespace letterlock::leak
