#include "cli/conversation.h"

#include <algorithm>

namespace letterlock::cli {

Expected<Conversation> Conversation::read(store::FactStore& facts, store::MessageId any,
                                          bool fold) {
  store::Query query;
  query.op = store::Query::Op::thread;
  query.text = std::to_string(any);
  store::HitOptions options;
  options.fold = fold;
  auto hits = facts.hits(query, options);
  if (!hits) return fail(std::move(hits));
  auto edges = facts.thread(any);
  if (!edges) return fail(std::move(edges));
  if (hits->ids.size() >= kNone) {
    return fail(ErrorCode::limit, "the thread of message {} has {} messages", any,
                hits->ids.size());
  }
  Conversation conversation;
  conversation.hits_ = std::move(*hits);
  conversation.place(*edges);
  conversation.cut_circles();
  conversation.order();
  return conversation;
}

Conversation::Index Conversation::index_of(store::MessageId id) const {
  const auto found =
      std::lower_bound(nodes_.begin(), nodes_.end(), id,
                       [](const Node& node, store::MessageId wanted) { return node.id < wanted; });
  return found == nodes_.end() || found->id != id ? kNone
                                                  : static_cast<Index>(found - nodes_.begin());
}

store::MessageId Conversation::shown(store::MessageId id) const {
  for (const store::CopyOf& one : hits_.copies) {
    if (one.copy == id) return one.first;
  }
  return id;
}

void Conversation::place(const std::vector<store::ThreadEdge>& edges) {
  nodes_.reserve(hits_.ids.size());
  for (const store::MessageId id : hits_.ids) nodes_.push_back({.id = id});
  std::sort(nodes_.begin(), nodes_.end(), [](const Node& a, const Node& b) { return a.id < b.id; });
  std::vector<store::CopyOf> by_copy = hits_.copies;
  std::sort(by_copy.begin(), by_copy.end(),
            [](const store::CopyOf& a, const store::CopyOf& b) { return a.copy < b.copy; });
  const auto first_of = [&](store::MessageId id) {
    const auto copy = std::lower_bound(
        by_copy.begin(), by_copy.end(), id,
        [](const store::CopyOf& one, store::MessageId wanted) { return one.copy < wanted; });
    return copy == by_copy.end() || copy->copy != id ? id : copy->first;
  };
  for (const store::ThreadEdge& edge : edges) {
    const Index child = index_of(edge.child);  // none for a copy: its first says where it stands
    if (child == kNone) continue;
    nodes_[child].basis = edge.basis;
    if (edge.parent != store::kNoMessage) nodes_[child].parent = index_of(first_of(edge.parent));
  }
}

// The edges of a case are a forest; with copies taken for one, messages that name each other may
// close a circle. Whoever closes it stands alone.
void Conversation::cut_circles() {
  std::vector<Index> seen(nodes_.size(), kNone);  // from where the way up came by
  for (Index start = 0; start < nodes_.size(); ++start) {
    Index at = start;
    while (seen[at] == kNone) {
      seen[at] = start;
      const Index up = nodes_[at].parent;
      if (up == kNone) break;
      if (seen[up] == start) {
        nodes_[at].parent = kNone;
        nodes_[at].basis = store::EdgeBasis::none;
        break;
      }
      at = up;
    }
  }
}

// From the newest on, each is put before those that came before it.
void Conversation::order() {
  for (const store::MessageId id : hits_.ids) {
    const Index index = index_of(id);
    Node& node = nodes_[index];
    Index& head = node.parent == kNone ? first_root_ : nodes_[node.parent].first_child;
    node.next = head;
    head = index;
  }
  hits_.ids.clear();
  hits_.ids.shrink_to_fit();
}

void Conversation::walk(const std::function<bool(const Place&)>& visit) const {
  std::size_t depth = 0;
  for (Index at = first_root_; at != kNone;) {
    const Node& node = nodes_[at];
    const auto parent = node.parent == kNone ? store::kNoMessage : nodes_[node.parent].id;
    if (!visit({node.id, parent, depth, node.basis})) return;
    if (node.first_child != kNone) {
      at = node.first_child;
      ++depth;
      continue;
    }
    while (at != kNone && nodes_[at].next == kNone) {
      at = nodes_[at].parent;
      if (at != kNone) --depth;
    }
    if (at != kNone) at = nodes_[at].next;
  }
}

}  // namespace letterlock::cli
