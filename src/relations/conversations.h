// Conversations: who took part, since when, with which words and links. So that an answer can be
// held against the thread it stands in.
//
// Learnt message by message; a conversation's words and links are forgotten when it has been silent
// for kConversationEnds, and those of the longest silent when more than kConversationNumbers are
// held in all. Bounded by the limits below. Not thread-safe.
#pragma once

#include <cstdint>
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

struct Conversation {
  UnixTime first = 0, last = 0;
  std::uint32_t messages = 0;
  std::vector<AddressId> authors, recipients;
  std::vector<std::uint32_t> words;   // sorted
  std::vector<std::uint32_t> places;  // of links in newly written text
  std::uint32_t with_links = 0;       // messages with a link of their own

  bool has_author(AddressId who) const;
  bool has_recipient(AddressId who) const;
  bool has_word(std::uint32_t word) const;
  bool has_place(std::uint32_t place) const;
};

struct Spoken {
  store::MessageId id = store::kNoMessage, parent = store::kNoMessage;
  AddressId author = 0;
  UnixTime at = 0;
  std::span<const AddressId> recipients;
  std::span<const std::uint32_t> words;   // sorted
  std::span<const std::uint32_t> places;  // of links of its own
};

class Conversations {
 public:
  explicit Conversations(std::size_t most_numbers = kConversationNumbers)
      : most_numbers_(most_numbers) {}
  void observe(const Spoken& message);

  // Of a message seen before; nullptr for any other.
  const Conversation* of(store::MessageId id) const LL_LIFETIME_BOUND;
  struct Message {
    std::uint32_t conversation = kNone;
    AddressId author = 0;
    UnixTime at = 0;
  };
  const Message* message(store::MessageId id) const LL_LIFETIME_BOUND;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  void forget_ended(UnixTime now);
  void forget_silent();
  void forget(Conversation& conversation);
  std::vector<Message> messages_;  // by MessageId
  std::vector<Conversation> all_;
  std::size_t most_numbers_;
  std::size_t numbers_ = 0;  // words and places held
  std::size_t since_sweep_ = 0;
};

}  // namespace letterlock::relations
