// What threads are made from, of every message of a case, in as few octets as that takes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "store/fact_store.h"

namespace letterlock::casefile {

struct ThreadKeys {
  // Of the msg-ids that a message names, those looked at, best first: the last References, what
  // In-Reply-To says, then the References before and the very first one. Real parents are among
  // them; a field of a hundred thousand others costs nothing.
  static constexpr std::size_t kNewest = 4;
  struct Names {
    std::uint8_t references = 0, in_reply_to = 0;
    unsigned total() const { return 0U + references + in_reply_to; }
    store::EdgeBasis basis(unsigned i) const {
      const bool second = in_reply_to > 0 && i == (references > 0 ? 1U : 0U);
      return second ? store::EdgeBasis::in_reply_to : store::EdgeBasis::references;
    }
  };
  // A reply by its subject that names no parent.
  struct NamelessReply {
    std::uint32_t node;
    std::uint64_t subject;
  };

  std::vector<std::uint64_t> message_ids;    // hashes; 0: none
  std::vector<std::uint64_t> conversations;  // hashes; 0: none
  std::vector<std::uint32_t> dates;          // seconds since 1970, 0: none, clamped beyond 2106
  std::vector<Names> names;
  std::vector<std::uint64_t> named;  // hashes, of all messages, one behind the other
  std::vector<NamelessReply> nameless_replies;

  std::size_t size() const { return dates.size(); }
  store::MessageId id(std::uint32_t node) const { return ids.empty() ? node + 1 : ids[node]; }
  // By date, undated last, then by node.
  bool earlier(std::uint32_t a, std::uint32_t b) const {
    const std::uint32_t date_a = dates[a] - 1, date_b = dates[b] - 1;  // none becomes the largest
    return date_a != date_b ? date_a < date_b : a < b;
  }
  void forget_names();

  std::vector<store::MessageId> ids;  // only where they are not 1, 2, 3, ...
};

Expected<ThreadKeys> read_thread_keys(store::FactStore& facts, Progress& progress);

}  // namespace letterlock::casefile
