// Messages as nodes of threads: who answers whom, and what belongs together.
//
// Nodes are numbers from 0. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "store/facts.h"

namespace letterlock::casefile {

inline constexpr std::uint32_t kNoNode = 0xFFFFFFFF;

class ThreadForest {
 public:
  std::uint32_t add();
  std::size_t size() const { return parents_.size(); }

  // Puts two nodes into one thread.
  void join(std::uint32_t a, std::uint32_t b);
  // The smallest node of the thread that `node` belongs to.
  std::uint32_t thread(std::uint32_t node) const;

  // `child` answers `parent`; joins them. kNoNode: it answers something that is not here.
  void set_parent(std::uint32_t child, std::uint32_t parent, store::EdgeBasis basis);
  std::uint32_t parent(std::uint32_t node) const { return parents_[node]; }
  store::EdgeBasis basis(std::uint32_t node) const { return bases_[node]; }

  // Every node has one parent at most, so what is not a forest has rings. Each ring loses the edge
  // with the weakest basis; among equals that of the node `before` puts first. Linear.
  template <class Before>
  void break_rings(Before before);

 private:
  void drop_parent(std::uint32_t node) {
    parents_[node] = kNoNode;
    bases_[node] = store::EdgeBasis::none;
  }
  std::vector<std::uint32_t> parents_;
  std::vector<store::EdgeBasis> bases_;
  mutable std::vector<std::uint32_t> joined_;  // towards the thread's smallest node
};

template <class Before>
void ThreadForest::break_rings(Before before) {
  std::vector<std::uint32_t> walk(size(), kNoNode);  // from where a node was first walked to
  for (std::uint32_t start = 0; start < size(); ++start) {
    std::uint32_t node = start;
    while (node != kNoNode && walk[node] == kNoNode) {
      walk[node] = start;
      node = parents_[node];
    }
    if (node == kNoNode || walk[node] != start) continue;
    std::uint32_t weakest = node;
    for (std::uint32_t at = parents_[node]; at != node; at = parents_[at]) {
      const bool weaker =
          bases_[at] > bases_[weakest] || (bases_[at] == bases_[weakest] && before(at, weakest));
      if (weaker) weakest = at;
    }
    drop_parent(weakest);
  }
}

}  // namespace letterlock::casefile
