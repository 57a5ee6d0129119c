#include "casefile/pipeline.h"

#include <utility>

namespace letterlock::casefile {

Pipeline::Pipeline(unsigned workers, std::uint64_t flight_octets,
                   const std::function<Examine()>& make_examine)
    : flight_octets_(flight_octets) {
  for (unsigned i = 0; i < workers; ++i) {
    workers_.emplace_back([this, make_examine] { work(make_examine()); });
  }
}

Pipeline::~Pipeline() {
  give_up();
  for (std::thread& worker : workers_) worker.join();
}

std::unique_ptr<Chunk> Pipeline::empty_chunk() {
  const std::lock_guard lock(mutex_);
  if (spare_.empty()) return std::make_unique<Chunk>();
  std::unique_ptr<Chunk> chunk = std::move(spare_.back());
  spare_.pop_back();
  return chunk;
}

void Pipeline::give_back(std::unique_ptr<Chunk> chunk) {
  constexpr std::size_t kSpare = 64;
  // What one large message made large is not worth keeping.
  constexpr std::size_t kLargest = 512 << 10;
  chunk->clear();
  const std::lock_guard lock(mutex_);
  if (spare_.size() < kSpare && chunk->octets.capacity() <= kLargest) {
    spare_.push_back(std::move(chunk));
  }
}

bool Pipeline::submit(std::unique_ptr<Chunk> chunk) {
  std::unique_lock lock(mutex_);
  const std::uint64_t octets = chunk->octets.size();
  room_.wait(lock, [&] { return given_up_ || octets_ == 0 || octets_ + octets <= flight_octets_; });
  if (given_up_) return false;
  places_.push_back({std::move(chunk), octets, false});
  octets_ += octets;
  to_do_.notify_one();
  return true;
}

void Pipeline::close(Expected<void> outcome) {
  const std::lock_guard lock(mutex_);
  outcome_ = std::move(outcome);
  closed_ = true;
  to_do_.notify_all();
  done_.notify_all();
}

std::unique_ptr<Chunk> Pipeline::next() {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] {
    return given_up_ || (!places_.empty() && places_.front().done) || (places_.empty() && closed_);
  });
  if (given_up_ || places_.empty()) return nullptr;
  Place place = std::move(places_.front());
  places_.pop_front();
  ++taken_;
  octets_ -= place.octets;
  room_.notify_one();
  return std::move(place.chunk);
}

void Pipeline::give_up() {
  const std::lock_guard lock(mutex_);
  given_up_ = true;
  room_.notify_all();
  to_do_.notify_all();
  done_.notify_all();
}

void Pipeline::work(const Examine& examine) {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto all_started = [&] { return started_ == taken_ + places_.size(); };
    to_do_.wait(lock, [&] { return given_up_ || closed_ || !all_started(); });
    if (given_up_ || all_started()) return;
    // The writer takes finished places only, so the place stays where it is meanwhile; its index
    // moves, its number does not.
    const std::uint64_t number = started_++;
    Chunk& chunk = *places_[number - taken_].chunk;
    lock.unlock();
    examine(chunk);
    lock.lock();
    places_[number - taken_].done = true;
    if (number == taken_) done_.notify_one();
  }
}

}  // namespace letterlock::casefile
