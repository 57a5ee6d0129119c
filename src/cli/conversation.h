// A thread in the order in which it is read: each answer below what it answers, the oldest first.
//
// A thread may have as many messages as the case: what is kept of each takes some fifty octets, and
// what is shown of a message is not among it.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "base/expected.h"
#include "store/fact_store.h"

namespace letterlock::cli {

class Conversation {
 public:
  struct Place {
    store::MessageId id = store::kNoMessage;
    store::MessageId parent = store::kNoMessage;
    std::size_t depth = 0;
    // What placed it; nullopt where it is alone, or others name it as what they answer.
    std::optional<store::EdgeBasis> basis;
  };

  // The thread that holds `any`; with `fold` copies of one message are one.
  static Expected<Conversation> read(store::FactStore& facts, store::MessageId any, bool fold);

  std::size_t size() const { return nodes_.size(); }
  // The message itself, or the one it is a copy of.
  store::MessageId shown(store::MessageId id) const;
  std::vector<store::MessageId> copies_of(store::MessageId id) const { return hits_.copies_of(id); }
  // Depth first. Stops where `visit` returns false.
  void walk(const std::function<bool(const Place&)>& visit) const;

 private:
  using Index = std::uint32_t;  // into nodes_
  static constexpr Index kNone = std::numeric_limits<Index>::max();
  struct Node {
    store::MessageId id = store::kNoMessage;
    Index parent = kNone, first_child = kNone, next = kNone;
    std::optional<store::EdgeBasis> basis = std::nullopt;
  };

  Index index_of(store::MessageId id) const;
  void place(const std::vector<store::ThreadEdge>& edges);
  void cut_circles();
  void order();

  store::Hits hits_;
  std::vector<Node> nodes_;  // by id
  Index first_root_ = kNone;
};

}  // namespace letterlock::cli
