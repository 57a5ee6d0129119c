// Work on many messages with several threads, answers in order.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace letterlock::cli {

// answers[i] = work(items[i]), computed on up to `threads` threads. `work` may be called from any.
template <class Answer, class Item, class Work>
std::vector<Answer> in_parallel(const std::vector<Item>& items, unsigned threads,
                                const Work& work) {
  std::vector<Answer> answers(items.size());
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t i = next++; i < items.size(); i = next++) answers[i] = work(items[i]);
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads && t < items.size(); ++t) others.emplace_back(take);
  take();
  others.clear();  // joins
  return answers;
}

}  // namespace letterlock::cli
