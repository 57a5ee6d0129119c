#include "casefile/thread_forest.h"

#include <algorithm>

namespace letterlock::casefile {

std::uint32_t ThreadForest::add() {
  const auto node = static_cast<std::uint32_t>(parents_.size());
  parents_.push_back(kNoNode);
  bases_.push_back(store::EdgeBasis::none);
  joined_.push_back(node);
  return node;
}

std::uint32_t ThreadForest::thread(std::uint32_t node) const {
  while (joined_[node] != node) {
    joined_[node] = joined_[joined_[node]];  // halves the path for the next who walks it
    node = joined_[node];
  }
  return node;
}

void ThreadForest::join(std::uint32_t a, std::uint32_t b) {
  a = thread(a);
  b = thread(b);
  joined_[std::max(a, b)] = std::min(a, b);
}

void ThreadForest::set_parent(std::uint32_t child, std::uint32_t parent, store::EdgeBasis basis) {
  parents_[child] = parent;
  bases_[child] = basis;
  if (parent != kNoNode) join(child, parent);
}

}  // namespace letterlock::casefile
