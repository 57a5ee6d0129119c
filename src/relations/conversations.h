// Conversations: who took part, since when, with which words and links. So that an answer can be
// held against the thread it stands in.
//
// Learnt message by message; a conversation's words and links are forgotten when it has been silent
// for kConversationEnds, and those of the longest silent when more than kConversationNumbers are
// held in all. Bounded by the limits below, but for four octets a message and some sixty a
// conversation. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "base/attributes.h"
#include "base/clock.h"
#include "store/facts.h"

namespace letterlock::relations {

using AddressId = std::uint32_t;

inline constexpr std::size_t kConversationAuthors = 32;
inline constexpr std::size_t kConversationRecipients = 64;
inline constexpr std::size_t kConversationWords = 600;
inline constexpr std::size_t kConversationPlaces = 128;
inline constexpr std::size_t kConversationNumbers = 24'000'000;  // words and places in all: 96 MB
inline constexpr UnixTime kConversationEnds = UnixTime{400} * 86'400;

struct Spoken {
  store::MessageId id = store::kNoMessage, parent = store::kNoMessage;
  AddressId author = 0;
  UnixTime at = 0;
  std::span<const AddressId> recipients;
  std::span<const std::uint32_t> words;   // sorted
  std::span<const std::uint32_t> places;  // of links of its own
};

class Conversation {
 public:
  std::uint32_t messages() const { return messages_; }
  UnixTime last() const { return last_; }
  std::size_t words() const { return numbers_.size() - words_at(); }  // different ones held
  std::size_t held() const { return words() + places_; }              // words and places

  bool has_author(AddressId who) const;
  bool has_recipient(AddressId who) const;
  bool has_word(std::uint32_t word) const;
  bool has_place(std::uint32_t place) const;

  void observe(const Spoken& message);
  void forget();  // words and places

 private:
  using Numbers = std::span<const std::uint32_t>;
  Numbers authors() const { return Numbers(numbers_).first(authors_); }
  Numbers recipients() const { return Numbers(numbers_).subspan(authors_, recipients_); }
  Numbers places() const {
    return Numbers(numbers_).subspan(std::size_t{authors_} + recipients_, places_);
  }
  Numbers said() const { return Numbers(numbers_).subspan(words_at()); }
  std::size_t words_at() const { return std::size_t{authors_} + recipients_ + places_; }

  UnixTime last_ = 0;
  std::uint32_t messages_ = 0;
  std::uint16_t authors_ = 0, recipients_ = 0, places_ = 0;  // of each, in this order; then words
  std::vector<std::uint32_t> numbers_;                       // one block; words sorted
};

class Conversations {
 public:
  explicit Conversations(std::size_t most_numbers = kConversationNumbers)
      : most_numbers_(most_numbers) {}
  void observe(const Spoken& message);

  // Of a message seen before; nullptr for any other.
  const Conversation* of(store::MessageId id) const LL_LIFETIME_BOUND;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t number_of(store::MessageId id) const;
  template <class Goes>
  void forget_where(Goes goes);
  void forget_silent();
  std::vector<std::uint32_t> conversation_of_;  // by MessageId
  std::deque<Conversation> all_;
  std::vector<std::uint32_t> talking_;  // those that hold words or places
  std::size_t most_numbers_;
  std::size_t numbers_ = 0;  // words and places held
  std::size_t since_sweep_ = 0;
};

}  // namespace letterlock::relations
