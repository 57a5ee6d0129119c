// The places of those messages that lie in very many.
//
// Whether a copy of a message is known is asked for each one that is read, and answered by looking
// through the message's places. Where one message fills a mailbox, that would take time that grows
// as the square of its copies: its places are then kept here.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace letterlock::store::sqlite {

class CrowdedPlaces {
 public:
  // Places of one message that are looked through; with more it is kept.
  static constexpr std::size_t kMany = 64;
  // All that are kept, some 40 MB; before another would be, they are forgotten.
  static constexpr std::size_t kMost = 1'000'000;

  // By a hash of the place, the row of a placement. nullptr where the message is not kept.
  using Rows = std::unordered_map<std::uint64_t, std::int64_t>;
  const Rows* rows_of(std::int64_t message) const {
    const auto found = messages_.find(message);
    return found == messages_.end() ? nullptr : &found->second;
  }
  void keep(std::int64_t message, Rows rows) {
    if (rows.size() > kMost) return;
    if (kept_ + rows.size() > kMost) clear();
    kept_ += rows.size();
    messages_[message] = std::move(rows);
  }
  // A new place of a message; nothing where it is not kept.
  void add(std::int64_t message, std::uint64_t place, std::int64_t row) {
    const auto found = messages_.find(message);
    if (found == messages_.end()) return;
    if (kept_ == kMost) return clear();
    kept_ += found->second.emplace(place, row).second;
  }
  void clear() {
    messages_.clear();
    kept_ = 0;
  }

 private:
  std::unordered_map<std::int64_t, Rows> messages_;
  std::size_t kept_ = 0;
};

}  // namespace letterlock::store::sqlite
