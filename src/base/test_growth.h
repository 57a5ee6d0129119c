// For tests of all rooms: how the time of some work grows with its input.
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>

namespace letterlock {

// Processor time, so that other work on the machine hardly counts.
template <class Work>
std::clock_t time_of(Work&& work, std::size_t size) {
  const std::clock_t begin = std::clock();
  work(size);
  return std::clock() - begin;
}

// Ten times the input takes some ten times as long; work that grows as its square, a hundred times.
// `work` takes a size; `size` is to be such that ten times of it show the difference.
template <class Work>
bool grows_linearly(Work&& work, std::size_t size) {
  const std::clock_t one = std::min(time_of(work, size), time_of(work, size));
  return time_of(work, 10 * size) < 40 * one + CLOCKS_PER_SEC / 10;
}

}  // namespace letterlock
