#include "casefile/threads.h"

#include <algorithm>
#include <numeric>

#include "casefile/thread_forest.h"
#include "casefile/thread_keys.h"
#include "casefile/thread_subjects.h"

namespace letterlock::casefile {
namespace {

using store::EdgeBasis;

constexpr std::size_t kEdgesAtOnce = 10'000;

// What names a message that the case does not hold.
struct Missing {
  std::uint64_t hash;
  std::uint32_t node;
};

// The nodes by Message-ID. Of several with the same one the first counts.
class ByMessageId {
 public:
  explicit ByMessageId(const std::vector<std::uint64_t>& hashes) : hashes_(hashes) {
    for (std::uint32_t node = 0; node < hashes.size(); ++node) {
      if (hashes[node] != 0) order_.push_back(node);
    }
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return hashes_[a] != hashes_[b] ? hashes_[a] < hashes_[b] : a < b;
    });
  }
  std::uint32_t find(std::uint64_t hash) const {
    const auto at = std::lower_bound(
        order_.begin(), order_.end(), hash,
        [&](std::uint32_t node, std::uint64_t wanted) { return hashes_[node] < wanted; });
    return at != order_.end() && hashes_[*at] == hash ? *at : kNoNode;
  }
  // Copies of one message differ (footers, trace fields) but are one place in a thread.
  void join_copies(ThreadForest& forest) const {
    for (std::size_t i = 1; i < order_.size(); ++i) {
      if (hashes_[order_[i]] == hashes_[order_[i - 1]]) forest.join(order_[i], order_[i - 1]);
    }
  }

 private:
  const std::vector<std::uint64_t>& hashes_;
  std::vector<std::uint32_t> order_;
};

// The nearest ancestor that is here becomes the parent; everybody named joins the thread.
void link_references(const ThreadKeys& keys, ThreadForest& forest) {
  const ByMessageId by_id(keys.message_ids);
  by_id.join_copies(forest);
  std::vector<Missing> missing;
  std::size_t at = 0;  // in keys.named
  for (std::uint32_t node = 0; node < forest.size(); ++node) {
    const ThreadKeys::Names names = keys.names[node];
    std::uint32_t parent = kNoNode;
    EdgeBasis basis = names.references > 0 ? EdgeBasis::references : EdgeBasis::in_reply_to;
    for (unsigned i = 0; i < names.total(); ++i, ++at) {
      const std::uint32_t named = by_id.find(keys.named[at]);
      if (named == kNoNode) missing.push_back({keys.named[at], node});
      if (named == kNoNode || named == node) continue;
      forest.join(node, named);
      if (parent != kNoNode) continue;
      parent = named;
      basis = names.basis(i);
    }
    if (names.total() > 0) forest.set_parent(node, parent, basis);
  }
  std::sort(missing.begin(), missing.end(), [](const Missing& a, const Missing& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.node < b.node;
  });
  for (std::size_t i = 1; i < missing.size(); ++i) {
    if (missing[i].hash == missing[i - 1].hash) forest.join(missing[i].node, missing[i - 1].node);
  }
}

// Whoever has no parent here answers the first message of its conversation.
void link_conversations(const ThreadKeys& keys, ThreadForest& forest) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t node = 0; node < forest.size(); ++node) {
    if (keys.conversations[node] != 0) order.push_back(node);
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto hash_a = keys.conversations[a];
    const auto hash_b = keys.conversations[b];
    return hash_a != hash_b ? hash_a < hash_b : keys.earlier(a, b);
  });
  std::uint32_t first = kNoNode;
  for (const std::uint32_t node : order) {
    if (first == kNoNode || keys.conversations[first] != keys.conversations[node]) {
      first = node;
      continue;
    }
    forest.join(first, node);
    if (forest.parent(node) == kNoNode) forest.set_parent(node, first, EdgeBasis::thread_index);
  }
}

std::vector<bool> threads_of_several(const ThreadForest& forest) {
  std::vector<bool> several(forest.size());
  for (std::uint32_t node = 0; node < forest.size(); ++node) {
    if (const std::uint32_t thread = forest.thread(node); thread != node) several[thread] = true;
  }
  return several;
}

Expected<std::uint64_t> write_edges(store::FactStore& facts, const ThreadKeys& keys,
                                    const ThreadForest& forest, bool all, Progress& progress) {
  progress.stage("writing threads", "messages", forest.size());
  const std::vector<bool> several = threads_of_several(forest);
  std::vector<store::ThreadEdge> edges;
  std::uint64_t written = 0;
  for (std::uint32_t node = 0; node < forest.size(); ++node) {
    const std::uint32_t thread = forest.thread(node);
    const bool alone = !several[thread] && forest.basis(node) == EdgeBasis::none;
    if (!alone || all) {
      const std::uint32_t parent = forest.parent(node);
      edges.push_back({keys.id(node), parent == kNoNode ? store::kNoMessage : keys.id(parent),
                       forest.basis(node), keys.id(thread)});
    }
    const bool last = node + 1 == forest.size();
    if (edges.size() < kEdgesAtOnce && !(last && !edges.empty())) continue;
    if (auto set = facts.set_threads(edges); !set) return fail(std::move(set));
    written += edges.size();
    edges.clear();
    progress.advance(node);
  }
  return written;
}

}  // namespace

Expected<std::uint64_t> link_threads(store::FactStore& facts, bool edges_before,
                                     Progress& progress) {
  auto keys = read_thread_keys(facts, progress);
  if (!keys) return fail(std::move(keys));
  ThreadForest forest;
  while (forest.size() < keys->size()) forest.add();
  link_references(*keys, forest);
  link_conversations(*keys, forest);
  keys->forget_names();
  if (auto linked = link_subjects(facts, *keys, forest); !linked) return fail(std::move(linked));
  forest.break_rings([&](std::uint32_t a, std::uint32_t b) { return keys->earlier(a, b); });
  return write_edges(facts, *keys, forest, edges_before, progress);
}

}  // namespace letterlock::casefile
